package st.sendwright.interpreter.threaded;

import static st.sendwright.asm.x64.Address.at;
import static st.sendwright.asm.x64.Register.R8;
import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RCX;
import static st.sendwright.asm.x64.Register.RDX;

import java.util.function.Consumer;
import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.Label;
import st.sendwright.interpreter.bytecodes.Opcode;
import st.sendwright.jit.Stub;
import st.sendwright.machine.x64.Elements;
import st.sendwright.machine.x64.FloatArithmetic;
import st.sendwright.machine.x64.Machine;
import st.sendwright.model.Bytecode;
import st.sendwright.model.KnownClass;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.Oop;
import st.sendwright.model.SendSite;

/**
 * The special sends that send nothing to the usual receivers: numbers, elements of collections, nil and Booleans. What is
 * not served here is sent; only numbers that are left, such as where a result is none of the SmallIntegers, are left to the
 * bytecode out of line, as these are served without a send, too.
 */
final class Arithmetic {

    private static final int LENGTH = 2;
    private static final int ALL_BITS = 63;
    private static final int VALUE_BITS = Long.SIZE - Machine.TAG_BITS;

    private final Emission out;
    private final Assembler asm;
    private final Jumps jumps;
    private final Sends sends;

    Arithmetic(Emission out, Jumps jumps, Sends sends) {
        this.out = out;
        this.asm = out.asm;
        this.jumps = jumps;
        this.sends = sends;
    }

    void emit() {
        integers(Opcode.SEND_ADD, () -> {
            asm.dec(RCX);
            asm.add(RAX, RCX);
            out.leaveIf(Condition.OVERFLOW);
        });
        integers(Opcode.SEND_SUBTRACT, () -> {
            asm.sub(RAX, RCX);
            out.leaveIf(Condition.OVERFLOW);
            asm.inc(RAX);
        });
        integers(Opcode.SEND_MULTIPLY, () -> {
            asm.dec(RAX);
            asm.sar(RCX, Machine.TAG_BITS);
            asm.imul(RAX, RCX);
            out.leaveIf(Condition.OVERFLOW);
            asm.inc(RAX);
        });
        comparison(Opcode.SEND_LESS, Condition.LESS);
        comparison(Opcode.SEND_GREATER, Condition.GREATER);
        comparison(Opcode.SEND_LESS_OR_EQUAL, Condition.LESS_OR_EQUAL);
        comparison(Opcode.SEND_GREATER_OR_EQUAL, Condition.GREATER_OR_EQUAL);
        comparison(Opcode.SEND_EQUAL, Condition.EQUAL);
        comparison(Opcode.SEND_NOT_EQUAL, Condition.NOT_EQUAL);
        integers(Opcode.SEND_DIVIDE, () -> {
            divide();
            asm.test(RDX, RDX);
            out.leaveIf(Condition.NOT_EQUAL);
            tag();
        });
        integers(Opcode.SEND_INTEGER_DIVIDE, this::floorDivide);
        integers(Opcode.SEND_MODULO, this::modulo);
        integers(Opcode.SEND_BIT_AND, () -> asm.and(RAX, RCX));
        integers(Opcode.SEND_BIT_OR, () -> asm.or(RAX, RCX));
        integers(Opcode.SEND_BIT_XOR, () -> {
            asm.xor(RAX, RCX);
            asm.inc(RAX);
        });
        integers(Opcode.SEND_BIT_SHIFT, this::shift);
        element(Opcode.SEND_AT, 1, Elements::elementAt);
        element(Opcode.SEND_AT_PUT, 2, Elements::elementAtPut);
        element(Opcode.SEND_SIZE, 0, Elements::size);
        not();
        nil(Opcode.SEND_IS_NIL, Condition.EQUAL);
        nil(Opcode.SEND_NOT_NIL, Condition.NOT_EQUAL);
    }

    /** The receiver in RAX and the argument in RCX, both SmallIntegers; others go on where the label will be. */
    private void operands(Label others) {
        asm.mov(RAX, at(Machine.STACK, 8));
        asm.mov(RCX, at(Machine.STACK, 0));
        asm.mov32(RDX, RAX);
        asm.and32(RDX, RCX);
        asm.test8(RDX, 1);
        asm.j(Condition.EQUAL, others);
    }

    /** @param work leaves, or comes with the result in RAX */
    private void integers(int opcode, Runnable work) {
        Label others = new Label();
        out.begin(opcode);
        operands(others);
        work.run();
        asm.add(Machine.STACK, Long.BYTES);
        asm.mov(at(Machine.STACK, 0), RAX);
        out.next(LENGTH);
        others(opcode, others);
    }

    private void comparison(int opcode, Condition condition) {
        Label others = new Label();
        out.begin(opcode);
        operands(others);
        asm.cmp(RAX, RCX);
        jumps.compared(condition, 2, LENGTH);
        others(opcode, others);
    }

    /** Not both operands are SmallIntegers: Floats where there is an operation for them, else a send. */
    private void others(int opcode, Label label) {
        Label refuse = new Label();
        Stub stub = FloatArithmetic.stub(Bytecode.of(opcode));
        out.begin(label);
        asm.mov(Machine.RECEIVER, at(Machine.STACK, 8));
        asm.mov32(RAX, Machine.RECEIVER);
        asm.and32(RAX, Machine.TAGS);
        asm.j(Condition.EQUAL, sends.specialSend(1));
        asm.cmp32(RAX, KnownClass.CHARACTER.index());
        asm.j(Condition.EQUAL, sends.specialSend(1));
        if (stub == null) {
            asm.jmp(out.leave);
            return;
        }
        Label floats = new Label();
        asm.call(floats);
        asm.push(RAX);
        noteFloats();
        out.next(LENGTH);
        out.begin(floats);
        new FloatArithmetic(asm, refuse).serve(stub);
        asm.bind(refuse);
        asm.add(Machine.STACK, Long.BYTES);
        asm.jmp(out.leave);
    }

