package st.sendwright.primitives.core.objects;

import st.sendwright.model.IdentityHash;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.PrimitiveFrame;

/** Which object it is, of what class, and whether it may change. */
final class Identity {

    private Identity() {
    }

    static long classOf(PrimitiveFrame frame) {
        return MutatorBlock.classOf(frame.mutator(), frame.receiver());
    }

    static long identical(PrimitiveFrame frame) {
        return MutatorBlock.bool(frame.mutator(), frame.receiver() == frame.argument(0));
    }

    static long identityHash(PrimitiveFrame frame) {
        return Oop.smallInteger(IdentityHash.of(frame.mutator(), frame.receiver()));
    }

    static long isReadOnly(PrimitiveFrame frame) {
        return MutatorBlock.bool(frame.mutator(), isReadOnly(frame.receiver()));
    }

    static long setReadOnly(PrimitiveFrame frame) {
        long mutator = frame.mutator();
        long receiver = frame.receiver();
        boolean wanted = frame.argument(0) == MutatorBlock.bool(mutator, true);
        if (!wanted && frame.argument(0) != MutatorBlock.bool(mutator, false)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        if (Oop.isImmediate(receiver)) {
            return wanted ? receiver : frame.fail(Failure.WRONG_RECEIVER);
        }
        if (wanted) {
            ObjectHeader.set(receiver, ObjectHeader.IMMUTABLE);
        } else {
            ObjectHeader.clear(receiver, ObjectHeader.IMMUTABLE);
        }
        return receiver;
    }

    /** Whether stores into the object are refused; an immediate has nothing to store into. */
    static boolean isReadOnly(long oop) {
        return Oop.isImmediate(oop) || ObjectHeader.has(oop, ObjectHeader.IMMUTABLE);
    }
}
