package st.sendwright.jit.baseline.x64;

import static st.sendwright.asm.x64.FloatRegister.XMM0;
import static st.sendwright.asm.x64.FloatRegister.XMM1;
import static st.sendwright.asm.x64.Register.R8;
import static st.sendwright.asm.x64.Register.R9;
import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RCX;
import static st.sendwright.asm.x64.Register.RDX;

import st.sendwright.asm.x64.Address;
import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.FloatRegister;
import st.sendwright.asm.x64.Label;
import st.sendwright.asm.x64.Register;
import st.sendwright.model.Bytecode;
import st.sendwright.model.Oop;

/** Arithmetic of two immediate Floats in RAX and RCX, which stay as they are until there is a result. */
final class FloatArithmetic {

    private static final int TAGS = 7;
    /** Values that fit have at most this, once turned and moved. */
    private static final long MOST = (1L << 61) - 2;

    private final Assembler asm;

    FloatArithmetic(Assembler asm) {
        this.asm = asm;
    }

    static boolean serves(Bytecode operation) {
        return switch (operation) {
            case SEND_ADD, SEND_SUBTRACT, SEND_MULTIPLY, SEND_DIVIDE -> true;
            default -> false;
        };
    }

    /** The two doubles in XMM0 and XMM1; jumps when not both are immediate Floats. R8 keeps the exponents' offset. */
    void load(Label otherwise) {
        check(RAX, otherwise);
        check(RCX, otherwise);
        asm.mov(R8, Oop.floatExponentOffset());
        decode(RAX, XMM0);
        decode(RCX, XMM1);
    }

    /** The double of one immediate Float in XMM0; jumps when it is none. */
    void load(Register from, Label otherwise) {
        check(from, otherwise);
        asm.mov(R8, Oop.floatExponentOffset());
        decode(from, XMM0);
    }

    private void check(Register register, Label otherwise) {
        asm.mov32(RDX, register);
        asm.and32(RDX, TAGS);
        asm.cmp32(RDX, (int) Oop.FLOAT_TAG);
        asm.j(Condition.NOT_EQUAL, otherwise);
    }

    private void decode(Register from, FloatRegister to) {
        Label zero = new Label();
        asm.mov(RDX, from);
        asm.shr(RDX, Machine.TAG_BITS);
        asm.cmp(RDX, 1);
        asm.j(Condition.BELOW_OR_EQUAL, zero);
        asm.add(RDX, R8);
        asm.bind(zero);
        asm.ror(RDX, 1);
        asm.movq(to, RDX);
    }

    /** Leaves the immediate Float of the result in RAX; jumps when it is none. */
    void compute(Bytecode operation, Label slow) {
        switch (operation) {
            case SEND_ADD -> asm.addsd(XMM0, XMM1);
            case SEND_SUBTRACT -> asm.subsd(XMM0, XMM1);
            case SEND_MULTIPLY -> asm.mulsd(XMM0, XMM1);
            default -> {
                asm.mov(RDX, RCX);
                asm.shr(RDX, Machine.TAG_BITS);
                asm.cmp(RDX, 1);
                asm.j(Condition.BELOW_OR_EQUAL, slow);
                asm.divsd(XMM0, XMM1);
            }
        }
        encode(slow);
    }

    /** The immediate Float of XMM0 in RAX; jumps when there is none. */
    void encode(Label slow) {
        Label zero = new Label();
        asm.movq(RDX, XMM0);
        asm.rol(RDX, 1);
        asm.cmp(RDX, 1);
        asm.j(Condition.BELOW_OR_EQUAL, zero);
        asm.mov(R8, Oop.floatExponentOffset());
        asm.sub(RDX, R8);
        asm.lea(R9, Address.at(RDX, -2));
        asm.mov(R8, MOST);
        asm.cmp(R9, R8);
        asm.j(Condition.ABOVE_OR_EQUAL, slow);
        asm.bind(zero);
        asm.shl(RDX, Machine.TAG_BITS);
        asm.or(RDX, (int) Oop.FLOAT_TAG);
        asm.mov(RAX, RDX);
    }

    /** Compares as IEEE 754 does: nothing but {@code ~=} holds for what is not a number. */
    void compare(Bytecode operation, Outcome outcome) {
        switch (operation) {
            case SEND_LESS -> {
                asm.ucomisd(XMM1, XMM0);
                outcome.decideFar(Condition.ABOVE);
            }
            case SEND_GREATER -> {
                asm.ucomisd(XMM0, XMM1);
                outcome.decideFar(Condition.ABOVE);
            }
            case SEND_LESS_OR_EQUAL -> {
                asm.ucomisd(XMM1, XMM0);
                outcome.decideFar(Condition.ABOVE_OR_EQUAL);
            }
            case SEND_GREATER_OR_EQUAL -> {
                asm.ucomisd(XMM0, XMM1);
                outcome.decideFar(Condition.ABOVE_OR_EQUAL);
            }
            default -> {
                boolean equal = operation == Bytecode.SEND_EQUAL;
                asm.ucomisd(XMM0, XMM1);
                outcome.knownIf(Condition.PARITY, !equal);
                outcome.decideFar(equal ? Condition.EQUAL : Condition.NOT_EQUAL);
            }
        }
    }
}
