package st.sendwright.plugin;

import java.util.List;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.PrimitiveFrame;

/** The operands of one call, one after another. <b>Thread</b>: the VM thread; any when they are {@link #taken}. */
final class Operands {

    private final PrimitiveFrame frame;
    /** All of them, when they are taken; else null. */
    private final Object[] values;
    private final int first;
    /** -1 is the receiver. */
    private int next;

    Operands(PrimitiveFrame frame, boolean takesReceiver) {
        this(frame, null, takesReceiver ? -1 : 0);
    }

    private Operands(PrimitiveFrame frame, Object[] values, int first) {
        this.frame = frame;
        this.values = values;
        this.first = first;
        this.next = first;
    }

    /**
     * The same as values, without the frame.
     *
     * @throws PrimitiveFailedException when one is of another kind
     */
    Operands taken(List<Kind<?>> kinds) throws PrimitiveFailedException {
        Object[] all = new Object[kinds.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = next(kinds.get(i));
        }
        return new Operands(null, all, first);
    }

    /** @throws PrimitiveFailedException when the next one is of another kind */
    @SuppressWarnings("unchecked")
    <T> T next(Kind<T> kind) throws PrimitiveFailedException {
        if (values != null) {
            return (T) values[next++ - first];
        }
        boolean isReceiver = next < 0;
        T value = kind.read(frame, isReceiver ? frame.receiver() : frame.argument(next));
        if (value == null) {
            throw new PrimitiveFailedException(isReceiver ? Failure.WRONG_RECEIVER : Failure.WRONG_ARGUMENT);
        }
        next++;
        return value;
    }
}
