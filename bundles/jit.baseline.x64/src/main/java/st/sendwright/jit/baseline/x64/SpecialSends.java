package st.sendwright.jit.baseline.x64;

import static st.sendwright.asm.x64.Address.at;
import static st.sendwright.asm.x64.Register.R8;
import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RCX;
import static st.sendwright.asm.x64.Register.RDI;
import static st.sendwright.asm.x64.Register.RDX;
import static st.sendwright.asm.x64.Register.RSI;

import java.util.function.IntFunction;
import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.Label;
import st.sendwright.jit.Stub;
import st.sendwright.model.Bytecode;
import st.sendwright.model.KnownClass;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;

/**
 * Special sends: in line for the usual receivers, and a real send out of line for all others. What is in line here and
 * what in T0 answers alike.
 */
final class SpecialSends {

    private final Emission out;
    private final Assembler asm;
    private final OperandStack stack;
    private final IntFunction<Label> labels;
    private final IntegerArithmetic integers;
    private final FloatArithmetic floats;

    SpecialSends(Emission out, IntFunction<Label> labels) {
        this.out = out;
        this.asm = out.asm;
        this.stack = out.stack;
        this.labels = labels;
        this.integers = new IntegerArithmetic(asm);
        this.floats = new FloatArithmetic(asm);
    }

    /** Emits one; answers whether the conditional jump behind it is done too. */
    boolean emit(Code code, int pc) {
        Bytecode bytecode = code.at(pc);
        switch (bytecode) {
            case SEND_LESS, SEND_GREATER, SEND_LESS_OR_EQUAL, SEND_GREATER_OR_EQUAL, SEND_EQUAL, SEND_NOT_EQUAL -> {
                return compare(code, pc, bytecode);
            }
            case SEND_ADD, SEND_SUBTRACT, SEND_MULTIPLY, SEND_DIVIDE, SEND_MODULO, SEND_INTEGER_DIVIDE, SEND_BIT_AND,
                    SEND_BIT_OR, SEND_BIT_XOR, SEND_BIT_SHIFT -> arithmetic(code, pc, bytecode);
            case SEND_AT -> elementAt(code, pc);
            case SEND_AT_PUT -> elementAtPut(code, pc);
            case SEND_SIZE -> size(code, pc);
            case SEND_VALUE, SEND_VALUE_1, SEND_VALUE_2 -> value(code, pc,
                    code.opcode(pc) - Bytecode.SEND_VALUE.opcode());
            case SEND_IS_NIL, SEND_NOT_NIL -> {
                return isNil(code, pc, bytecode == Bytecode.SEND_IS_NIL);
            }
            case SEND_NOT -> {
                return not(code, pc);
            }
            default -> throw new IllegalStateException("the bytecode table has " + bytecode
                    + ", of which this back end knows nothing");
        }
        return false;
    }

    private static int site(Code code, int pc) {
        return code.byteAt(pc + 1);
    }

    /** Two objects: the receiver in RAX; the argument in RCX unless a constant is short. */
    private long popNumbers() {
        stack.flushBelow(2);
        OperandStack.Operand argument = stack.top(0);
        if (argument.isShort() && argument.isSmallInteger()) {
            stack.drop();
            stack.pop(RAX);
            return argument.value();
        }
        stack.popPair(RCX);
        return 0;
    }

    /** Jumps when not both are SmallIntegers. */
    private void checkIntegers(long constant, Label otherwise) {
        if (constant != 0) {
            asm.test32(RAX, 1);
        } else {
            asm.mov32(RDX, RAX);
            asm.and32(RDX, RCX);
            asm.test32(RDX, 1);
        }
        asm.j(Condition.EQUAL, otherwise);
    }

    /** Out of line: sends with the receiver in RAX and the argument in RCX or constant. */
    private void sendPair(Code code, int pc, long constant) {
        asm.push(RAX);
        if (constant != 0) {
            asm.push((int) constant);
        } else {
            asm.push(RCX);
        }
        asm.mov(RDI, RAX);
        out.sendFrom(site(code, pc), 1, pc, code.next(pc));
    }

    private void sendAlone(Code code, int pc) {
        asm.push(RAX);
        asm.mov(RDI, RAX);
        out.sendFrom(site(code, pc), 0, pc, code.next(pc));
    }

