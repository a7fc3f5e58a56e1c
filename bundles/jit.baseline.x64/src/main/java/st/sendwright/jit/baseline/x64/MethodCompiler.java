package st.sendwright.jit.baseline.x64;

import static st.sendwright.asm.x64.Address.at;
import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RDI;
import static st.sendwright.asm.x64.Register.RDX;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import st.sendwright.asm.x64.Address;
import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.Label;
import st.sendwright.asm.x64.Register;
import st.sendwright.jit.CodeRefusedException;
import st.sendwright.jit.MachineCode;
import st.sendwright.jit.MethodView;
import st.sendwright.jit.Stub;
import st.sendwright.jit.baseline.x64.OperandStack.Kind;
import st.sendwright.machine.x64.Machine;
import st.sendwright.model.Bytecode;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.KernelLayout.Closure;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;

/** Compiles one method or block: bytecode after bytecode, in their order. */
final class MethodCompiler {

    /** Larger frames would reach past the room below a stack page's limit. */
    private static final int MOST_FRAME_WORDS = 4096;
    private static final int LOOP_FROM = 8;

    private final MethodView method;
    private final Code code;
    private final Emission out;
    private final Assembler asm;
    private final OperandStack stack;
    private final FloatExpression.Finder expressions;
    private final Variables variables;
    private final SpecialSends specialSends;
    private final Allocations allocations;
    private final Map<Integer, Label> labels = new HashMap<>();
    /** Where a frame is left with the result in its register. */
    private final Label leave = new Label();
    /** Where a frame with a Context is left. */
    private final Label married = new Label();
    private boolean left;

    /** @param countsSends whether the code counts the sends that it makes */
    MethodCompiler(MethodView method, boolean countsSends) {
        this.method = method;
        this.code = new Code(method);
        BitSet integers = IntegerTemporaries.of(method, code);
        this.out = new Emission(new Facts(integers), countsSends);
        this.expressions = new FloatExpression.Finder(code, method, integers);
        this.asm = out.asm;
        this.stack = out.stack;
        this.variables = new Variables(out, method, code);
        this.specialSends = new SpecialSends(out, this::label);
        this.allocations = new Allocations(out, method, code);
    }

    MachineCode compile() throws CodeRefusedException {
        long header = method.header();
        int words = MethodLayout.temporaries(header) + MethodLayout.operands(header);
        if (words > MOST_FRAME_WORDS) {
            throw new CodeRefusedException(
                    "its frame has " + words + " words, more than " + MOST_FRAME_WORDS);
        }
        if (MethodLayout.isBlock(header)) {
            out.onlyEntry();
        } else {
            entries();
        }
        if (Frameless.emit(method, code, asm)) {
            return out.finish();
        }
        new Intrinsics(out, method).emit();
        frame();
        boolean reachable = true;
        int last;
        for (int pc = code.firstPc(); pc < code.endPc(); pc = last + code.length(last)) {
            if (code.isTarget(pc)) {
                if (reachable) {
                    stack.flush();
                } else {
                    stack.restore(code.depth(pc));
                }
                out.facts.clear();
                asm.bind(label(pc));
                if (code.isLoopHead(pc)) {
                    out.resumePoint(pc);
                }
                reachable = true;
            }
            FloatExpression expression = reachable ? expressions.at(pc) : null;
            last = pc;
            if (expression != null) {
                compute(pc, expression);
                last = expression.lastPc();
            } else if (reachable) {
                reachable = compile(pc);
            }
        }
        out.later(this::leaveMarried);
        return out.finish();
    }

    /** Objects fall through: most receivers are. */
    private void entries() {
        Label miss = new Label();
        Label entered = new Label();
        if (method.forImmediates()) {
            out.immediateEntry();
            asm.mov32(RAX, Machine.RECEIVER);
            asm.shl32(RAX, Machine.TAG_SHIFT);
            asm.cmp32(RAX, Machine.EXPECTED_CLASS);
            asm.jShort(Condition.EQUAL, entered);
        }
        asm.bind(miss);
        out.jump(Stub.SEND_MISS);
        out.heapEntry();
        asm.test8(Machine.RECEIVER, Machine.TAGS);
        asm.jShort(Condition.NOT_EQUAL, miss);
        asm.mov32(RAX, at(Machine.RECEIVER, 0));
        asm.shl32(RAX, Machine.CLASS_SHIFT);
        asm.cmp32(RAX, Machine.EXPECTED_CLASS);
        asm.jShort(Condition.NOT_EQUAL, miss);
        asm.bind(entered);
        out.uncheckedEntry();
    }