    /** Back ends compile arithmetic for what was met. */
    private void noteFloats() {
        Label noted = new Label();
        out.method(RDX);
        asm.mov(RDX, Machine.slot(RDX, MethodLayout.SITES));
        asm.cmp(RDX, Jumps.NO_SITES);
        asm.jShort(Condition.EQUAL, noted);
        asm.movzx8(RCX, Emission.operand(1));
        asm.shl32(RCX, Sends.SITE_SHIFT);
        asm.mov32(at(RDX, RCX, 1, SendSite.SAMPLES - (int) Oop.SMALL_INTEGER_TAG), 1);
        asm.bind(noted);
    }

    /** The quotient in RAX, the remainder in RDX. The divisor's value stays in RCX. */
    private void divide() {
        asm.sar(RAX, Machine.TAG_BITS);
        asm.sar(RCX, Machine.TAG_BITS);
        out.leaveIf(Condition.EQUAL);
        asm.cqo();
        asm.idiv(RCX);
    }

    /** The SmallInteger of RAX in it; leaves when it is too large. */
    private void tag() {
        asm.mov(RDX, RAX);
        asm.sar(RDX, VALUE_BITS - 1);
        asm.inc(RDX);
        asm.cmp(RDX, 1);
        out.leaveIf(Condition.ABOVE);
        asm.shl(RAX, Machine.TAG_BITS);
        asm.inc(RAX);
    }

    private void floorDivide() {
        Label exact = new Label();
        divide();
        asm.test(RDX, RDX);
        asm.jShort(Condition.EQUAL, exact);
        asm.xor(RDX, RCX);
        asm.jShort(Condition.NOT_SIGN, exact);
        asm.dec(RAX);
        asm.bind(exact);
        tag();
    }

    private void modulo() {
        Label done = new Label();
        divide();
        asm.mov(RAX, RDX);
        asm.test(RDX, RDX);
        asm.jShort(Condition.EQUAL, done);
        asm.xor(RDX, RCX);
        asm.jShort(Condition.NOT_SIGN, done);
        asm.add(RAX, RCX);
        asm.bind(done);
        asm.shl(RAX, Machine.TAG_BITS);
        asm.inc(RAX);
    }

    private void shift() {
        Label right = new Label();
        Label capped = new Label();
        Label done = new Label();
        asm.sar(RCX, Machine.TAG_BITS);
        asm.jShort(Condition.SIGN, right);
        asm.cmp(RCX, VALUE_BITS - 1);
        out.leaveIf(Condition.ABOVE);
        asm.dec(RAX);
        asm.mov(RDX, RAX);
        asm.shlCl(RAX);
        asm.mov(R8, RAX);
        asm.sarCl(R8);
        asm.cmp(R8, RDX);
        out.leaveIf(Condition.NOT_EQUAL);
        asm.inc(RAX);
        asm.jmpShort(done);
        asm.bind(right);
        asm.neg(RCX);
        asm.cmp(RCX, ALL_BITS);
        asm.jShort(Condition.LESS_OR_EQUAL, capped);
        asm.mov32(RCX, ALL_BITS);
        asm.bind(capped);
        asm.sarCl(RAX);
        asm.and(RAX, ~Machine.TAGS);
        asm.inc(RAX);
        asm.bind(done);
    }

    private void element(int opcode, int arguments, Consumer<Elements> operation) {
        Label piece = new Label();
        Label refuse = new Label();
        out.begin(opcode);
        asm.mov(Machine.RECEIVER, at(Machine.STACK, arguments * 8));
        asm.call(piece);
        asm.push(RAX);
        out.next(LENGTH);
        out.begin(piece);
        operation.accept(new Elements(asm, refuse));
        asm.bind(refuse);
        asm.add(Machine.STACK, Long.BYTES);
        sends.special(arguments);
    }

    private void not() {
        Label isBoolean = new Label();
        out.begin(Opcode.SEND_NOT);
        asm.mov(RAX, at(Machine.STACK, 0));
        asm.cmp(RAX, Machine.FALSE);
        asm.jShort(Condition.EQUAL, isBoolean);
        asm.cmp(RAX, Machine.TRUE);
        asm.j(Condition.NOT_EQUAL, sends.specialSend(0));
        asm.bind(isBoolean);
        asm.cmp(RAX, Machine.FALSE);
        jumps.compared(Condition.EQUAL, 1, LENGTH);
    }

    private void nil(int opcode, Condition condition) {
        Label known = new Label();
        out.begin(opcode);
        asm.mov(RAX, at(Machine.STACK, 0));
        asm.cmp(RAX, Machine.NIL);
        asm.jShort(Condition.EQUAL, known);
        asm.cmp(RAX, Machine.TRUE);
        asm.jShort(Condition.EQUAL, known);
        asm.cmp(RAX, Machine.FALSE);
        asm.jShort(Condition.EQUAL, known);
        asm.test8(RAX, (int) Oop.SMALL_INTEGER_TAG);
        asm.j(Condition.EQUAL, sends.specialSend(0));
        asm.bind(known);
        asm.cmp(RAX, Machine.NIL);
        jumps.compared(condition, 1, LENGTH);
    }
}
