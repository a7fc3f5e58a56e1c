package st.sendwright.plugin;

import java.util.List;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.PrimitiveFrame;

/** The operands of one call, one after another. <b>Thread</b>: the VM thread; any when they were {@link #taken}. */
final class Operands {

    private final PrimitiveFrame frame;
    /** All of them, when they are taken; else null. */
    private final Object[] values;
    /** With a frame -1 is the receiver. */
    private int next;

    Operands(PrimitiveFrame frame, boolean takesReceiver) {
        this(frame, null, takesReceiver ? -1 : 0);
    }

    private Operands(PrimitiveFrame frame, Object[] values, int next) {
        this.frame = frame;
        this.values = values;
        this.next = next;
    }

    /** Those that were {@link #taken}. */
    static Operands of(Object[] taken) {
        return new Operands(null, taken, 0);
    }

    /**
     * All of them as values, without the frame.
     *
     * @throws PrimitiveFailedException when one is of another kind
     */
    Object[] taken(List<Kind<?>> kinds) throws PrimitiveFailedException {
        Object[] all = new Object[kinds.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = next(kinds.get(i));
        }
        return all;
    }

    /** @throws PrimitiveFailedException when the next one is of another kind */
    @SuppressWarnings("unchecked")
    <T> T next(Kind<T> kind) throws PrimitiveFailedException {
        if (values != null) {
            return (T) values[next++];
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
