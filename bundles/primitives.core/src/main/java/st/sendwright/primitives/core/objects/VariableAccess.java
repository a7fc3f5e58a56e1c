package st.sendwright.primitives.core.objects;

import st.sendwright.model.KnownClass;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.VmVariables;
import st.sendwright.model.WriteBarrier;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.PrimitiveFrame;

/** All pointer slots of an object, counted from 1: the named variables, then the indexed ones. */
final class VariableAccess {

    private VariableAccess() {
    }

    static long at(PrimitiveFrame frame) {
        Failure refused = refusal(frame);
        return refused != Failure.NONE ? frame.fail(refused)
                : ObjectHeader.slot(frame.receiver(), Oop.integerValue(frame.argument(0)) - 1);
    }

    static long atPut(PrimitiveFrame frame) {
        Failure refused = refusal(frame);
        if (refused == Failure.NONE && Identity.isReadOnly(frame.receiver())) {
            refused = Failure.IMMUTABLE;
        }
        if (refused == Failure.NONE && VmVariables.isOwned(frame.mutator(), frame.receiver(),
                Oop.integerValue(frame.argument(0)) - 1)) {
            refused = Failure.DENIED;
        }
        if (refused != Failure.NONE) {
            return frame.fail(refused);
        }
        long value = frame.argument(1);
        WriteBarrier.putSlot(frame.mutator(), frame.receiver(), Oop.integerValue(frame.argument(0)) - 1,
                value);
        return value;
    }

    private static Failure refusal(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        if (Oop.isImmediate(receiver) || !ObjectFormat.isPointers(ObjectHeader.format(receiver))
                || ObjectHeader.classIndex(receiver) == KnownClass.CONTEXT.index()) {
            return Failure.WRONG_RECEIVER;
        }
        if (!Oop.isSmallInteger(frame.argument(0))) {
            return Failure.WRONG_ARGUMENT;
        }
        long index = Oop.integerValue(frame.argument(0));
        return index < 1 || index > ObjectHeader.slots(receiver) ? Failure.INDEX_OUT_OF_BOUNDS : Failure.NONE;
    }
}
