package st.sendwright.jit.baseline.x64;

import static st.sendwright.asm.x64.Address.at;
import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RCX;
import static st.sendwright.asm.x64.Register.RDX;

import st.sendwright.asm.x64.Address;
import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.Label;
import st.sendwright.asm.x64.Register;
import st.sendwright.jit.MethodView;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.KernelLayout.Closure;
import st.sendwright.model.KernelLayout.Context;
import st.sendwright.model.KnownClass;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;

/** The objects that bytecodes make, allocated in line by moving the pointer. */
final class Allocations {

    /** Larger ones are left to the interpreter. */
    private static final int MOST_INLINE_SLOTS = 32;

    private final MethodView method;
    private final int firstPc;
    private final Emission out;
    private final Assembler asm;
    private final OperandStack stack;

    Allocations(Emission out, MethodView method, int firstPc) {
        this.method = method;
        this.firstPc = firstPc;
        this.out = out;
        this.asm = out.asm;
        this.stack = out.stack;
    }

    /** Takes room for an object and puts its header there; its address is in RAX then. RCX is lost. */
    private void allocate(int slots, int format, int classIndex, Label noRoom) {
        long bytes = ObjectHeader.bytesFor(slots);
        asm.mov(RAX, Machine.mutator(MutatorBlock.ALLOCATION_POINTER));
        asm.lea(RCX, at(RAX, (int) bytes));
        asm.cmp(RCX, Machine.mutator(MutatorBlock.ALLOCATION_LIMIT));
        asm.j(Condition.ABOVE, noRoom);
        asm.mov(Machine.mutator(MutatorBlock.ALLOCATION_POINTER), RCX);
        asm.mov(RCX, ObjectHeader.of(slots, format, classIndex));
        asm.mov(at(RAX, 0), RCX);
    }

    /** An Array of nils: the temporaries that blocks share. */
    void vector(int pc, int next, int size) {
        stack.flush();
        if (size > MOST_INLINE_SLOTS) {
            interpret(pc, next, 0);
            return;
        }
        Label noRoom = new Label();
        Label join = new Label();
        allocate(size, ObjectFormat.VARIABLE, KnownClass.ARRAY.index(), noRoom);
        for (int i = 0; i < Math.max(1, size); i++) {
            asm.mov(Machine.slot(RAX, i), Machine.NIL);
        }
        finish(pc, next, 0, noRoom, join);
    }

    /** An Array of the topmost operands. */
    void array(int pc, int next, int size) {
        stack.flush();
        if (size > MOST_INLINE_SLOTS || size == 0) {
            interpret(pc, next, size);
            return;
        }
        Label noRoom = new Label();
        Label join = new Label();
        allocate(size, ObjectFormat.VARIABLE, KnownClass.ARRAY.index(), noRoom);
        popInto(0, size);
        finish(pc, next, size, noRoom, join);
    }

    /** Pops operands into the new object's slots: the top becomes the last. */
    private void popInto(int firstSlot, int count) {
        for (int i = count - 1; i >= 0; i--) {
            asm.pop(Machine.slot(RAX, firstSlot + i));
        }
    }

    /** A BlockClosure over the topmost operands. */
    void closure(int pc, int next, int literal, int copied, boolean needsContext) {
        stack.flush();
        if (copied > MOST_INLINE_SLOTS) {
            interpret(pc, next, copied);
            return;
        }
        Label slow = new Label();
        Label join = new Label();
        Register context = Machine.NIL;
        if (needsContext) {
            context = RDX;
            contextOfFrame(slow);
        }
        allocate(Closure.FIRST_COPIED + copied, ObjectFormat.FIXED_AND_VARIABLE, KnownClass.BLOCK_CLOSURE.index(), slow);
        asm.mov(Machine.slot(RAX, Closure.OUTER_CONTEXT), context);
        asm.mov(RCX, Address.of(out.methodCell));
        asm.mov(RCX, Machine.slot(RCX, MethodLayout.FIRST_LITERAL + literal));
        asm.mov(Machine.slot(RAX, Closure.COMPILED_BLOCK), RCX);
        asm.mov(RDX, Machine.slot(RCX, MethodLayout.HEADER));
        asm.and32(RDX, 0xFF << Machine.TAG_BITS | 1);
        asm.mov(Machine.slot(RAX, Closure.NUM_ARGS), RDX);
        asm.mov(RCX, Machine.frame(FrameLayout.RECEIVER));
        asm.mov(Machine.slot(RAX, Closure.RECEIVER), RCX);
        popInto(Closure.FIRST_COPIED, copied);
        finish(pc, next, copied, slow, join);
    }

