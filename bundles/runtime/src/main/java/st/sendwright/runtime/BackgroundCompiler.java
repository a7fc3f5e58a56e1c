package st.sendwright.runtime;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import st.sendwright.jit.BackEnd;
import st.sendwright.jit.MethodView;

/**
 * A thread that compiles while programs go on. It gets copies of methods and gives back code that is in no place yet, so
 * it never looks into memory that a VM owns, and may end later than the VM.
 *
 * <p><b>Thread</b>: the VM thread, which takes what is finished at a driver exit.
 */
final class BackgroundCompiler implements AutoCloseable {

    /** Methods that may wait. More are asked for again later, should they still be run then. */
    static final int MOST_WAITING = 256;

    /** So long a method may take: nobody waits for it. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final BackEnd backEnd;
    private final ProviderCalls.Asked asked;
    private final StallWatch watch;
    private final ProviderCalls calls;
    private final BooleanSupplier decodes;
    private final Runnable notice;
    private final BlockingQueue<Request> requests = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Queue<Finished> finished = new ConcurrentLinkedQueue<>();
    private volatile boolean isClosed;
    private Thread thread;

    private record Request(int ticket, MethodView method) {
    }

    /**
     * A compilation that has ended.
     *
     * @param ticket what it was asked for under
     */
    record Finished(int ticket, Compilation compilation) {
    }

    /**
     * @param asked the back end, which hears when it has stalled
     * @param decodes whether the instructions of code are looked at. Any thread
     * @param notice runs on the thread of this compiler whenever something is finished
     */
    BackgroundCompiler(BackEnd backEnd, ProviderCalls.Asked asked, StallWatch watch, BooleanSupplier decodes,
            Runnable notice) {
        this.backEnd = backEnd;
        this.asked = asked;
        this.watch = watch;
        this.calls = new ProviderCalls(watch);
        this.decodes = decodes;
        this.notice = notice;
    }

    /** Asks for code; false when too many wait. */
    boolean request(int ticket, MethodView method) {
        if (thread == null) {
            thread = Thread.ofPlatform().name("sendwright-compiler").daemon().unstarted(this::work);
            calls.setThread(thread, stall -> asked.stalled(stall.fault()));
            thread.start();
        }
        return requests.offer(new Request(ticket, method));
    }

    private void work() {
        try {
            while (!isClosed) {
                Request request = requests.take();
                finished.add(new Finished(request.ticket, compilation(request.method)));
                notice.run();
            }
        } catch (InterruptedException | LeftBehindError closed) {
            // That is how it is told to end, or finds that it was not waited for.
        }
    }

    private Compilation compilation(MethodView method) {
        try {
            return calls.ask(asked, MOST_NANOS, () -> Compilation.of(backEnd, method, decodes.getAsBoolean()));
        } catch (StalledProviderException stall) {
            asked.stalled(stall.getMessage());
            return new Compilation(method.name(), null, stall, MOST_NANOS);
        }
    }

    /** The thread, once there is one. */
    Optional<Thread> thread() {
        return Optional.ofNullable(thread);
    }

    /** What has ended and was not taken yet, oldest first; null when there is nothing. */
    Finished next() {
        return finished.poll();
    }

    /** How many methods wait for their turn. */
    int waiting() {
        return requests.size();
    }

    /** Waits for the end of the thread, which was told to. */
    void awaitEnd() {
        EndingThreads.await(thread);
    }

    /** Has the thread end once it has compiled what it is at; nobody gets that. */
    @Override
    public void close() {
        isClosed = true;
        watch.remove(calls);
        requests.clear();
        if (thread != null) {
            thread.interrupt();
        }
    }
}
