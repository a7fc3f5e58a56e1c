package st.sendwright.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import st.sendwright.runtime.ProviderCalls.Asked;
import st.sendwright.runtime.ProviderCalls.Question;

/**
 * Asks providers while programs run. Each question has a thread of its own, so that a provider which does not answer costs
 * that thread, and not the one that wants to know.
 *
 * <p><b>Thread</b>: any but the VM's.
 */
final class SideCalls {

    private final StallWatch watch;

    SideCalls(StallWatch watch) {
        this.watch = watch;
    }

    /**
     * What a provider answers.
     *
     * @param allowance as for {@link ProviderCalls#ask}
     * @throws StalledProviderException when it does not; its thread is left behind
     */
    <A> A ask(Asked whom, long allowance, Question<A, RuntimeException> question) {
        CompletableFuture<A> answer = new CompletableFuture<>();
        ProviderCalls calls = new ProviderCalls(watch);
        Thread thread = Thread.ofPlatform().name("sendwright-aside").daemon().unstarted(() -> {
            try {
                answer.complete(calls.ask(whom, allowance, question));
            } catch (Throwable fault) {
                // Where this thread was left behind there is an answer already.
                answer.completeExceptionally(fault);
            }
        });
        calls.setThread(thread, stall -> answer.completeExceptionally(new StalledProviderException(stall.fault())));
        thread.start();
        try {
            return answer.join();
        } catch (CompletionException failure) {
            throw SideCalls.<RuntimeException>asItIs(failure.getCause());
        } finally {
            watch.remove(calls);
        }
    }

    /** Providers are asked such that nothing is declared; what they throw all the same goes to whom handles any fault. */
    @SuppressWarnings("unchecked")
    private static <X extends Throwable> X asItIs(Throwable fault) throws X {
        throw (X) fault;
    }
}
