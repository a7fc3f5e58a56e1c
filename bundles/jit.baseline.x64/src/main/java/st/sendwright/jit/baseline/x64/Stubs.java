package st.sendwright.jit.baseline.x64;

import static st.sendwright.asm.x64.Address.at;
import static st.sendwright.asm.x64.Register.R10;
import static st.sendwright.asm.x64.Register.R11;
import static st.sendwright.asm.x64.Register.R8;
import static st.sendwright.asm.x64.Register.R9;
import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RCX;
import static st.sendwright.asm.x64.Register.RDI;
import static st.sendwright.asm.x64.Register.RDX;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.function.Consumer;
import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.Label;
import st.sendwright.asm.x64.Register;
import st.sendwright.jit.Stub;
import st.sendwright.jit.StubCode;
import st.sendwright.machine.x64.CallFromJava;
import st.sendwright.machine.x64.Elements;
import st.sendwright.machine.x64.FloatArithmetic;
import st.sendwright.machine.x64.Machine;
import st.sendwright.machine.x64.Stores;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.KernelLayout.Closure;
import st.sendwright.model.KernelLayout.Context;
import st.sendwright.model.KnownClass;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;

/** The code that all methods share: how they are entered, how they leave, and what is too large to stand in each. */
final class Stubs {

    private static final int ALIGNMENT = 16;
    /** Return IPs up to this one are codes of an interpreter's frames, not addresses. */
    private static final int LARGEST_CODE = 8;

    private final Assembler asm = new Assembler();
    private final CallFromJava call = new CallFromJava(asm);
    private final Label sendMiss = new Label();
    private final Label slowBytecode = new Label();
    private final Map<Stub, Integer> offsets = new EnumMap<>(Stub.class);

    StubCode make() {
        enter();
        exit(Stub.RETURN_TO_DRIVER, false);
        exit(Stub.RETURN_AND_DISCARD, false);
        asm.bind(sendMiss);
        exit(Stub.SEND_MISS, true);
        exit(Stub.PRIMITIVE, true);
        exit(Stub.POLL, false);
        exit(Stub.LOOP_POLL, true);
        exit(Stub.INTERPRETER, true);
        asm.bind(slowBytecode);
        exit(Stub.SLOW_BYTECODE, true);
        begin(Stub.SLOW_BYTECODE_PUSHING);
        asm.pop(Machine.mutator(MutatorBlock.MACHINE_PC));
        asm.push(Machine.RESULT);
        leave(Stub.SLOW_BYTECODE);
        elements(Stub.AT, Elements::elementAt);
        elements(Stub.AT_PUT, Elements::elementAtPut);
        elements(Stub.SIZE, Elements::size);
        EnumSet.range(Stub.FLOAT_ADD, Stub.FLOAT_NOT_EQUAL).forEach(this::floats);
        leaveContext();
        context();
        closures();
        classOf();
        array();
        nonLocalReturn();
        return new StubCode(asm.code(), offsets);
    }

    private void begin(Stub stub) {
        asm.align(ALIGNMENT);
        offsets.put(stub, asm.position());
    }

    private void enter() {
        begin(Stub.ENTER);
        call.begin();
        asm.mov(Machine.RESULT, Machine.mutator(MutatorBlock.MACHINE_RESULT));
        asm.mov(Machine.RECEIVER, Machine.mutator(MutatorBlock.ENTRY_RECEIVER));
        asm.jmp(Machine.mutator(MutatorBlock.MACHINE_PC));
    }

    private void exit(Stub stub, boolean called) {
        begin(stub);
        if (called) {
            asm.pop(Machine.mutator(MutatorBlock.MACHINE_PC));
        }
        leave(stub);
    }

    private void leave(Stub stub) {
        asm.mov(Machine.mutator(MutatorBlock.MACHINE_RESULT), Machine.RESULT);
        asm.mov(RAX, stub.ordinal());
        call.end();
    }

