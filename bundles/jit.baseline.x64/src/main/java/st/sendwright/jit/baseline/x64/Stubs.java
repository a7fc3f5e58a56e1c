package st.sendwright.jit.baseline.x64;

import static st.sendwright.asm.x64.Address.at;
import static st.sendwright.asm.x64.Register.R10;
import static st.sendwright.asm.x64.Register.R12;
import static st.sendwright.asm.x64.Register.R13;
import static st.sendwright.asm.x64.Register.R14;
import static st.sendwright.asm.x64.Register.R15;
import static st.sendwright.asm.x64.Register.R8;
import static st.sendwright.asm.x64.Register.R9;
import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RBP;
import static st.sendwright.asm.x64.Register.RBX;
import static st.sendwright.asm.x64.Register.RCX;
import static st.sendwright.asm.x64.Register.RDI;
import static st.sendwright.asm.x64.Register.RDX;
import static st.sendwright.asm.x64.Register.RSI;

import java.util.EnumMap;
import java.util.Map;
import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.Label;
import st.sendwright.asm.x64.Register;
import st.sendwright.jit.Stub;
import st.sendwright.jit.StubCode;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.KernelLayout.Closure;
import st.sendwright.model.KernelLayout.Context;
import st.sendwright.model.KnownClass;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;

/** The code that all methods share: how they are entered, how they leave, and what is too large to stand in each. */
final class Stubs {

    private static final Register[] SAVED = {RBX, RBP, R12, R13, R14, R15};
    private static final int ALIGNMENT = 16;
    /** Return IPs up to this one are codes of an interpreter's frames, not addresses. */
    private static final int LARGEST_CODE = 8;

    private final Assembler asm = new Assembler();
    private final Map<Stub, Integer> offsets = new EnumMap<>(Stub.class);

    StubCode make() {
        enter();
        exit(Stub.RETURN_TO_DRIVER, false);
        exit(Stub.RETURN_AND_DISCARD, false);
        exit(Stub.SEND_MISS, true);
        exit(Stub.PRIMITIVE, true);
        exit(Stub.SLOW_BYTECODE, true);
        exit(Stub.POLL, true);
        elementAt();
        elementAtPut();
        size();
        nonLocalReturn();
        return new StubCode(asm.code(), offsets);
    }

    private void begin(Stub stub) {
        asm.align(ALIGNMENT);
        offsets.put(stub, asm.position());
    }

    private void enter() {
        begin(Stub.ENTER);
        for (Register register : SAVED) {
            asm.push(register);
        }
        asm.mov(Machine.MUTATOR, RDI);
        asm.mov(Machine.mutator(MutatorBlock.NATIVE_STACK_POINTER), Machine.STACK);
        asm.mov(Machine.STACK, Machine.mutator(MutatorBlock.STACK_POINTER));
        asm.mov(Machine.FRAME, Machine.mutator(MutatorBlock.FRAME_POINTER));
        asm.mov(Machine.NIL, Machine.mutator(MutatorBlock.NIL));
        asm.mov(Machine.TRUE, Machine.mutator(MutatorBlock.TRUE));
        asm.mov(Machine.FALSE, Machine.mutator(MutatorBlock.FALSE));
        asm.mov(Machine.RESULT, Machine.mutator(MutatorBlock.MACHINE_RESULT));
        asm.mov(Machine.RECEIVER, Machine.mutator(MutatorBlock.ENTRY_RECEIVER));
        asm.jmp(Machine.mutator(MutatorBlock.MACHINE_PC));
    }

    private void exit(Stub stub, boolean called) {
        begin(stub);
        if (called) {
            asm.pop(Machine.mutator(MutatorBlock.MACHINE_PC));
        }
        asm.mov(Machine.mutator(MutatorBlock.STACK_POINTER), Machine.STACK);
        asm.mov(Machine.mutator(MutatorBlock.FRAME_POINTER), Machine.FRAME);
        asm.mov(Machine.mutator(MutatorBlock.MACHINE_RESULT), Machine.RESULT);
        asm.mov(Machine.STACK, Machine.mutator(MutatorBlock.NATIVE_STACK_POINTER));
        asm.mov(RAX, stub.ordinal());
        for (int i = SAVED.length - 1; i >= 0; i--) {
            asm.pop(SAVED[i]);
        }
        asm.ret();
    }

    // The three below: receiver in RAX, index in RCX, what is to be stored in RSI. RDX says 0 when it was done, with the
    // result in RAX, and 1 when it was not, with all three as they were.

    private void elementAt() {
        begin(Stub.AT);
        Label refuse = new Label();
        Label array = new Label();
        Label character = new Label();
        element(refuse);
        asm.cmp32(R8, KnownClass.ARRAY.index());
        asm.j(Condition.EQUAL, array);
        bytes(refuse);
        asm.movzx8(R9, at(RAX, R9, 1, ObjectHeader.BYTES));
        asm.shl(R9, Machine.TAG_BITS);
        asm.cmp32(R8, KnownClass.STRING.index());
        asm.j(Condition.EQUAL, character);
        asm.lea(RAX, at(R9, 1));
        succeed();
        asm.bind(character);
        asm.lea(RAX, at(R9, 2));
        succeed();
        asm.bind(array);
        asm.cmp(R9, R10);
        asm.j(Condition.ABOVE_OR_EQUAL, refuse);
        asm.mov(RAX, at(RAX, R9, 8, ObjectHeader.BYTES));
        succeed();
        asm.bind(refuse);
        refuse();
    }

