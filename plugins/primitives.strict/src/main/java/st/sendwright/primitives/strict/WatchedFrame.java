package st.sendwright.primitives.strict;

import java.util.concurrent.Callable;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Outcome;
import st.sendwright.primitives.PrimitiveFrame;
import st.sendwright.primitives.VmServices;

/** A frame that is of no use to other threads, nor after the call, and notes whether the primitive has failed. */
final class WatchedFrame implements PrimitiveFrame {

    private final PrimitiveFrame frame;
    private final Thread thread = Thread.currentThread();
    private boolean hasFailed;
    private boolean hasEnded;

    WatchedFrame(PrimitiveFrame frame) {
        this.frame = frame;
    }

    void end() {
        hasEnded = true;
    }

    boolean hasFailed() {
        return hasFailed;
    }

    private PrimitiveFrame frame() {
        if (hasEnded || Thread.currentThread() != thread) {
            throw new IllegalStateException("a primitive's frame is used " + (hasEnded ? "after its call" : "on another thread"));
        }
        return frame;
    }

    @Override
    public long mutator() {
        return frame().mutator();
    }

    @Override
    public long receiver() {
        return frame().receiver();
    }

    @Override
    public long argument(int index) {
        if (index < 0 || index >= frame().arguments()) {
            throw new IndexOutOfBoundsException("argument " + index + " of " + frame.arguments());
        }
        return frame.argument(index);
    }

    @Override
    public int arguments() {
        return frame().arguments();
    }

    @Override
    public long fail(Failure reason) {
        hasFailed = true;
        return frame().fail(reason);
    }

    @Override
    public void keep(Object something) {
        frame().keep(something);
    }

    @Override
    public Object kept() {
        return frame().kept();
    }

    @Override
    public long await(Callable<?> work) {
        return frame().await(work);
    }

    @Override
    public Outcome awaited() {
        return frame().awaited();
    }

    @Override
    public VmServices services() {
        return frame().services();
    }
}
