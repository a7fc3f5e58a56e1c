package st.sendwright.runtime;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The calls of providers that one thread makes, so that one which does not answer is noticed, and the VM goes on without
 * it. A call costs two exchanges of one word of memory; all else is done by the {@link StallWatch}.
 *
 * <p>A call that takes too long is interrupted first, which ends what waits for a lock, a queue or time. What goes on all
 * the same cannot be ended in Java, so its thread is left behind: another one takes over whatever it did, and it ends
 * once the provider lets go of it, if it ever does.
 *
 * <p><b>Thread</b>: {@link #ask} that of the owner; the rest that of the watch.
 */
final class ProviderCalls {

    /** Who is asked; {@link Object#toString} says it to people, such as {@code "the inline-cache policy adaptive"}. */
    interface Asked {

        /** Whether the VM can go on while it still is at work: it must not own anything of the VM. */
        boolean mayBeLeft();

        /** It was left behind. On the thread that goes on. */
        void stalled(String fault);
    }

    /**
     * A call that never ended.
     *
     * @param fault for people
     */
    record Stall(Asked asked, String fault) {
    }

    /** Something that a provider is asked. */
    @FunctionalInterface
    interface Question<A, X extends Exception> {
        A ask() throws X;
    }

    /** Where a call is. */
    enum Phase {
        /** There is none. */
        OUT,
        /** The provider has been asked. */
        IN,
        /** The thread is about to be interrupted, and may not go on before it was. */
        INTERRUPTING,
        /** It was interrupted. */
        INTERRUPTED,
        /** Another thread is about to go on, and this one may not end before it is there: it would look as if the VM had ended. */
        LEAVING,
        /** Another thread goes on. */
        LEFT_BEHIND
    }

    private static final Phase[] PHASES = Phase.values();
    private static final int PHASE_BITS = 3;

    private final StallWatch watch;
    /** Number of the call, and its phase in the lowest bits. */
    private final AtomicLong state = new AtomicLong();
    private volatile Thread thread;
    private volatile Consumer<Stall> successor;
    private Asked asked;
    private long allowanceNanos;
    private String fault = "";

    ProviderCalls(StallWatch watch) {
        this.watch = watch;
    }

    /**
     * Says whose calls these are; before that, and without a watch, providers are asked directly.
     *
     * @param newSuccessor has another thread go on; null when none can. On the thread of the watch.
     */
    void setThread(Thread newThread, Consumer<Stall> newSuccessor) {
        if (watch.isOff()) {
            return;
        }
        thread = newThread;
        successor = newSuccessor;
        watch.add(this);
    }

    /** Whether there is a thread whose calls these are. */
    boolean isStarted() {
        return thread != null;
    }

    /** Whether a thread is the one whose calls these are. */
    boolean isOwn(Thread some) {
        return thread == some;
    }

    /**
     * Asks a provider.
     *
     * @param allowance nanoseconds that it may take for its work, beside what all may take
     * @throws StalledProviderException when it took too long and could be interrupted
     * @throws LeftBehindError when another thread goes on meanwhile
     */
    <A, X extends Exception> A ask(Asked whom, long allowance, Question<A, X> question) throws X {
        long before = state.get();
        if (phase(before) == Phase.IN || phase(before) == Phase.INTERRUPTED || thread != Thread.currentThread()) {
            return question.ask();
        }
        asked = whom;
        allowanceNanos = allowance;
        long call = (before >>> PHASE_BITS) + 1;
        state.set(word(call, Phase.IN));
        watch.wake();
        A answer;
        try {
            answer = question.ask();
        } catch (Throwable failure) {
            end(call);
            throw failure;
        }
        end(call);
        return answer;
    }

    private void end(long call) {
        if (state.compareAndSet(word(call, Phase.IN), word(call, Phase.OUT))) {
            // A bundle that goes must not be kept by the last question to it.
            asked = null;
            return;
        }
        while (state.get() == word(call, Phase.INTERRUPTING)) {
            Thread.yield();
        }
        String reason = fault;
        if (state.compareAndSet(word(call, Phase.INTERRUPTED), word(call, Phase.OUT))) {
            asked = null;
            Thread.interrupted();
            throw new StalledProviderException(reason);
        }
        while (state.get() == word(call, Phase.LEAVING)) {
            Thread.yield();
        }
        throw new LeftBehindError();
    }

    private static long word(long call, Phase phase) {
        return call << PHASE_BITS | phase.ordinal();
    }

    private static Phase phase(long word) {
        return PHASES[(int) word & (1 << PHASE_BITS) - 1];
    }

    // For the watch

    /** Number of the last call, and the phase that it is in: {@link #phaseOf} and {@link #numberOf} tell them. */
    long now() {
        return state.get();
    }

    static Phase phaseOf(long now) {
        return phase(now);
    }

    static long numberOf(long now) {
        return now >>> PHASE_BITS;
    }

    Thread thread() {
        return thread;
    }

    Asked asked() {
        return asked;
    }

    long allowanceNanos() {
        return allowanceNanos;
    }

    /** Interrupts the thread if it still is in a call; answers whether. */
    boolean interrupt(long call, String why) {
        if (!state.compareAndSet(word(call, Phase.IN), word(call, Phase.INTERRUPTING))) {
            return false;
        }
        fault = why;
        thread.interrupt();
        state.set(word(call, Phase.INTERRUPTED));
        return true;
    }

    /** Has another thread go on if this one still is in a call and one can; answers whether. */
    boolean leaveBehind(long call) {
        Consumer<Stall> next = successor;
        if (next == null || !state.compareAndSet(word(call, Phase.INTERRUPTED),
                word(call, Phase.LEAVING))) {
            return false;
        }
        try {
            next.accept(new Stall(asked, fault));
        } finally {
            // The other thread may have made the next call already.
            state.compareAndSet(word(call, Phase.LEAVING), word(call, Phase.LEFT_BEHIND));
        }
        return true;
    }
}
