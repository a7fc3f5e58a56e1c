package st.sendwright.machine.x64;

import static st.sendwright.asm.x64.FloatRegister.XMM0;
import static st.sendwright.asm.x64.FloatRegister.XMM1;
import static st.sendwright.asm.x64.Register.R8;
import static st.sendwright.asm.x64.Register.R9;
import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RCX;
import static st.sendwright.asm.x64.Register.RDI;
import static st.sendwright.asm.x64.Register.RDX;

import st.sendwright.asm.x64.Address;
import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.FloatRegister;
import st.sendwright.asm.x64.Label;
import st.sendwright.asm.x64.Register;
import st.sendwright.jit.Stub;
import st.sendwright.model.Bytecode;
import st.sendwright.model.Oop;

/** Arithmetic of immediate Floats, and of one with a SmallInteger that a double holds exactly. */
public final class FloatArithmetic {

    /** Values that fit have at most this, once turned and moved. */
    public static final long MOST = (1L << 61) - 2;
    /** SmallIntegers of fewer bits are exact. */
    public static final int EXACT_BITS = 53;
    private static final int ARGUMENT = 8;

    private final Assembler asm;
    private final Label refuse;

    /** @param refuse where it goes on with what it does not serve */
    public FloatArithmetic(Assembler asm, Label refuse) {
        this.asm = asm;
        this.refuse = refuse;
    }

    /** The stub that a special send calls first; null for an operation that has none. */
    public static Stub stub(Bytecode operation) {
        return switch (operation) {
            case SEND_ADD -> Stub.FLOAT_ADD;
            case SEND_SUBTRACT -> Stub.FLOAT_SUBTRACT;
            case SEND_MULTIPLY -> Stub.FLOAT_MULTIPLY;
            case SEND_DIVIDE -> Stub.FLOAT_DIVIDE;
            case SEND_LESS -> Stub.FLOAT_LESS;
            case SEND_GREATER -> Stub.FLOAT_GREATER;
            case SEND_LESS_OR_EQUAL -> Stub.FLOAT_LESS_OR_EQUAL;
            case SEND_GREATER_OR_EQUAL -> Stub.FLOAT_GREATER_OR_EQUAL;
            case SEND_EQUAL -> Stub.FLOAT_EQUAL;
            case SEND_NOT_EQUAL -> Stub.FLOAT_NOT_EQUAL;
            default -> null;
        };
    }

    /** Computes and returns as a method does: the receiver in its register, the argument below the return IP. */
    public void serve(Stub stub) {
        load();
        switch (stub) {
            case FLOAT_ADD -> asm.addsd(XMM0, XMM1);
            case FLOAT_SUBTRACT -> asm.subsd(XMM0, XMM1);
            case FLOAT_MULTIPLY -> asm.mulsd(XMM0, XMM1);
            // By zero it makes none that an immediate can hold.
            case FLOAT_DIVIDE -> asm.divsd(XMM0, XMM1);
            default -> {
                compare(stub);
                asm.ret(2 * 8);
                return;
            }
        }
        encode();
        asm.ret(2 * 8);
    }

    /** The two doubles in XMM0 and XMM1. */
    private void load() {
        Label receiverLoaded = new Label();
        Label integerReceiver = new Label();
        Label integerArgument = new Label();
        Label loaded = new Label();
        asm.mov(RCX, Address.at(Machine.STACK, ARGUMENT));
        asm.mov(R8, Oop.floatExponentOffset());
        tag(RDI);
        asm.jShort(Condition.NOT_EQUAL, integerReceiver);
        decode(RDI, XMM0);
        tag(RCX);
        asm.jShort(Condition.NOT_EQUAL, integerArgument);
        asm.bind(receiverLoaded);
        decode(RCX, XMM1);
        asm.jmpShort(loaded);
        asm.bind(integerReceiver);
        convert(RDI, XMM0);
        tag(RCX);
        asm.j(Condition.EQUAL, receiverLoaded);
        asm.jmp(refuse);
        asm.bind(integerArgument);
        convert(RCX, XMM1);
        asm.bind(loaded);
    }