    // Called as methods are, by special sends that are linked to none. What they do not serve is looked up.

    private void elements(Stub stub, Consumer<Elements> operation) {
        begin(stub);
        Label refuse = new Label();
        operation.accept(new Elements(asm, refuse));
        asm.bind(refuse);
        asm.jmp(sendMiss);
    }

    private void floats(Stub stub) {
        begin(stub);
        Label refuse = new Label();
        new FloatArithmetic(asm, refuse).serve(stub);
        asm.bind(refuse);
        asm.jmp(sendMiss);
    }

    /** Returns by a return, not a jump, so that the processor goes on predicting those that follow. */
    private void leaveContext() {
        begin(Stub.LEAVE_CONTEXT);
        asm.mov(RDX, Machine.frame(FrameLayout.CONTEXT));
        Stores.kill(asm, RDX);
        asm.movzx8(RCX, Machine.frame(FrameLayout.argumentsOffset()));
        asm.mov(RDX, Machine.frame(FrameLayout.RETURN_IP));
        asm.lea(Machine.STACK, at(Machine.FRAME, RCX, 8, FrameLayout.LAST_ARGUMENT));
        asm.mov(Machine.FRAME, Machine.frame(FrameLayout.SAVED_FP));
        asm.mov(at(Machine.STACK, 0), RDX);
        asm.ret();
    }

    // What bytecodes make. Where there is no room, the interpreter executes the whole bytecode.

    /** Takes room for an object of RCX slots, at least one, with the header in R8: its address is in RAX then. R11 is lost. */
    private void allocate() {
        Label room = new Label();
        asm.mov(RAX, Machine.mutator(MutatorBlock.ALLOCATION_POINTER));
        asm.lea(R11, at(RAX, RCX, 8, ObjectHeader.BYTES));
        asm.cmp(R11, Machine.mutator(MutatorBlock.ALLOCATION_LIMIT));
        asm.jShort(Condition.BELOW_OR_EQUAL, room);
        asm.jmp(slowBytecode);
        asm.bind(room);
        asm.mov(Machine.mutator(MutatorBlock.ALLOCATION_POINTER), R11);
        asm.mov(at(RAX, 0), R8);
    }

    /** The header of an object of RCX slots in R8. */
    private void header(int format, KnownClass itsClass) {
        asm.mov(R8, RCX);
        asm.shl(R8, ObjectHeader.SLOTS_SHIFT);
        asm.or(R8, (int) ObjectHeader.of(0, format, itsClass.index()));
    }

    /** Fills the slots from the one with the number in RCX down to another with nils. */
    private void fill(int lowest) {
        Label next = new Label();
        asm.bind(next);
        asm.mov(at(RAX, RCX, 8, 0), Machine.NIL);
        asm.dec(RCX);
        asm.cmp(RCX, lowest);
        asm.jShort(Condition.GREATER, next);
    }

    /** An Array of RCX nils in RAX. */
    private void array() {
        begin(Stub.ARRAY);
        header(ObjectFormat.VARIABLE, KnownClass.ARRAY);
        allocate();
        fill(0);
        asm.ret();
    }

    /**
     * A BlockClosure in RAX. RCX has the number of its slots in the lowest byte, and above it where in the method the block
     * is found.
     */
    private void closures() {
        Label make = new Label();
        begin(Stub.CLOSURE_IN_CONTEXT);
        asm.mov(R9, RCX);
        frameContext();
        asm.mov(R10, RAX);
        asm.mov(RCX, R9);
        asm.jmp(make);
        begin(Stub.CLOSURE);
        asm.mov(R10, Machine.NIL);
        asm.bind(make);
        asm.mov32(RDX, RCX);
        asm.shr32(RDX, Byte.SIZE);
        asm.add(RDX, Machine.frame(FrameLayout.METHOD));
        asm.mov(RDX, at(RDX, 0));
        asm.movzx8(RCX, RCX);
        header(ObjectFormat.FIXED_AND_VARIABLE, KnownClass.BLOCK_CLOSURE);
        allocate();
        asm.mov(Machine.slot(RAX, Closure.OUTER_CONTEXT), R10);
        asm.mov(Machine.slot(RAX, Closure.COMPILED_BLOCK), RDX);
        asm.mov(RDX, Machine.slot(RDX, MethodLayout.HEADER));
        asm.and32(RDX, 0xFF << Machine.TAG_BITS | 1);
        asm.mov(Machine.slot(RAX, Closure.NUM_ARGS), RDX);
        asm.mov(RDX, Machine.frame(FrameLayout.RECEIVER));
        asm.mov(Machine.slot(RAX, Closure.RECEIVER), RDX);
        asm.ret();
    }