    private void frame() {
        long header = method.header();
        boolean block = MethodLayout.isBlock(header);
        asm.push(Machine.FRAME);
        asm.mov(Machine.FRAME, Machine.STACK);
        asm.push(Address.of(out.methodCell));
        asm.push(Machine.NIL);
        pushInterpreterWord(FrameLayout.interpreterWord(code.firstPc(), MethodLayout.arguments(header), block));
        int nils = MethodLayout.temporaries(header);
        if (block) {
            asm.push(Machine.slot(RDI, Closure.RECEIVER));
            for (int i = 0; i < method.copiedValues(); i++) {
                asm.push(Machine.slot(RDI, Closure.FIRST_COPIED + i));
            }
            nils -= method.copiedValues();
        } else {
            asm.push(Machine.RECEIVER);
        }
        pushNils(nils);
        out.resumePoint(code.firstPc());
        asm.cmp(Machine.STACK, Machine.mutator(MutatorBlock.STACK_LIMIT));
        out.jumpIf(Condition.BELOW, Stub.POLL);
    }

    /** In two stores where an instruction cannot hold it: that takes less room than a constant in a register. */
    private void pushInterpreterWord(long word) {
        asm.push((int) word);
        int upper = (int) (word >>> Integer.SIZE);
        if (upper > 0xFF) {
            asm.mov32(at(Machine.STACK, Integer.BYTES), upper);
        } else if (upper > 0) {
            asm.mov8(at(Machine.STACK, Integer.BYTES), upper);
        }
    }

    private void pushNils(int count) {
        if (count < LOOP_FROM) {
            for (int i = 0; i < count; i++) {
                asm.push(Machine.NIL);
            }
            return;
        }
        Label next = new Label();
        asm.mov(RAX, count);
        asm.bind(next);
        asm.push(Machine.NIL);
        asm.dec(RAX);
        asm.j(Condition.NOT_EQUAL, next);
    }

    private Label label(int pc) {
        return labels.computeIfAbsent(pc, unused -> new Label());
    }

    /** Emits an expression, and out of line the same bytecodes one by one. */
    private void compute(int pc, FloatExpression expression) {
        Label refused = new Label();
        Label join = new Label();
        stack.flush();
        int depth = stack.depth();
        int last = expression.lastPc();
        FloatCode floats = new FloatCode(out, refused);
        floats.emit(expression);
        out.facts.clear();
        switch (expression.end()) {
            case OPERAND, COMPARED -> { }
            case TEMPORARY -> asm.mov(Machine.temporary(code.variable(last)), RAX);
            case RECEIVER_VARIABLE -> {
                asm.mov(RDX, Machine.frame(FrameLayout.RECEIVER));
                variables.refuseImmutable(refused);
                // An immediate object needs no card.
                asm.mov(Machine.slot(RDX, code.variable(last)), RAX);
            }
        }
        floats.pop(expression);
        stack.forget(expression.operands());
        boolean leavesResult = expression.end() == FloatExpression.End.OPERAND;
        if (expression.end() == FloatExpression.End.COMPARED) {
            Outcome outcome = new Outcome(out, code, last, this::label);
            FloatCode.decide(outcome, code.at(last));
            outcome.end();
            after(outcome.isFused(), last);
            leavesResult = !outcome.isFused();
        } else if (leavesResult) {
            stack.pushResult();
        }
        asm.bind(join);
        boolean hasResult = leavesResult;
        out.later(() -> {
            asm.bind(refused);
            stack.restore(depth);
            for (int each = pc; each <= last; each += code.length(each)) {
                out.facts.clear();
                compile(each);
            }
            if (hasResult) {
                stack.flushBelow(1);
                stack.pop(RAX);
            }
            asm.jmp(join);
        });
    }

