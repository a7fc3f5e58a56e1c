package st.sendwright.jit.baseline.x64;

import static st.sendwright.asm.x64.Address.at;
import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RCX;
import static st.sendwright.asm.x64.Register.RDX;

import java.util.function.IntFunction;
import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.Label;
import st.sendwright.jit.Stub;
import st.sendwright.jit.baseline.x64.OperandStack.Kind;
import st.sendwright.jit.baseline.x64.OperandStack.Operand;
import st.sendwright.machine.x64.FloatArithmetic;
import st.sendwright.machine.x64.Machine;
import st.sendwright.model.Bytecode;

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
    private final ArrayElements elements;

    SpecialSends(Emission out, IntFunction<Label> labels) {
        this.out = out;
        this.asm = out.asm;
        this.stack = out.stack;
        this.labels = labels;
        this.integers = new IntegerArithmetic(asm);
        this.elements = new ArrayElements(out);
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
            case SEND_AT -> {
                if (code.isInLoop(pc)) {
                    elements.elementAt(code, pc);
                } else {
                    call(code, pc, 1, Stub.AT);
                }
            }
            case SEND_AT_PUT -> {
                if (code.isInLoop(pc)) {
                    elements.elementAtPut(code, pc);
                } else {
                    call(code, pc, 2, Stub.AT_PUT);
                }
            }
            case SEND_SIZE -> call(code, pc, 0, Stub.SIZE);
            case SEND_VALUE, SEND_VALUE_1, SEND_VALUE_2 -> call(code, pc,
                    code.opcode(pc) - Bytecode.SEND_VALUE.opcode(), Stub.SEND_MISS);
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

    /** A send like others, but for where it begins. */
    private void call(Code code, int pc, int arguments, Stub unlinked) {
        stack.flushForSend(arguments);
        out.send(code.byteAt(pc + 1), arguments, pc, code.next(pc), unlinked);
        stack.forget(arguments + 1);
        stack.pushResult();
    }

    /**
     * Two operands: the receiver in RAX; the argument in RCX unless a constant is short.
     *
     * @return the constant, or 0; jumps to {@code otherwise} when not both are SmallIntegers
     */
    private long popIntegers(Operand receiver, Operand argument, Label otherwise) {
        stack.flushBelow(2);
        boolean knowsReceiver = out.facts.usesInteger(receiver);
        boolean knowsArgument = out.facts.usesInteger(argument);
        long constant = argument.isShort() && argument.isSmallInteger() ? argument.value() : 0;
        if (constant != 0) {
            stack.drop();
            stack.pop(RAX);
        } else {
            stack.popPair(RCX);
        }
        if (!knowsReceiver && !knowsArgument) {
            asm.mov32(RDX, RAX);
            asm.and32(RDX, RCX);
            asm.test8(RDX, 1);
        } else if (!knowsReceiver) {
            asm.test8(RAX, 1);
        } else if (!knowsArgument) {
            asm.test8(RCX, 1);
        } else {
            return constant;
        }
        asm.j(Condition.EQUAL, otherwise);
        out.facts.isInteger(receiver);
        out.facts.isInteger(argument);
        return constant;
    }

    /** Out of line: sends with the receiver in RAX and the argument in RCX or constant. */
    private void sendPair(Code code, int pc, long constant, Stub unlinked) {
        asm.push(RAX);
        if (constant != 0) {
            asm.push((int) constant);
        } else {
            asm.push(RCX);
        }
        asm.mov(Machine.RECEIVER, RAX);
        out.send(code.byteAt(pc + 1), 1, pc, code.next(pc), unlinked);
    }

    private void sendAlone(Code code, int pc) {
        asm.push(RAX);
        asm.mov(Machine.RECEIVER, RAX);
        out.send(code.byteAt(pc + 1), 0, pc, code.next(pc), Stub.SEND_MISS);
    }

    private static Stub unlinked(Bytecode bytecode) {
        Stub stub = FloatArithmetic.stub(bytecode);
        return stub == null ? Stub.SEND_MISS : stub;
    }

    private void arithmetic(Code code, int pc, Bytecode bytecode) {
        Operand receiver = stack.top(1);
        Operand argument = stack.top(0);
        Label slow = new Label();
        Label join = new Label();
        Facts.Fact integer = IntegerTemporaries.isClosed(bytecode) && out.facts.isIntegerBorn(receiver)
                && out.facts.isIntegerBorn(argument) ? new Facts.Fact() : null;
        long constant = popIntegers(receiver, argument, slow);
        Runnable undo = integers.emit(bytecode, constant, slow);
        asm.bind(join);
        stack.pushResult(integer);
        Facts.Snapshot known = out.facts.snapshot(integer);
        out.later(() -> {
            undo.run();
            asm.bind(slow);
            sendPair(code, pc, constant, unlinked(bytecode));
            out.rejoin(known, join, code.next(pc), true);
        });
    }

    private boolean compare(Code code, int pc, Bytecode bytecode) {
        Operand receiver = stack.top(1);
        Label slow = new Label();
        long constant = popIntegers(receiver, stack.top(0), slow);
        Outcome outcome = new Outcome(out, code, pc, labels);
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
        outcome.end();
        if (outcome.isFused() && receiver.kind() == Kind.TEMPORARY) {
            out.facts.setCopy((int) receiver.value());
        }
        Facts.Snapshot known = out.facts.snapshot(null);
        out.later(() -> {
            asm.bind(slow);
            sendPair(code, pc, constant, unlinked(bytecode));
            outcome.sent(known);
        });
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
        out.call(Stub.CLASS);
        stack.pushResult();
    }

    private boolean isNil(Code code, int pc, boolean nilIsTrue) {
        stack.flushBelow(1);
        stack.pop(RAX);
        Outcome outcome = new Outcome(out, code, pc, labels);
        Label unknown = new Label();
        asm.cmp(RAX, Machine.NIL);
        asm.j(Condition.NOT_EQUAL, unknown);
        outcome.decideAs(nilIsTrue);
        out.later(() -> {
            asm.bind(unknown);
            sendAlone(code, pc);
            outcome.sent(Facts.NOTHING);
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
        outcome.decideAs(true);
        out.later(() -> {
            asm.bind(unknown);
            asm.cmp(RAX, Machine.TRUE);
            outcome.knownIf(Condition.EQUAL, false);
            sendAlone(code, pc);
            outcome.sent(Facts.NOTHING);
        });
        outcome.end();
        return outcome.isFused();
    }
}
