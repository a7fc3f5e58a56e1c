package st.sendwright.jit.baseline.x64;

import java.util.BitSet;
import st.sendwright.jit.MethodView;
import st.sendwright.machine.x64.Machine;
import st.sendwright.model.Bytecode;
import st.sendwright.model.MethodLayout;

/** Methods written down as bytecodes. */
final class Methods {

    static final int LITERALS = 2;
    static final int TEMPORARIES = 2;
    static final int OPERANDS = 8;
    static final int FIRST_PC = MethodLayout.firstPc(header(TEMPORARIES, OPERANDS));

    private Methods() {
    }

    private static long header(int temporaries, int operands) {
        return MethodLayout.header(0, temporaries, LITERALS, operands, false, false) >> Machine.TAG_BITS;
    }

    /** A method without arguments. */
    static MethodView of(int... bytes) {
        return withFrame(TEMPORARIES, OPERANDS, bytes);
    }

    static MethodView withFrame(int temporaries, int operands, int... bytes) {
        byte[] bytecodes = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            bytecodes[i] = (byte) bytes[i];
        }
        long[] literals = new long[LITERALS];
        return new MethodView("Object>>test", header(temporaries, operands), bytecodes, literals, "", 0, true, new BitSet());
    }

    /** The same method of a class whose instances are all objects. */
    static MethodView forObjectsOnly(MethodView method) {
        return new MethodView(method.name(), method.header(), method.bytecodes(), method.literals(), method.primitive(),
                method.copiedValues(), false, method.floatSites());
    }

    static int op(Bytecode bytecode) {
        return bytecode.opcode();
    }
}
