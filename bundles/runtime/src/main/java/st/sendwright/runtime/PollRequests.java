package st.sendwright.runtime;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;

/**
 * How other threads get the VM thread's attention: a bit is set, then the stack limit is raised above every
 * address, so that the next poll takes its slow path.
 */
final class PollRequests {

    private final long mutator;
    private final AtomicLong bits = new AtomicLong();
    private volatile Thread vmThread;
    private volatile boolean closed;

    PollRequests(long mutator) {
        this.mutator = mutator;
    }

    void setThread(Thread thread) {
        vmThread = thread;
    }

    /** Asks for a poll for a reason of {@link MutatorBlock.Pending}. Any thread. */
    synchronized void request(long bit) {
        if (closed) {
            return;
        }
        bits.getAndUpdate(old -> old | bit);
        Memory.putLong(mutator + MutatorBlock.STACK_LIMIT, -1L);
        LockSupport.unpark(vmThread);
    }

    /** No request touches the mutator block from now on. */
    synchronized void close() {
        closed = true;
    }

    boolean isPending() {
        return bits.get() != 0;
    }

    /** Whether a poll was asked for by a reason and has not come yet. Any thread. */
    boolean isAsked(long bit) {
        return (bits.get() & bit) != 0;
    }

    /** The reasons asked for since the last call; they count as served. VM thread. */
    long take() {
        return bits.getAndSet(0);
    }

    /** A reason is no longer one. VM thread. */
    void withdraw(long bit) {
        bits.getAndUpdate(old -> old & ~bit);
    }

    /** Sets the limit that polls compare with, unless a poll is asked for. VM thread. */
    void setLimit(long limit) {
        Memory.putLong(mutator + MutatorBlock.REAL_STACK_LIMIT, limit);
        Memory.putLong(mutator + MutatorBlock.STACK_LIMIT, limit);
        // The request's two stores are in the other order: without the fence both sides could miss each other.
        VarHandle.fullFence();
        if (bits.get() != 0) {
            Memory.putLong(mutator + MutatorBlock.STACK_LIMIT, -1L);
        }
    }
}
