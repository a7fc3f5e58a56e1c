package st.sendwright.plugin;

import st.sendwright.model.Oop;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.PrimitiveFrame;
import st.sendwright.primitives.PrimitiveSet;

/**
 * A Java object that Smalltalk holds by a number, such as a socket. A number that is none of this plugin's, or whose object is of
 * another class or was {@link #released}, makes the primitive fail as {@link Failure#CLOSED}. What is
 * {@link AutoCloseable} is closed when the plugin goes and when the VM ends. Numbers are not given out twice, in a VM that goes on from
 * an image neither.
 *
 * @param <T> the Java type
 */
public final class Resource<T> extends Kind<T> {

    private final PrimitiveSet owner;
    private final Class<T> type;

    Resource(PrimitiveSet owner, Class<T> type) {
        super((frame, oop) -> find(frame, owner, type, oop),
                (frame, value) -> Oop.smallInteger(frame.services().register(owner, value)));
        this.owner = owner;
        this.type = type;
    }

    private static <T> T find(PrimitiveFrame frame, PrimitiveSet owner, Class<T> type, long oop)
            throws PrimitiveFailedException {
        if (!Oop.isSmallInteger(oop)) {
            return null;
        }
        Object found = frame.services().resource(owner, Oop.integerValue(oop));
        if (!type.isInstance(found)) {
            throw new PrimitiveFailedException(Failure.CLOSED);
        }
        return type.cast(found);
    }

    /**
     * The same as an operand that the primitive gets for the last time, as it closes it: the number is no one's any more when its code
     * begins to run.
     */
    public Kind<T> released() {
        return new Kind<>(
                (frame, oop) -> {
                    T found = find(frame, owner, type, oop);
                    if (found != null) {
                        frame.services().release((int) Oop.integerValue(oop));
                    }
                    return found;
                },
                (frame, value) -> {
                    throw new IllegalStateException("what is released is no result");
                });
    }
}
