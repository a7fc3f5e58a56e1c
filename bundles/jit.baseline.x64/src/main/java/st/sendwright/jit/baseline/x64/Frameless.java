package st.sendwright.jit.baseline.x64;

import static st.sendwright.asm.x64.Register.RAX;

import st.sendwright.asm.x64.Assembler;
import st.sendwright.jit.MethodView;
import st.sendwright.machine.x64.Machine;
import st.sendwright.model.Bytecode;
import st.sendwright.model.MethodLayout;

/** Methods that only answer what is at hand: they need no frame and cannot fail. */
final class Frameless {

    private Frameless() {
    }

    /** Emits such a method whole, or nothing. */
    static boolean emit(MethodView method, Code code, Assembler asm) {
        long header = method.header();
        if (MethodLayout.isBlock(header) || !method.primitive().isEmpty()
                || MethodLayout.hasPrimitive(header)) {
            return false;
        }
        int pc = code.firstPc();
        Bytecode first = code.at(pc);
        switch (first) {
            case RETURN_RECEIVER -> asm.mov(RAX, Machine.RECEIVER);
            case RETURN_TRUE -> asm.mov(RAX, Machine.TRUE);
            case RETURN_FALSE -> asm.mov(RAX, Machine.FALSE);
            case RETURN_NIL -> asm.mov(RAX, Machine.NIL);
            default -> {
                if (code.next(pc) >= code.endPc() || code.at(code.next(pc)) != Bytecode.RETURN_TOP
                        || !load(method, code, asm, pc, first)) {
                    return false;
                }
            }
        }
        asm.ret((MethodLayout.arguments(header) + 1) * 8);
        return true;
    }

    private static boolean load(MethodView method, Code code, Assembler asm, int pc, Bytecode bytecode) {
        switch (bytecode) {
            case PUSH_RECEIVER_VARIABLE -> asm.mov(RAX, Machine.slot(Machine.RECEIVER, code.implied(pc)));
            case PUSH_RECEIVER_VARIABLE_LONG -> asm.mov(RAX, Machine.slot(Machine.RECEIVER, code.byteAt(pc + 1)));
            case PUSH_MINUS_ONE, PUSH_ZERO, PUSH_ONE, PUSH_TWO -> asm.mov(RAX,
                    (long) (code.opcode(pc) - Bytecode.PUSH_ZERO.opcode()) << Machine.TAG_BITS | 1);
            case PUSH_SMALL_INTEGER -> asm.mov(RAX, (long) (byte) code.byteAt(pc + 1) << Machine.TAG_BITS | 1);
            case PUSH_LITERAL -> {
                long immediate = method.literals()[code.implied(pc)];
                if (immediate == 0) {
                    return false;
                }
                asm.mov(RAX, immediate);
            }
            default -> {
                return false;
            }
        }
        return true;
    }
}