    private void arithmetic(Code code, int pc, Bytecode bytecode) {
        long constant = popNumbers();
        Label notIntegers = new Label();
        Label slow = new Label();
        Label join = new Label();
        checkIntegers(constant, notIntegers);
        integers.emit(bytecode, constant, slow, out);
        asm.bind(join);
        out.later(() -> {
            asm.bind(notIntegers);
            if (constant == 0 && FloatArithmetic.serves(bytecode)) {
                floats.load(slow);
                floats.compute(bytecode, slow);
                asm.jmp(join);
            }
            asm.bind(slow);
            sendPair(code, pc, constant);
            asm.jmp(join);
        });
        stack.pushResult();
    }

    private boolean compare(Code code, int pc, Bytecode bytecode) {
        long constant = popNumbers();
        Outcome outcome = new Outcome(out, code, pc, labels);
        Label notIntegers = new Label();
        checkIntegers(constant, notIntegers);
        if (constant != 0) {
            asm.cmp(RAX, (int) constant);
        } else {
            asm.cmp(RAX, RCX);
        }
        outcome.decide(switch (bytecode) {
            case SEND_LESS -> Condition.LESS;
            case SEND_GREATER -> Condition.GREATER;
            case SEND_LESS_OR_EQUAL -> Condition.LESS_OR_EQUAL;
            case SEND_GREATER_OR_EQUAL -> Condition.GREATER_OR_EQUAL;
            case SEND_EQUAL -> Condition.EQUAL;
            default -> Condition.NOT_EQUAL;
        });
        out.later(() -> {
            Label slow = new Label();
            asm.bind(notIntegers);
            if (constant == 0) {
                floats.load(slow);
                floats.compare(bytecode, outcome);
            }
            asm.bind(slow);
            sendPair(code, pc, constant);
            outcome.sent();
        });
        outcome.end();
        return outcome.isFused();
    }

    /** {@code ==} and {@code ~~}, which are never sent. */
    boolean identical(Code code, int pc) {
        stack.flushBelow(2);
        stack.popPair(RCX);
        Outcome outcome = new Outcome(out, code, pc, labels);
        asm.cmp(RAX, RCX);
        outcome.decide(code.at(pc) == Bytecode.IDENTICAL ? Condition.EQUAL : Condition.NOT_EQUAL);
        outcome.end();
        return outcome.isFused();
    }

    /** {@code class}, which is never sent. */
    void classOf() {
        stack.flushBelow(1);
        stack.pop(RDX);
        Label known = new Label();
        asm.mov32(RAX, RDX);
        asm.and32(RAX, 7);
        asm.j(Condition.NOT_EQUAL, known);
        asm.mov32(RAX, at(RDX, 0));
        asm.and32(RAX, ObjectHeader.CLASS_INDEX_MASK);
        asm.bind(known);
        asm.mov(RDX, Machine.mutator(MutatorBlock.CLASS_TABLE));
        asm.mov(RAX, at(RDX, RAX, 8, 0));
        stack.pushResult();
    }

    private void elementAt(Code code, int pc) {
        stack.flushBelow(2);
        stack.popPair(RCX);
        Label slow = new Label();
        Label join = new Label();
        element(slow, ObjectHeader.CLASS_INDEX_MASK);
        asm.mov(RAX, at(RAX, RCX, 1, -1));
        asm.bind(join);
        out.later(() -> {
            asm.bind(slow);
            out.call(Stub.AT);
            asm.test32(RDX, RDX);
            asm.j(Condition.EQUAL, join);
            sendPair(code, pc, 0);
            asm.jmp(join);
        });
        stack.pushResult();
    }

    /**
     * Jumps unless RAX is an Array of fewer than 255 elements and RCX an index of it. The oop of an index is 8 times
     * its value, plus 1: the element lies at the sum of both, minus 1.
     */
    private void element(Label otherwise, int headerBits) {
        asm.test32(RCX, 1);
        asm.j(Condition.EQUAL, otherwise);
        asm.test32(RAX, 7);
        asm.j(Condition.NOT_EQUAL, otherwise);
        asm.mov(RDX, at(RAX, 0));
        asm.mov32(R8, RDX);
        asm.and32(R8, headerBits);
        asm.cmp32(R8, KnownClass.ARRAY.index());
        asm.j(Condition.NOT_EQUAL, otherwise);
        asm.shr(RDX, ObjectHeader.SLOTS_SHIFT);
        asm.cmp32(RDX, ObjectHeader.OVERFLOW_SLOTS);
        asm.j(Condition.EQUAL, otherwise);
        asm.mov(R8, RCX);
        asm.sar(R8, Machine.TAG_BITS);
        asm.dec(R8);
        asm.cmp(R8, RDX);
        asm.j(Condition.ABOVE_OR_EQUAL, otherwise);
    }

