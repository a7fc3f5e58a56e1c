package st.sendwright.plugin;

import st.sendwright.primitives.Failure;
import st.sendwright.primitives.PrimitiveFrame;

/** The operands of one call, one after another. <b>Thread</b>: the VM thread. */
final class Operands {

    private final PrimitiveFrame frame;
    /** -1 is the receiver. */
    private int next;

    Operands(PrimitiveFrame frame, boolean takesReceiver) {
        this.frame = frame;
        this.next = takesReceiver ? -1 : 0;
    }

    /** @throws PrimitiveFailedException when the next one is of another kind */
    <T> T next(Kind<T> kind) throws PrimitiveFailedException {
        boolean isReceiver = next < 0;
        T value = kind.read(frame.mutator(), isReceiver ? frame.receiver() : frame.argument(next));
        if (value == null) {
            throw new PrimitiveFailedException(isReceiver ? Failure.WRONG_RECEIVER : Failure.WRONG_ARGUMENT);
        }
        next++;
        return value;
    }
}