    /** Emits one bytecode; answers whether the next one can be reached from it. */
    private boolean compile(int pc) {
        Bytecode bytecode = code.at(pc);
        if (!keepsFacts(bytecode, pc)) {
            out.facts.clear();
        }
        int index = code.implied(pc);
        switch (bytecode) {
            case PUSH_RECEIVER_VARIABLE -> variables.pushReceiver(index);
            case PUSH_RECEIVER_VARIABLE_LONG -> variables.pushReceiver(code.byteAt(pc + 1));
            case PUSH_TEMPORARY -> stack.push(Kind.TEMPORARY, index);
            case PUSH_TEMPORARY_LONG -> stack.push(Kind.TEMPORARY, code.shortAt(pc + 1));
            case PUSH_ARGUMENT -> stack.push(Kind.ARGUMENT, index);
            case PUSH_ARGUMENT_LONG -> stack.push(Kind.ARGUMENT, code.byteAt(pc + 1));
            case PUSH_LITERAL -> variables.pushLiteral(index);
            case PUSH_LITERAL_LONG -> variables.pushLiteral(code.shortAt(pc + 1));
            case PUSH_LITERAL_VARIABLE -> variables.pushLiteralVariable(index);
            case PUSH_LITERAL_VARIABLE_LONG -> variables.pushLiteralVariable(code.shortAt(pc + 1));
            case POP_STORE_RECEIVER_VARIABLE, POP_STORE_RECEIVER_VARIABLE_LONG -> variables.storeReceiver(pc, true);
            case STORE_RECEIVER_VARIABLE -> variables.storeReceiver(pc, false);
            case POP_STORE_TEMPORARY, POP_STORE_TEMPORARY_LONG -> variables.storeTemporary(code.variable(pc), true);
            case STORE_TEMPORARY -> variables.storeTemporary(code.variable(pc), false);
            case STORE_LITERAL_VARIABLE -> variables.storeLiteralVariable(pc, false);
            case POP_STORE_LITERAL_VARIABLE -> variables.storeLiteralVariable(pc, true);
            case PUSH_REMOTE -> variables.pushRemote(pc);
            case STORE_REMOTE -> variables.storeRemote(pc, false);
            case POP_STORE_REMOTE -> variables.storeRemote(pc, true);
            case PUSH_RECEIVER -> stack.push(Kind.SELF, 0);
            case PUSH_TRUE -> stack.push(Kind.TRUE, 0);
            case PUSH_FALSE -> stack.push(Kind.FALSE, 0);
            case PUSH_NIL -> stack.push(Kind.NIL, 0);
            case PUSH_MINUS_ONE, PUSH_ZERO, PUSH_ONE, PUSH_TWO -> stack.pushConstant(
                    (long) (code.opcode(pc) - Bytecode.PUSH_ZERO.opcode()) << Machine.TAG_BITS | 1);
            case PUSH_SMALL_INTEGER -> stack.pushConstant((long) (byte) code.byteAt(pc + 1) << Machine.TAG_BITS | 1);
            case DUPLICATE -> duplicate();
            case POP -> stack.drop();
            case RETURN_RECEIVER -> {
                stack.push(Kind.SELF, 0);
                return answer(pc);
            }
            case RETURN_TRUE -> {
                stack.push(Kind.TRUE, 0);
                return answer(pc);
            }
            case RETURN_FALSE -> {
                stack.push(Kind.FALSE, 0);
                return answer(pc);
            }
            case RETURN_NIL -> {
                stack.push(Kind.NIL, 0);
                return answer(pc);
            }
            case RETURN_TOP -> {
                return answer(pc);
            }
            case NON_LOCAL_RETURN -> {
                stack.flush();
                asm.mov(RAX, at(Machine.STACK, 0));
                asm.mov(RDI, Machine.argument(MethodLayout.arguments(method.header())));
                out.call(Stub.NON_LOCAL_RETURN);
                out.interpret(pc);
                return false;
            }
            case PUSH_THIS_CONTEXT -> allocations.thisContext(pc);
            case PUSH_ARRAY -> allocations.array(pc, code.shortAt(pc + 1));
            case PUSH_NEW_VECTOR -> allocations.vector(pc, code.byteAt(pc + 1));
            case PUSH_CLOSURE -> allocations.closure(pc, code.shortAt(pc + 1), code.byteAt(pc + 3),
                    (code.byteAt(pc + 4) & Bytecode.NEEDS_OUTER_CONTEXT) != 0);
            case IDENTICAL, NOT_IDENTICAL -> {
                return after(specialSends.identical(code, pc), pc);
            }
            case CLASS -> specialSends.classOf();
            case SEND_0, SEND_1, SEND_2, SEND_3 -> send(pc, code.byteAt(pc + 2),
                    code.opcode(pc) - Bytecode.SEND_0.opcode());
            case SEND -> send(pc, code.shortAt(pc + 3), code.byteAt(pc + 5));
            case SEND_SUPER -> {
                int arguments = code.byteAt(pc + 5);
                stack.flushForSend(arguments);
                out.superSend(code.shortAt(pc + 3), arguments, pc, code.next(pc));
                stack.forget(arguments + 1);
                stack.pushResult();
            }
            case SEND_NEW, SEND_NEW_SIZED -> send(pc, code.byteAt(pc + 1),
                    code.opcode(pc) - Bytecode.SEND_NEW.opcode());
            case JUMP -> {
                return jump(pc, code.jumpTarget(pc));
            }
            case SHORT_JUMP -> {
                return jump(pc, code.jumpTarget(pc));
            }
            case JUMP_TRUE, JUMP_FALSE, SHORT_JUMP_FALSE -> jumpOnBoolean(pc, bytecode == Bytecode.JUMP_TRUE);
            case JUMP_NIL, JUMP_NOT_NIL -> jumpOnNil(pc, bytecode == Bytecode.JUMP_NIL);
            default -> {
                return after(specialSends.emit(code, pc), pc);
            }
        }
        return true;
    }

    /** A comparison has served the conditional jump behind it as well: marks that one as done. */
    private boolean after(boolean fused, int pc) {
        if (fused) {
            code.skip(code.next(pc));
        }
        return true;
    }