    private void elementAtPut(Code code, int pc) {
        stack.flushBelow(3);
        stack.pop(RSI);
        stack.popPair(RCX);
        Label slow = new Label();
        Label join = new Label();
        element(slow, ObjectHeader.CLASS_INDEX_MASK | (int) ObjectHeader.IMMUTABLE);
        asm.lea(RDX, at(RAX, RCX, 1, -1));
        asm.mov(at(RDX, 0), RSI);
        Stores.markCard(asm, RDX, RSI);
        asm.mov(RAX, RSI);
        asm.bind(join);
        out.later(() -> {
            asm.bind(slow);
            out.call(Stub.AT_PUT);
            asm.test32(RDX, RDX);
            asm.j(Condition.EQUAL, join);
            asm.push(RAX);
            asm.push(RCX);
            asm.push(RSI);
            asm.mov(RDI, RAX);
            out.sendFrom(site(code, pc), 2, pc, code.next(pc));
            asm.jmp(join);
        });
        stack.pushResult();
    }

    private void size(Code code, int pc) {
        stack.flushBelow(1);
        stack.pop(RAX);
        Label join = new Label();
        Label slow = new Label();
        out.call(Stub.SIZE);
        asm.test32(RDX, RDX);
        asm.j(Condition.NOT_EQUAL, slow);
        asm.bind(join);
        out.later(() -> {
            asm.bind(slow);
            sendAlone(code, pc);
            asm.jmp(join);
        });
        stack.pushResult();
    }

    /** Calls the block's code when it is a closure with that many arguments and its code is compiled. */
    private void value(Code code, int pc, int arguments) {
        stack.flush();
        Label slow = new Label();
        Label wrongCount = new Label();
        Label join = new Label();
        asm.mov(RDI, at(Machine.STACK, arguments * 8));
        ClosureCode.load(asm, arguments, slow, wrongCount);
        out.setPc(code.next(pc));
        asm.call(RAX);
        out.resultPoint(code.next(pc));
        asm.bind(join);
        out.later(() -> {
            asm.bind(slow);
            out.send(site(code, pc), arguments, pc, code.next(pc));
            asm.jmp(join);
            asm.bind(wrongCount);
            out.interpretForResult(pc, code.next(pc), join);
        });
        stack.forget(arguments + 1);
        stack.pushResult();
    }

    private boolean isNil(Code code, int pc, boolean nilIsTrue) {
        stack.flushBelow(1);
        stack.pop(RAX);
        Outcome outcome = new Outcome(out, code, pc, labels);
        Label unknown = new Label();
        asm.cmp(RAX, Machine.NIL);
        asm.j(Condition.NOT_EQUAL, unknown);
        outcome.decide(nilIsTrue ? Condition.EQUAL : Condition.NOT_EQUAL);
        out.later(() -> {
            asm.bind(unknown);
            asm.test32(RAX, 1);
            outcome.knownIf(Condition.NOT_EQUAL, !nilIsTrue);
            asm.cmp(RAX, Machine.TRUE);
            outcome.knownIf(Condition.EQUAL, !nilIsTrue);
            asm.cmp(RAX, Machine.FALSE);
            outcome.knownIf(Condition.EQUAL, !nilIsTrue);
            sendAlone(code, pc);
            outcome.sent();
        });
        outcome.end();
        return outcome.isFused();
    }

    private boolean not(Code code, int pc) {
        stack.flushBelow(1);
        stack.pop(RAX);
        Outcome outcome = new Outcome(out, code, pc, labels);
        Label unknown = new Label();
        asm.cmp(RAX, Machine.FALSE);
        asm.j(Condition.NOT_EQUAL, unknown);
        outcome.decide(Condition.EQUAL);
        out.later(() -> {
            asm.bind(unknown);
            asm.cmp(RAX, Machine.TRUE);
            outcome.knownIf(Condition.EQUAL, false);
            sendAlone(code, pc);
            outcome.sent();
        });
        outcome.end();
        return outcome.isFused();
    }
}
