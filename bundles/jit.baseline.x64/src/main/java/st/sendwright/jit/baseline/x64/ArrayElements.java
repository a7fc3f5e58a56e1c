package st.sendwright.jit.baseline.x64;

import static st.sendwright.asm.x64.Address.at;
import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RCX;
import static st.sendwright.asm.x64.Register.RDI;
import static st.sendwright.asm.x64.Register.RDX;
import static st.sendwright.asm.x64.Register.RSI;

import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.Label;
import st.sendwright.asm.x64.Register;
import st.sendwright.jit.Stub;
import st.sendwright.jit.baseline.x64.OperandStack.Operand;
import st.sendwright.machine.x64.Elements;
import st.sendwright.machine.x64.Machine;
import st.sendwright.machine.x64.Stores;
import st.sendwright.model.KnownClass;
import st.sendwright.model.ObjectHeader;

/**
 * {@code at:} and {@code at:put:} of Arrays in line: the receiver in RAX, the index in RCX, the new element in RDX. For
 * loops only, where that is worth the room; what is no Array or no index of it is sent out of line, as it is elsewhere.
 */
final class ArrayElements {

    private final Emission out;
    private final Assembler asm;
    private final OperandStack stack;

    ArrayElements(Emission out) {
        this.out = out;
        this.asm = out.asm;
        this.stack = out.stack;
    }

    void elementAt(Code code, int pc) {
        Label slow = new Label();
        Operand index = stack.top(0);
        stack.flushBelow(2);
        boolean knowsIndex = out.facts.usesInteger(index);
        stack.popPair(RCX);
        check(ObjectHeader.CLASS_INDEX_MASK, RDX, index, knowsIndex, slow);
        asm.mov(RAX, at(RAX, RCX, 1, -1));
        end(code, pc, slow, Stub.AT, RCX);
    }

    void elementAtPut(Code code, int pc) {
        Label slow = new Label();
        Operand index = stack.top(1);
        boolean isSmallInteger = stack.top(0).isSmallInteger();
        stack.flushBelow(3);
        boolean knowsIndex = out.facts.usesInteger(index);
        stack.pop(RDX);
        stack.popPair(RCX);
        check(Elements.WRITABLE_BITS, RDI, index, knowsIndex, slow);
        asm.mov(at(RAX, RCX, 1, -1), RDX);
        if (!isSmallInteger) {
            asm.lea(RSI, at(RAX, RCX, 1, -1));
            Stores.markCard(asm, RSI, RDX);
        }
        asm.mov(RAX, RDX);
        end(code, pc, slow, Stub.AT_PUT, RCX, RDX);
    }

    /** Goes to {@code slow} unless RAX is an Array, some bits of whose header say only that, and RCX an index of it. */
    private void check(int bits, Register scratch, Operand index, boolean knowsIndex, Label slow) {
        asm.test8(RAX, Machine.TAGS);
        asm.j(Condition.NOT_EQUAL, slow);
        asm.mov32(scratch, at(RAX, 0));
        asm.and32(scratch, bits);
        asm.cmp32(scratch, KnownClass.ARRAY.index());
        asm.j(Condition.NOT_EQUAL, slow);
        if (!knowsIndex) {
            asm.test8(RCX, 1);
            asm.j(Condition.EQUAL, slow);
            out.facts.isInteger(index);
        }
        Elements.slots(asm, RAX, scratch, out::later);
        asm.lea(RSI, at(RCX, -Elements.FIRST_INDEX));
        asm.cmp(RSI, scratch);
        asm.j(Condition.ABOVE_OR_EQUAL, slow);
    }

    /** The result is in RAX; out of line, what is in RAX and in the registers of the arguments is sent. */
    private void end(Code code, int pc, Label slow, Stub unlinked, Register... arguments) {
        Label join = new Label();
        asm.bind(join);
        stack.pushResult();
        Facts.Snapshot known = out.facts.snapshot(null);
        out.later(() -> {
            asm.bind(slow);
            asm.push(RAX);
            for (Register argument : arguments) {
                asm.push(argument);
            }
            asm.mov(Machine.RECEIVER, RAX);
            out.send(code.byteAt(pc + 1), arguments.length, pc, code.next(pc), unlinked);
            out.rejoin(known, join, code.next(pc), true);
        });
    }
}