    private boolean keepsFacts(Bytecode bytecode, int pc) {
        return switch (bytecode) {
            case SEND_AT, SEND_AT_PUT -> code.isInLoop(pc);
            case PUSH_RECEIVER_VARIABLE, PUSH_RECEIVER_VARIABLE_LONG, PUSH_TEMPORARY, PUSH_TEMPORARY_LONG, PUSH_ARGUMENT,
                    PUSH_ARGUMENT_LONG, PUSH_LITERAL, PUSH_LITERAL_LONG, PUSH_REMOTE, PUSH_RECEIVER, PUSH_TRUE,
                    PUSH_FALSE, PUSH_NIL, PUSH_MINUS_ONE, PUSH_ZERO, PUSH_ONE, PUSH_TWO, PUSH_SMALL_INTEGER, POP,
                    POP_STORE_TEMPORARY, POP_STORE_TEMPORARY_LONG, SEND_ADD, SEND_SUBTRACT, SEND_MULTIPLY,
                    SEND_DIVIDE, SEND_MODULO, SEND_INTEGER_DIVIDE, SEND_BIT_AND, SEND_BIT_OR, SEND_BIT_XOR,
                    SEND_BIT_SHIFT, SEND_LESS, SEND_GREATER, SEND_LESS_OR_EQUAL, SEND_GREATER_OR_EQUAL, SEND_EQUAL,
                    SEND_NOT_EQUAL -> true;
            default -> false;
        };
    }

    private void duplicate() {
        OperandStack.Operand top = stack.top(0);
        switch (top.kind()) {
            case MEMORY -> {
                asm.mov(RAX, at(Machine.STACK, 0));
                stack.pushResult();
            }
            case RESULT -> {
                stack.flush();
                stack.pushResult();
            }
            default -> stack.push(top.kind(), top.value());
        }
    }

    /** The last return of the method's code is for all others, too: it takes more room than a jump there. */
    private boolean answer(int pc) {
        stack.pop(RAX);
        if (pc == code.lastReturn()) {
            leave();
        } else {
            asm.jmp(leave);
        }
        return false;
    }

    private void leave() {
        left = true;
        asm.bind(leave);
        asm.cmp(Machine.frame(FrameLayout.CONTEXT), Machine.NIL);
        asm.j(Condition.NOT_EQUAL, married);
        asm.leave();
        asm.ret((MethodLayout.arguments(method.header()) + 1) * 8);
    }

    private void leaveMarried() {
        if (!left) {
            // Nothing leads to the last return.
            leave();
        }
        asm.bind(married);
        out.jump(Stub.LEAVE_CONTEXT);
    }

    private void send(int pc, int site, int arguments) {
        stack.flushForSend(arguments);
        out.send(site, arguments, pc, code.next(pc), Stub.SEND_MISS);
        stack.forget(arguments + 1);
        stack.pushResult();
    }

    private boolean jump(int pc, int target) {
        stack.flush();
        if (target > pc) {
            asm.jmp(label(target));
            return false;
        }
        jumpBack(target);
        return false;
    }

    private void jumpBack(int target) {
        asm.cmp(Machine.STACK, Machine.mutator(MutatorBlock.STACK_LIMIT));
        asm.j(Condition.ABOVE_OR_EQUAL, label(target));
        out.call(Stub.LOOP_POLL, target);
    }

    private void jumpOnBoolean(int pc, boolean jumpsIfTrue) {
        stack.flushBelow(1);
        stack.pop(RAX);
        Label otherwise = new Label();
        Label slow = new Label();
        int target = code.jumpTarget(pc);
        asm.cmp(RAX, jumpsIfTrue ? Machine.TRUE : Machine.FALSE);
        if (target > pc) {
            asm.j(Condition.EQUAL, label(target));
        } else {
            Label poll = new Label();
            asm.j(Condition.EQUAL, poll);
            out.later(() -> {
                asm.bind(poll);
                jumpBack(target);
            });
        }
        asm.cmp(RAX, jumpsIfTrue ? Machine.FALSE : Machine.TRUE);
        asm.j(Condition.NOT_EQUAL, slow);
        out.later(() -> {
            asm.bind(slow);
            out.interpretResult(pc);
        });
    }

    private void jumpOnNil(int pc, boolean jumpsIfNil) {
        stack.flushBelow(1);
        stack.pop(RAX);
        int target = code.jumpTarget(pc);
        asm.cmp(RAX, Machine.NIL);
        Condition condition = jumpsIfNil ? Condition.EQUAL : Condition.NOT_EQUAL;
        if (target > pc) {
            asm.j(condition, label(target));
            return;
        }
        Label poll = new Label();
        asm.j(condition, poll);
        out.later(() -> {
            asm.bind(poll);
            jumpBack(target);
        });
    }
}