    private void tag(Register register) {
        asm.mov32(RDX, register);
        asm.and32(RDX, Machine.TAGS);
        asm.cmp32(RDX, (int) Oop.FLOAT_TAG);
    }

    private void convert(Register from, FloatRegister to) {
        asm.mov(RDX, from);
        convert(asm, RDX, R9, to, refuse);
    }

    /**
     * The double of a SmallInteger, where one holds it exactly.
     *
     * @param value the oop; lost
     * @param scratch lost
     * @param otherwise where it goes on with other oops
     */
    public static void convert(Assembler asm, Register value, Register scratch, FloatRegister to, Label otherwise) {
        asm.test8(value, 1);
        asm.j(Condition.EQUAL, otherwise);
        asm.sar(value, Machine.TAG_BITS);
        asm.mov(scratch, value);
        asm.sar(scratch, EXACT_BITS);
        asm.inc(scratch);
        asm.cmp(scratch, 1);
        asm.j(Condition.ABOVE, otherwise);
        asm.cvtsi2sd(to, value);
    }

    /** The double of one immediate Float in XMM0. */
    public void load(Register from) {
        tag(from);
        asm.j(Condition.NOT_EQUAL, refuse);
        asm.mov(R8, Oop.floatExponentOffset());
        decode(from, XMM0);
    }

    private void decode(Register from, FloatRegister to) {
        asm.mov(RDX, from);
        decode(asm, RDX, R8, to);
    }

    /**
     * The double of an immediate Float.
     *
     * @param value the oop; lost
     * @param offset holds {@link Oop#floatExponentOffset}
     */
    public static void decode(Assembler asm, Register value, Register offset, FloatRegister to) {
        Label zero = new Label();
        asm.shr(value, Machine.TAG_BITS);
        asm.cmp(value, 1);
        asm.jShort(Condition.BELOW_OR_EQUAL, zero);
        asm.add(value, offset);
        asm.bind(zero);
        asm.ror(value, 1);
        asm.movq(to, value);
    }

    /** The immediate Float of XMM0 in RAX, where there is one. */
    public void encode() {
        Label zero = new Label();
        asm.movq(RAX, XMM0);
        asm.rol(RAX, 1);
        asm.cmp(RAX, 1);
        asm.jShort(Condition.BELOW_OR_EQUAL, zero);
        asm.mov(R8, Oop.floatExponentOffset());
        asm.sub(RAX, R8);
        asm.lea(R9, Address.at(RAX, -2));
        asm.mov(R8, MOST);
        asm.cmp(R9, R8);
        asm.j(Condition.ABOVE_OR_EQUAL, refuse);
        asm.bind(zero);
        asm.shl(RAX, Machine.TAG_BITS);
        asm.or(RAX, (int) Oop.FLOAT_TAG);
    }

    /** Compares as IEEE 754 does: nothing but {@code ~=} holds for what is not a number. */
    private void compare(Stub stub) {
        switch (stub) {
            case FLOAT_LESS, FLOAT_LESS_OR_EQUAL -> asm.ucomisd(XMM1, XMM0);
            default -> asm.ucomisd(XMM0, XMM1);
        }
        boolean unequal = stub == Stub.FLOAT_NOT_EQUAL;
        asm.mov(RAX, unequal ? Machine.TRUE : Machine.FALSE);
        switch (stub) {
            case FLOAT_LESS, FLOAT_GREATER -> asm.cmov(Condition.ABOVE, RAX, Machine.TRUE);
            case FLOAT_LESS_OR_EQUAL, FLOAT_GREATER_OR_EQUAL -> asm.cmov(Condition.ABOVE_OR_EQUAL, RAX, Machine.TRUE);
            default -> {
                asm.cmov(Condition.EQUAL, RAX, unequal ? Machine.FALSE : Machine.TRUE);
                asm.cmov(Condition.PARITY, RAX, unequal ? Machine.TRUE : Machine.FALSE);
            }
        }
    }
}
