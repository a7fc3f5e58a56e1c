package st.sendwright.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Something to be done on the VM thread that somebody waits for. */
record VmTask<T>(Supplier<T> work, CompletableFuture<T> result) implements Runnable {

    @Override
    public void run() {
        try {
            result.complete(work.get());
        } catch (LeftBehindError end) {
            result.completeExceptionally(end);
            throw end;
        } catch (Throwable failure) {
            result.completeExceptionally(failure);
        }
    }

    /** The thread that did it is in a provider that does not answer, and another one goes on. */
    void leftBehind(StalledProviderException why) {
        result.completeExceptionally(why);
    }
}