    private void context() {
        begin(Stub.CONTEXT);
        frameContext();
        asm.ret();
    }

    /** The frame's Context in RAX, made if there is none. R9 stays. */
    private void frameContext() {
        Label there = new Label();
        asm.mov(RAX, Machine.frame(FrameLayout.CONTEXT));
        asm.cmp(RAX, Machine.NIL);
        asm.j(Condition.NOT_EQUAL, there);
        asm.mov(RDX, Machine.frame(FrameLayout.METHOD));
        asm.mov(RDX, Machine.slot(RDX, MethodLayout.HEADER));
        asm.mov(RCX, RDX);
        asm.shr(RCX, MethodLayout.temporariesShift() + Machine.TAG_BITS);
        asm.and32(RCX, MethodLayout.MAX_TEMPORARIES);
        asm.shr(RDX, MethodLayout.operandsShift() + Machine.TAG_BITS);
        asm.and32(RDX, MethodLayout.MAX_OPERANDS);
        asm.add(RCX, RDX);
        asm.movzx8(RDX, Machine.frame(FrameLayout.argumentsOffset()));
        asm.lea(RCX, at(RCX, RDX, 1, Context.FIRST_TEMPORARY));
        header(ObjectFormat.FIXED_AND_VARIABLE, KnownClass.CONTEXT);
        allocate();
        fill(Context.FIRST_TEMPORARY);
        asm.lea(RCX, at(Machine.FRAME, 1));
        asm.mov(Machine.slot(RAX, Context.SENDER), RCX);
        asm.mov32(RCX, Machine.frame(FrameLayout.INTERPRETER_WORD));
        asm.shl(RCX, Machine.TAG_BITS);
        asm.inc(RCX);
        asm.mov(Machine.slot(RAX, Context.PC), RCX);
        asm.mov(RCX, Machine.frame(FrameLayout.METHOD));
        asm.mov(Machine.slot(RAX, Context.METHOD), RCX);
        asm.movzx8(RCX, Machine.frame(FrameLayout.argumentsOffset()));
        asm.mov(RDX, at(Machine.FRAME, RCX, 8, FrameLayout.LAST_ARGUMENT));
        asm.shl32(RCX, Machine.TAG_BITS);
        asm.inc(RCX);
        asm.mov(Machine.slot(RAX, Context.STACKP), RCX);
        asm.cmp8(Machine.frame(FrameLayout.blockOffset()), 0);
        asm.cmov(Condition.EQUAL, RDX, Machine.NIL);
        asm.mov(Machine.slot(RAX, Context.CLOSURE), RDX);
        asm.mov(RCX, Machine.frame(FrameLayout.RECEIVER));
        asm.mov(Machine.slot(RAX, Context.RECEIVER), RCX);
        asm.mov(Machine.frame(FrameLayout.CONTEXT), RAX);
        asm.inc(Machine.mutator(MutatorBlock.Counter.CONTEXTS_MARRIED.offset()));
        asm.bind(there);
    }

