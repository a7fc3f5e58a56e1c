package st.sendwright.interpreter.threaded;

import static st.sendwright.asm.x64.Address.at;
import static st.sendwright.asm.x64.Register.R10;
import static st.sendwright.asm.x64.Register.R8;
import static st.sendwright.asm.x64.Register.R9;
import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RCX;
import static st.sendwright.asm.x64.Register.RDX;
import static st.sendwright.asm.x64.Register.RSI;

import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.Label;
import st.sendwright.interpreter.bytecodes.Opcode;
import st.sendwright.machine.x64.Machine;
import st.sendwright.machine.x64.Stores;
import st.sendwright.model.Bytecode;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.KernelLayout.Closure;
import st.sendwright.model.KnownClass;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;

/** The bytecodes that make objects. Where there is no room, or the object is large or empty, they leave. */
final class Allocations {

    private final Emission out;
    private final Assembler asm;

    Allocations(Emission out) {
        this.out = out;
        this.asm = out.asm;
    }

    void emit() {
        vector();
        array();
        closure();
    }

    /** Takes room for as many slots as RCX says: the object is in RAX, and its header done. R8 and R9 are lost. */
    private void allocate(int format, KnownClass itsClass) {
        asm.lea(R8, at(RCX, -1));
        asm.cmp(R8, ObjectHeader.MAX_INLINE_SLOTS);
        out.leaveIf(Condition.ABOVE_OR_EQUAL);
        Stores.takeRoom(asm, RCX, R9, out.leave);
        asm.mov(R8, RCX);
        asm.shl(R8, ObjectHeader.SLOTS_SHIFT);
        asm.or(R8, (int) ObjectHeader.of(0, format, itsClass.index()));
        asm.mov(at(RAX, 0), R8);
    }

    private void vector() {
        Label next = new Label();
        out.begin(Opcode.PUSH_NEW_VECTOR);
        asm.movzx8(RCX, Emission.operand(1));
        allocate(ObjectFormat.VARIABLE, KnownClass.ARRAY);
        asm.bind(next);
        asm.mov(at(RAX, RCX, Long.BYTES, 0), Machine.NIL);
        asm.dec(RCX);
        asm.jShort(Condition.NOT_EQUAL, next);
        asm.push(RAX);
        out.next(Bytecode.PUSH_NEW_VECTOR.length());
    }

    private void array() {
        out.begin(Opcode.PUSH_ARRAY);
        asm.movzx16(RCX, Emission.operand(1));
        allocate(ObjectFormat.VARIABLE, KnownClass.ARRAY);
        pop(0);
        asm.push(RAX);
        out.next(Bytecode.PUSH_ARRAY.length());
    }

    /** Pops as many words as RCX says, at least one, the last slot's first. */
    private void pop(int firstSlot) {
        Label next = new Label();
        asm.bind(next);
        asm.pop(at(RAX, RCX, Long.BYTES, firstSlot * 8));
        asm.dec(RCX);
        asm.jShort(Condition.NOT_EQUAL, next);
    }

    /** Leaves where the block needs its outer Context and the frame has none yet. */
    private void closure() {
        Label simple = new Label();
        Label noCopies = new Label();
        out.begin(Opcode.PUSH_CLOSURE);
        asm.mov(R10, Machine.NIL);
        asm.test8(Emission.operand(4), Bytecode.NEEDS_OUTER_CONTEXT);
        asm.jShort(Condition.EQUAL, simple);
        asm.mov(R10, Machine.frame(FrameLayout.CONTEXT));
        asm.cmp(R10, Machine.NIL);
        out.leaveIf(Condition.EQUAL);
        asm.bind(simple);
        asm.movzx8(RCX, Emission.operand(3));
        asm.add32(RCX, Closure.FIRST_COPIED);
        allocate(ObjectFormat.FIXED_AND_VARIABLE, KnownClass.BLOCK_CLOSURE);
        asm.mov(RSI, RCX);
        asm.movzx16(RCX, Emission.operand(1));
        out.literal(RDX);
        asm.mov(Machine.slot(RAX, Closure.OUTER_CONTEXT), R10);
        asm.mov(Machine.slot(RAX, Closure.COMPILED_BLOCK), RDX);
        asm.mov(RDX, Machine.slot(RDX, MethodLayout.HEADER));
        asm.and32(RDX, 0xFF << Machine.TAG_BITS | 1);
        asm.mov(Machine.slot(RAX, Closure.NUM_ARGS), RDX);
        asm.mov(RDX, Machine.frame(FrameLayout.RECEIVER));
        asm.mov(Machine.slot(RAX, Closure.RECEIVER), RDX);
        asm.lea(RCX, at(RSI, -Closure.FIRST_COPIED));
        asm.test(RCX, RCX);
        asm.jShort(Condition.EQUAL, noCopies);
        pop(Closure.FIRST_COPIED);
        asm.bind(noCopies);
        asm.push(RAX);
        out.next(Bytecode.PUSH_CLOSURE.length());
    }
}