    private void elementAtPut() {
        begin(Stub.AT_PUT);
        Label refuse = new Label();
        Label array = new Label();
        Label character = new Label();
        Label store = new Label();
        element(refuse);
        asm.test32(RDX, (int) ObjectHeader.IMMUTABLE);
        asm.j(Condition.NOT_EQUAL, refuse);
        asm.cmp32(R8, KnownClass.ARRAY.index());
        asm.j(Condition.EQUAL, array);
        bytes(refuse);
        asm.mov(RDX, RSI);
        asm.and(RDX, ~0x7F8);
        asm.cmp32(R8, KnownClass.STRING.index());
        asm.j(Condition.EQUAL, character);
        asm.cmp(RDX, 1);
        asm.j(Condition.NOT_EQUAL, refuse);
        asm.jmp(store);
        asm.bind(character);
        asm.cmp(RDX, 2);
        asm.j(Condition.NOT_EQUAL, refuse);
        asm.bind(store);
        asm.mov(RDX, RSI);
        asm.shr(RDX, Machine.TAG_BITS);
        asm.mov8(at(RAX, R9, 1, ObjectHeader.BYTES), RDX);
        asm.mov(RAX, RSI);
        succeed();
        asm.bind(array);
        asm.cmp(R9, R10);
        asm.j(Condition.ABOVE_OR_EQUAL, refuse);
        asm.lea(R9, at(RAX, R9, 8, ObjectHeader.BYTES));
        asm.mov(at(R9, 0), RSI);
        Stores.markCard(asm, R9, RSI);
        asm.mov(RAX, RSI);
        succeed();
        asm.bind(refuse);
        refuse();
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
        asm.movzx8(R8, at(RCX, FrameLayout.INTERPRETER_WORD + 4));
        asm.mov(RDX, at(RCX, FrameLayout.RETURN_IP));
        asm.mov(Machine.FRAME, at(RCX, FrameLayout.SAVED_FP));
        asm.lea(Machine.STACK, at(RCX, R8, 8, FrameLayout.LAST_ARGUMENT + 8));
        asm.jmp(RDX);
    }

    private void size() {
        begin(Stub.SIZE);
        Label refuse = new Label();
        Label answer = new Label();
        Label bytes = new Label();
        header(refuse);
        asm.cmp32(R8, KnownClass.ARRAY.index());
        asm.j(Condition.EQUAL, answer);
        asm.cmp32(R8, KnownClass.STRING.index());
        asm.j(Condition.EQUAL, bytes);
        asm.cmp32(R8, KnownClass.BYTE_ARRAY.index());
        asm.j(Condition.NOT_EQUAL, refuse);
        asm.bind(bytes);
        byteCount();
        asm.bind(answer);
        asm.shl(R10, Machine.TAG_BITS);
        asm.lea(RAX, at(R10, 1));
        succeed();
        asm.bind(refuse);
        refuse();
    }

    /** The header of the object in RAX in RDX, its class index in R8, its slots in R10. */
    private void header(Label refuse) {
        Label counted = new Label();
        asm.test32(RAX, 7);
        asm.j(Condition.NOT_EQUAL, refuse);
        asm.mov(RDX, at(RAX, 0));
        asm.mov(R10, RDX);
        asm.shr(R10, ObjectHeader.SLOTS_SHIFT);
        asm.cmp(R10, ObjectHeader.OVERFLOW_SLOTS);
        asm.j(Condition.NOT_EQUAL, counted);
        asm.mov(R10, at(RAX, -8));
        asm.shl(R10, 8);
        asm.shr(R10, 8);
        asm.bind(counted);
        asm.mov32(R8, RDX);
        asm.and32(R8, ObjectHeader.CLASS_INDEX_MASK);
    }

    /** Also the index from 0 in R9. */
    private void element(Label refuse) {
        asm.test32(RCX, 1);
        asm.j(Condition.EQUAL, refuse);
        header(refuse);
        asm.mov(R9, RCX);
        asm.sar(R9, Machine.TAG_BITS);
        asm.dec(R9);
    }

    /** Refuses other than Strings and ByteArrays, and an index outside of them. */
    private void bytes(Label refuse) {
        Label known = new Label();
        asm.cmp32(R8, KnownClass.STRING.index());
        asm.j(Condition.EQUAL, known);
        asm.cmp32(R8, KnownClass.BYTE_ARRAY.index());
        asm.j(Condition.NOT_EQUAL, refuse);
        asm.bind(known);
        byteCount();
        asm.cmp(R9, R10);
        asm.j(Condition.ABOVE_OR_EQUAL, refuse);
    }

    /** From slots to bytes in R10; the header in RDX is lost. */
    private void byteCount() {
        asm.shl(R10, 3);
        asm.shr(RDX, ObjectHeader.FORMAT_SHIFT);
        asm.and32(RDX, 7);
        asm.sub(R10, RDX);
    }

    private void succeed() {
        asm.mov(RDX, 0);
        asm.ret();
    }

    private void refuse() {
        asm.mov(RDX, 1);
        asm.ret();
    }
}