    /** The class of the object in RDX in RAX. */
    private void classOf() {
        Label known = new Label();
        begin(Stub.CLASS);
        asm.mov32(RAX, RDX);
        asm.and32(RAX, Machine.TAGS);
        asm.jShort(Condition.NOT_EQUAL, known);
        asm.mov32(RAX, at(RDX, 0));
        asm.and32(RAX, ObjectHeader.CLASS_INDEX_MASK);
        asm.bind(known);
        asm.mov(RDX, Machine.mutator(MutatorBlock.CLASS_TABLE));
        asm.mov(RAX, at(RDX, RAX, 8, 0));
        asm.ret();
    }

    /**
     * The value in RAX is answered from the method that the closure in RDI was written in. Comes back when that cannot
     * be done here: its frame is on another page or gone, is an interpreter's, or a frame above it has to unwind.
     */
    private void nonLocalReturn() {
        begin(Stub.NON_LOCAL_RETURN);
        Label refuse = new Label();
        Label home = new Label();
        Label outer = new Label();
        Label check = new Label();
        Label checked = new Label();
        Label leave = new Label();
        Label next = new Label();
        Label left = new Label();
        asm.mov(RCX, Machine.slot(RDI, Closure.OUTER_CONTEXT));
        asm.bind(outer);
        asm.cmp(RCX, Machine.NIL);
        asm.j(Condition.EQUAL, refuse);
        asm.mov(RDX, Machine.slot(RCX, Context.CLOSURE));
        asm.cmp(RDX, Machine.NIL);
        asm.j(Condition.EQUAL, home);
        asm.mov(RCX, Machine.slot(RDX, Closure.OUTER_CONTEXT));
        asm.jmp(outer);
        asm.bind(home);
        asm.mov(RCX, Machine.slot(RCX, Context.SENDER));
        asm.test32(RCX, 1);
        asm.j(Condition.EQUAL, refuse);
        asm.dec(RCX);
        asm.cmp(at(RCX, FrameLayout.RETURN_IP), LARGEST_CODE);
        asm.j(Condition.BELOW_OR_EQUAL, refuse);
        // First look, then change: whoever refuses must not have changed anything.
        asm.mov(RDX, Machine.FRAME);
        asm.bind(check);
        asm.cmp(RDX, RCX);
        asm.j(Condition.EQUAL, checked);
        asm.mov(R8, at(RDX, FrameLayout.METHOD));
        asm.mov(R8, Machine.slot(R8, MethodLayout.HEADER));
        asm.shr(R8, MethodLayout.primitiveShift() + Machine.TAG_BITS);
        asm.and32(R8, MethodLayout.MAX_PRIMITIVE);
        asm.cmp32(R8, MethodLayout.UNWIND_MARK);
        asm.j(Condition.EQUAL, refuse);
        asm.mov(RDX, at(RDX, FrameLayout.SAVED_FP));
        asm.test(RDX, RDX);
        asm.j(Condition.NOT_EQUAL, check);
        asm.bind(refuse);
        asm.ret();
        asm.bind(checked);
        asm.mov(RDX, Machine.FRAME);
        asm.bind(leave);
        asm.mov(R8, at(RDX, FrameLayout.CONTEXT));
        asm.cmp(R8, Machine.NIL);
        asm.j(Condition.EQUAL, next);
        Stores.kill(asm, R8);
        asm.bind(next);
        asm.cmp(RDX, RCX);
        asm.j(Condition.EQUAL, left);
        asm.mov(RDX, at(RDX, FrameLayout.SAVED_FP));
        asm.jmp(leave);
        asm.bind(left);
        asm.movzx8(R8, at(RCX, FrameLayout.argumentsOffset()));
        asm.mov(RDX, at(RCX, FrameLayout.RETURN_IP));
        asm.mov(Machine.FRAME, at(RCX, FrameLayout.SAVED_FP));
        asm.lea(Machine.STACK, at(RCX, R8, 8, FrameLayout.LAST_ARGUMENT + 8));
        asm.jmp(RDX);
    }
}
