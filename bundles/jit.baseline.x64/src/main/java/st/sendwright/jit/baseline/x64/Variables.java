package st.sendwright.jit.baseline.x64;

import static st.sendwright.asm.x64.Address.at;
import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RDX;
import static st.sendwright.asm.x64.Register.RSI;

import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.Label;
import st.sendwright.asm.x64.Register;
import st.sendwright.jit.MethodView;
import st.sendwright.jit.baseline.x64.OperandStack.Kind;
import st.sendwright.machine.x64.Machine;
import st.sendwright.machine.x64.Stores;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.KernelLayout.Association;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.ObjectHeader;

/** Pushes and stores of all that has a name: temporaries, variables of the receiver, globals; and of literals. */
final class Variables {

    private static final int IMMUTABLE_BIT = Long.numberOfTrailingZeros(ObjectHeader.IMMUTABLE);

    private final Emission out;
    private final Assembler asm;
    private final OperandStack stack;
    private final MethodView method;
    private final Code code;

    Variables(Emission out, MethodView method, Code code) {
        this.out = out;
        this.asm = out.asm;
        this.stack = out.stack;
        this.method = method;
        this.code = code;
    }

    void pushReceiver(int index) {
        stack.freeResult();
        asm.mov(RAX, Machine.frame(FrameLayout.RECEIVER));
        asm.mov(RAX, Machine.slot(RAX, index));
        stack.pushResult();
    }

    void pushLiteral(int index) {
        long immediate = method.literals()[index];
        if (immediate != 0) {
            stack.pushConstant(immediate);
        } else {
            stack.freeResult();
            literal(RAX, index);
            stack.pushResult();
        }
    }

    private void literal(Register to, int index) {
        asm.mov(to, Machine.frame(FrameLayout.METHOD));
        asm.mov(to, Machine.slot(to, MethodLayout.FIRST_LITERAL + index));
    }

    void pushLiteralVariable(int index) {
        stack.freeResult();
        literal(RAX, index);
        asm.mov(RAX, Machine.slot(RAX, Association.VALUE));
        stack.pushResult();
    }

    void pushRemote(int pc) {
        stack.freeResult();
        asm.mov(RAX, Machine.temporary(code.shortAt(pc + 2)));
        asm.mov(RAX, Machine.slot(RAX, code.byteAt(pc + 1)));
        stack.pushResult();
    }

    /** @param pops whether the value is an operand no more */
    void storeTemporary(int index, boolean pops) {
        if (pops) {
            OperandStack.Operand top = stack.top(0);
            if (top.kind() == Kind.TEMPORARY && top.value() == index) {
                stack.drop();
                return;
            }
        }
        flushTemporaryBelowTop(index);
        OperandStack.Operand top = stack.top(0);
        if (pops && top.isShort()) {
            stack.drop();
            asm.mov(Machine.temporary(index), (int) top.value());
            out.facts.stored(index, top);
            return;
        }
        if (top.kind() != Kind.RESULT) {
            freeResultBelowTop();
        }
        stack.pop(RAX);
        asm.mov(Machine.temporary(index), RAX);
        out.facts.stored(index, top);
        out.facts.setCopy(index);
        if (!pops) {
            stack.pushResult();
        }
    }

    private void flushTemporaryBelowTop(int index) {
        for (int i = 1; i < stack.depth(); i++) {
            OperandStack.Operand operand = stack.top(i);
            if (operand.kind() == Kind.TEMPORARY && operand.value() == index) {
                stack.flushBelow(1);
                return;
            }
        }
    }

    private void freeResultBelowTop() {
        for (int i = 1; i < stack.depth(); i++) {
            if (stack.top(i).kind() == Kind.RESULT) {
                stack.flushBelow(1);
                return;
            }
        }
    }

    void storeReceiver(int pc, boolean pops) {
        stack.flushBelow(1);
        stack.pop(RAX);
        asm.mov(RDX, Machine.frame(FrameLayout.RECEIVER));
        store(pc, code.variable(pc), pops);
    }

    void storeLiteralVariable(int pc, boolean pops) {
        stack.flushBelow(1);
        stack.pop(RAX);
        literal(RDX, code.shortAt(pc + 1));
        store(pc, Association.VALUE, pops);
    }

    void storeRemote(int pc, boolean pops) {
        stack.flushBelow(1);
        stack.pop(RAX);
        asm.mov(RDX, Machine.temporary(code.shortAt(pc + 2)));
        store(pc, code.byteAt(pc + 1), pops);
    }

    /** Stores RAX into a slot of the object in RDX. */
    private void store(int pc, int slot, boolean pops) {
        Label refused = new Label();
        refuseImmutable(refused);
        asm.mov(Machine.slot(RDX, slot), RAX);
        asm.lea(RSI, Machine.slot(RDX, slot));
        Stores.markCard(asm, RSI, RAX);
        if (pops) {
            out.resumePoint(code.next(pc));
        } else {
            out.resultPoint(code.next(pc));
        }
        out.later(() -> {
            asm.bind(refused);
            out.interpretResult(pc);
        });
        if (!pops) {
            stack.pushResult();
        }
    }

    /** Goes away when the object in RDX is not to be changed. */
    void refuseImmutable(Label refused) {
        asm.test8(at(RDX, IMMUTABLE_BIT / Byte.SIZE), 1 << IMMUTABLE_BIT % Byte.SIZE);
        asm.j(Condition.NOT_EQUAL, refused);
    }
}