    /** The Context of this activation. */
    void thisContext(int pc, int next) {
        stack.flush();
        Label slow = new Label();
        Label join = new Label();
        contextOfFrame(slow);
        asm.mov(RAX, RDX);
        finish(pc, next, 0, slow, join);
    }

    /** The frame's Context in RDX; made out of line where there is none, as the kernel does it. */
    private void contextOfFrame(Label noRoom) {
        Label none = new Label();
        Label there = new Label();
        asm.mov(RDX, Machine.frame(FrameLayout.CONTEXT));
        asm.cmp(RDX, Machine.NIL);
        asm.j(Condition.EQUAL, none);
        asm.bind(there);
        out.later(() -> {
            asm.bind(none);
            makeContext(noRoom);
            asm.jmp(there);
        });
    }

    private void makeContext(Label noRoom) {
        long header = method.header();
        int arguments = MethodLayout.arguments(header);
        int slots = Context.FIRST_TEMPORARY + arguments + MethodLayout.temporaries(header)
                + MethodLayout.operands(header);
        if (slots > ObjectHeader.MAX_INLINE_SLOTS) {
            asm.jmp(noRoom);
            return;
        }
        allocate(slots, ObjectFormat.FIXED_AND_VARIABLE, KnownClass.CONTEXT.index(), noRoom);
        asm.lea(RCX, at(Machine.FRAME, 1));
        asm.mov(Machine.slot(RAX, Context.SENDER), RCX);
        asm.mov(Machine.slot(RAX, Context.PC), (int) Oop.smallInteger(firstPc));
        asm.mov(Machine.slot(RAX, Context.STACKP), (int) Oop.smallInteger(arguments));
        asm.mov(RCX, Address.of(out.methodCell));
        asm.mov(Machine.slot(RAX, Context.METHOD), RCX);
        if (MethodLayout.isBlock(header)) {
            asm.mov(RCX, Machine.argument(arguments));
            asm.mov(Machine.slot(RAX, Context.CLOSURE), RCX);
        } else {
            asm.mov(Machine.slot(RAX, Context.CLOSURE), Machine.NIL);
        }
        asm.mov(RCX, Machine.frame(FrameLayout.RECEIVER));
        asm.mov(Machine.slot(RAX, Context.RECEIVER), RCX);
        if (slots > Context.FIRST_TEMPORARY) {
            Label next = new Label();
            asm.mov(RCX, slots - Context.FIRST_TEMPORARY);
            asm.bind(next);
            asm.mov(at(RAX, RCX, 8, Context.FIRST_TEMPORARY * 8), Machine.NIL);
            asm.dec(RCX);
            asm.j(Condition.NOT_EQUAL, next);
        }
        asm.mov(Machine.frame(FrameLayout.CONTEXT), RAX);
        asm.inc(Machine.mutator(MutatorBlock.Counter.CONTEXTS_MARRIED.offset()));
        asm.mov(RDX, RAX);
    }

    private void finish(int pc, int next, int popped, Label slow, Label join) {
        asm.bind(join);
        out.later(() -> {
            asm.bind(slow);
            out.interpretForResult(pc, next, join);
        });
        stack.forget(popped);
        stack.pushResult();
    }

    private void interpret(int pc, int next, int popped) {
        out.interpret(pc);
        out.resumePoint(next);
        stack.forget(popped);
        stack.pushedToMemory();
    }
}
