package st.sendwright.primitives.core.objects;

import st.sendwright.model.Bytecode;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.PrimitiveFrame;

/** Header and literals of compiled code. */
final class CodeAccess {

    private CodeAccess() {
    }

    static long header(PrimitiveFrame frame) {
        return isCode(frame.receiver()) ? ObjectHeader.slot(frame.receiver(), MethodLayout.HEADER)
                : frame.fail(Failure.WRONG_RECEIVER);
    }

    /** A literal, counted from 1; the last two are the MethodInfo and what the code belongs to. */
    static long literalAt(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        if (!isCode(receiver)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (!Oop.isSmallInteger(frame.argument(0))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        long index = Oop.integerValue(frame.argument(0));
        return index < 1 || index > MethodLayout.literals(MethodLayout.header(receiver))
                ? frame.fail(Failure.INDEX_OUT_OF_BOUNDS) : MethodLayout.literal(receiver, (int) index - 1);
    }

    /**
     * A SmallInteger with a bit for each special selector, from {@code +} to {@code class} in the order of their
     * bytecodes, that is set where the code has its bytecode.
     */
    static long specialSends(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        if (!isCode(receiver)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        long at = receiver + MethodLayout.firstPc(MethodLayout.header(receiver));
        long end = at + MethodLayout.bytecodeCount(receiver);
        long found = 0;
        while (at < end) {
            int opcode = Memory.unsignedByteAt(at);
            if (opcode >= Bytecode.SEND_ADD.opcode() && opcode <= Bytecode.CLASS.opcode()) {
                found |= 1L << opcode - Bytecode.SEND_ADD.opcode();
            }
            Bytecode bytecode = Bytecode.of(opcode);
            // Code that the verifier has not seen may hold anything; behind an unknown opcode nothing is known.
            at = bytecode == null ? end : at + bytecode.length();
        }
        return Oop.smallInteger(found);
    }

    private static boolean isCode(long oop) {
        return Oop.isPointer(oop) && ObjectFormat.isMethod(ObjectHeader.format(oop));
    }
}
