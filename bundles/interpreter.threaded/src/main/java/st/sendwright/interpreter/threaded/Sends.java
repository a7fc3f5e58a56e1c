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
import st.sendwright.asm.x64.Register;
import st.sendwright.interpreter.bytecodes.Opcode;
import st.sendwright.machine.x64.Machine;
import st.sendwright.model.Bytecode;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.KernelLayout.Closure;
import st.sendwright.model.KnownClass;
import st.sendwright.model.LookupCache;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.MutatorBlock.Counter;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SendSite;
import st.sendwright.model.SpecialObject;

/**
 * Sends, the frames they build, and returns from these.
 *
 * <p>A bytecode that sends says in four registers what it sends, and jumps to the one piece that does it for all:
 * {@link #RECEIVER}, {@link #SITE}, {@link #ARGUMENTS} and {@link #RESUME}.
 */
final class Sends {

    static final Register RECEIVER = Machine.RECEIVER;
    /** The number of the site, later its address. */
    static final Register SITE = RSI;
    /** How many, and the block bit: the left half of the interpreter word. */
    static final Register ARGUMENTS = R8;
    /** The address of the bytecode that the caller goes on with. */
    static final Register RESUME = R9;
    private static final Register METHOD = RDX;
    private static final Register CLOSURE = R10;

    private static final int SPECIAL_LENGTH = 2;
    private static final int SHORT_LENGTH = 3;
    private static final int LONG_LENGTH = 6;
    static final int SITE_SHIFT = Integer.numberOfTrailingZeros(SendSite.BYTES);
    private static final int ENTRY_SHIFT = Integer.numberOfTrailingZeros(LookupCache.ENTRY_BYTES);
    private static final int HALF = Integer.BYTES;
    private static final int BLOCK_BIT = 1 << (FrameLayout.blockOffset() - FrameLayout.INTERPRETER_WORD - HALF) * Byte.SIZE;
    private static final int FIRST_COPIED = ObjectHeader.BYTES + Closure.FIRST_COPIED * 8;
    private static final int SLOTS_BYTE = ObjectHeader.SLOTS_SHIFT / Byte.SIZE;

    private final Emission out;
    private final Assembler asm;
    private final Label send = new Label("send");
    private final Label activate = new Label("activate");
    private final Label activateBlock = new Label("activateBlock");
    private final Label miss = new Label("miss");
    /** The receiver of the special send in work is in its register. */
    private final Label[] specials = {new Label("special 0"), new Label("special 1"), new Label("special 2")};

    Sends(Emission out) {
        this.out = out;
        this.asm = out.asm;
    }

    void emit() {
        for (int arguments = 0; arguments < specials.length; arguments++) {
            out.begin(specials[arguments]);
            asm.mov(RECEIVER, at(Machine.STACK, arguments * 8));
            asm.movzx8(SITE, Emission.operand(1));
            asm.mov32(ARGUMENTS, arguments);
            asm.lea(RESUME, Emission.operand(SPECIAL_LENGTH));
            asm.jmp(send);
        }
        for (int arguments = 0; arguments <= Opcode.SEND_3 - Opcode.SEND_0; arguments++) {
            out.begin(Opcode.SEND_0 + arguments);
            asm.mov(RECEIVER, at(Machine.STACK, arguments * 8));
            asm.movzx8(SITE, Emission.operand(2));
            asm.mov32(ARGUMENTS, arguments);
            asm.lea(RESUME, Emission.operand(SHORT_LENGTH));
            asm.jmp(send);
        }
        out.begin(Opcode.SEND);
        longSend();
        asm.jmp(send);
        sendSuper();
        for (int arguments = 0; arguments <= Opcode.SEND_NEW_SIZED - Opcode.SEND_NEW; arguments++) {
            out.begin(Opcode.SEND_NEW + arguments);
            special(arguments);
        }
        for (int arguments = 0; arguments <= Opcode.SEND_VALUE_2 - Opcode.SEND_VALUE; arguments++) {
            value(arguments);
        }
        send();
        miss();
        activate(false);
        activate(true);
        answers();
    }

    /** Sends the special selector of the opcode at the pc. */
    void special(int arguments) {
        asm.jmp(specials[arguments]);
    }

    /** The label to go to for that. */
    Label specialSend(int arguments) {
        return specials[arguments];
    }

    private void longSend() {
        asm.movzx8(ARGUMENTS, Emission.operand(5));
        asm.movzx16(SITE, Emission.operand(3));
        asm.mov(RECEIVER, at(Machine.STACK, ARGUMENTS, Long.BYTES, 0));
        asm.lea(RESUME, Emission.operand(LONG_LENGTH));
    }

    /** Where the lookup begins does not depend on the receiver: a linked site always matches. */
    private void sendSuper() {
        out.begin(Opcode.SEND_SUPER);
        longSend();
        site();
        asm.mov(METHOD, at(SITE, SendSite.METHOD));
        asm.test(METHOD, METHOD);
        asm.j(Condition.NOT_EQUAL, activate);
        asm.jmp(out.leave);
    }

    /** The address of the site whose number is in the register. */
    private void site() {
        out.method(METHOD);
        asm.mov(METHOD, Machine.slot(METHOD, MethodLayout.SITES));
        asm.cmp(METHOD, Jumps.NO_SITES);
        out.leaveIf(Condition.EQUAL);
        asm.shl32(SITE, SITE_SHIFT);
        asm.lea(SITE, at(METHOD, SITE, 1, -(int) Oop.SMALL_INTEGER_TAG));
    }

    private void send() {
        Label missed = new Label();
        Label linked = new Label();
        out.begin(send);
        site();
        out.classIndex(RECEIVER, RAX);
        asm.cmp32(at(SITE, SendSite.CLASS_INDEX), RAX);
        asm.jShort(Condition.NOT_EQUAL, missed);
        asm.mov(METHOD, at(SITE, SendSite.METHOD));
        asm.bind(linked);
        asm.jmp(activate);
        asm.bind(missed);
        // A call, so that the processor goes on predicting the returns of others; it is over before anything is left.
        asm.call(miss);
        asm.jmpShort(linked);
    }

    /** The method for the class in RAX from the global cache; the site is linked to it. Leaves when it is not there. */
    private void miss() {
        Label known = new Label();
        Label counted = new Label();
        Label fail = new Label();
        out.begin(miss);
        selector();
        asm.mov(RCX, R10);
        asm.shr(RCX, 4);
        asm.mov(RDX, R10);
        asm.shr(RDX, 15);
        asm.xor(RCX, RDX);
        asm.imul(RDX, RAX, 0x9E37);
        asm.xor(RCX, RDX);
        asm.and32(RCX, LookupCache.ENTRIES - 1);
        asm.shl32(RCX, ENTRY_SHIFT);
        asm.add(RCX, Machine.mutator(MutatorBlock.LOOKUP_CACHE));
        asm.cmp(at(RCX, LookupCache.SELECTOR), R10);
        asm.j(Condition.NOT_EQUAL, fail);
        asm.cmp(at(RCX, LookupCache.CLASS_INDEX), RAX);
        asm.j(Condition.NOT_EQUAL, fail);
        // The kernel has to know the site before changes of its selector's methods reach it.
        asm.cmp32(at(SITE, SendSite.SELECTOR_HASH), 0);
        asm.j(Condition.EQUAL, fail);
        asm.mov32(at(SITE, SendSite.CLASS_INDEX), RAX);
        asm.cmp32(at(SITE, SendSite.KIND), SendSite.UNLINKED);
        asm.jShort(Condition.NOT_EQUAL, known);
        asm.mov32(at(SITE, SendSite.KIND), SendSite.MONOMORPHIC);
        asm.jmpShort(counted);
        asm.bind(known);
        asm.cmp32(at(SITE, SendSite.KIND), SendSite.POLYMORPHIC);
        asm.jShort(Condition.ABOVE_OR_EQUAL, counted);
        asm.mov32(at(SITE, SendSite.KIND), SendSite.POLYMORPHIC);
        asm.bind(counted);
        asm.mov(RDX, at(RCX, LookupCache.HOLDER));
        asm.mov(at(SITE, SendSite.HOLDER), RDX);
        asm.mov(METHOD, at(RCX, LookupCache.METHOD));
        asm.mov(at(SITE, SendSite.METHOD), METHOD);
        asm.inc(at(SITE, SendSite.MISSES));
        asm.inc(Machine.mutator(Counter.SITE_MISSES.offset()));
        asm.ret();
        asm.bind(fail);
        asm.add(Machine.STACK, Long.BYTES);
        asm.jmp(out.leave);
    }

    /** The selector of the send at the pc in R10. */
    private void selector() {
        Label literal = new Label();
        Label found = new Label();
        Label numbered = new Label();
        asm.movzx8(R10, Emission.operand(0));
        asm.cmp32(R10, Opcode.SEND_0);
        asm.jShort(Condition.ABOVE_OR_EQUAL, literal);
        asm.mov(RDX, Machine.mutator(MutatorBlock.SPECIAL_OBJECTS));
        asm.mov(RDX, Machine.slot(RDX, SpecialObject.SPECIAL_SELECTORS.ordinal()));
        asm.mov(R10, at(RDX, R10, Long.BYTES, ObjectHeader.BYTES - Bytecode.FIRST_SPECIAL_SEND * 8));
        asm.jmpShort(found);
        asm.bind(literal);
        asm.movzx16(RCX, Emission.operand(1));
        asm.cmp32(R10, Opcode.SEND);
        asm.jShort(Condition.ABOVE_OR_EQUAL, numbered);
        asm.movzx8(RCX, RCX);
        asm.bind(numbered);
        out.literal(R10);
        asm.bind(found);
    }

    private void value(int arguments) {
        out.begin(Opcode.SEND_VALUE + arguments);
        asm.mov(CLOSURE, at(Machine.STACK, arguments * 8));
        asm.test8(CLOSURE, Machine.TAGS);
        asm.j(Condition.NOT_EQUAL, specials[arguments]);
        asm.mov32(RAX, at(CLOSURE, 0));
        asm.and32(RAX, ObjectHeader.CLASS_INDEX_MASK);
        asm.cmp32(RAX, KnownClass.BLOCK_CLOSURE.index());
        asm.j(Condition.NOT_EQUAL, specials[arguments]);
        asm.cmp(Machine.slot(CLOSURE, Closure.NUM_ARGS), (int) Oop.smallInteger(arguments));
        out.leaveIf(Condition.NOT_EQUAL);
        asm.mov32(ARGUMENTS, BLOCK_BIT | arguments);
        asm.lea(RESUME, Emission.operand(SPECIAL_LENGTH));
        asm.jmp(activateBlock);
    }

    /** Builds the frame of the method, or of the closure's block, unless it has a primitive or the kernel wants to be asked. */
    private void activate(boolean isBlock) {
        out.begin(isBlock ? activateBlock : activate);
        if (isBlock) {
            // With so many copied values the size stands in front of the header.
            asm.movzx8(RCX, at(CLOSURE, SLOTS_BYTE));
            asm.cmp32(RCX, ObjectHeader.OVERFLOW_SLOTS);
            out.leaveIf(Condition.EQUAL);
            asm.mov(METHOD, Machine.slot(CLOSURE, Closure.COMPILED_BLOCK));
            asm.mov(RECEIVER, Machine.slot(CLOSURE, Closure.RECEIVER));
        }
        asm.mov(RAX, Machine.slot(METHOD, MethodLayout.HEADER));
        asm.test32(at(METHOD, ObjectHeader.BYTES + MethodLayout.HEADER * 8 + HALF),
                MethodLayout.MAX_PRIMITIVE << bit(MethodLayout.primitiveShift()) - Integer.SIZE);
        out.leaveIf(Condition.NOT_EQUAL);
        asm.mov(SITE, Machine.slot(METHOD, MethodLayout.SITES));
        asm.cmp(SITE, Jumps.NO_SITES);
        out.leaveIf(Condition.EQUAL);
        asm.dec32(at(SITE, Jumps.COUNTDOWN));
        out.leaveIf(Condition.SIGN);
        asm.sub(RESUME, Machine.frame(FrameLayout.METHOD));
        asm.mov32(Machine.frame(FrameLayout.INTERPRETER_WORD), RESUME);
        asm.push((int) FrameLayout.RETURN_TO_DRIVER);
        asm.push(Machine.FRAME);
        asm.mov(Machine.FRAME, Machine.STACK);
        asm.push(METHOD);
        asm.push(Machine.NIL);
        asm.mov(RESUME, RAX);
        asm.shr(RESUME, bit(MethodLayout.literalsShift()) - Machine.TAG_BITS);
        asm.and32(RESUME, MethodLayout.MAX_LITERALS << Machine.TAG_BITS);
        asm.add32(RESUME, Emission.LITERALS);
        asm.lea(Emission.PC, at(METHOD, RESUME, 1, 0));
        asm.shl(ARGUMENTS, Integer.SIZE);
        asm.or(RESUME, ARGUMENTS);
        asm.push(RESUME);
        asm.push(RECEIVER);
        asm.shr(RAX, bit(MethodLayout.temporariesShift()));
        asm.and32(RAX, MethodLayout.MAX_TEMPORARIES);
        if (isBlock) {
            copies();
        }
        temporaries();
        asm.cmp(Machine.STACK, Machine.mutator(MutatorBlock.STACK_LIMIT));
        asm.j(Condition.BELOW, out.poll);
        out.next(0);
    }

    /** Where a bit of a method's header is in the slot. */
    private static int bit(int shift) {
        return shift + Machine.TAG_BITS;
    }

    /** Pushes the copied values; so many less temporaries are left in RAX. The number of the closure's slots is in RCX. */
    private void copies() {
        Label next = new Label();
        Label done = new Label();
        asm.sub32(RCX, Closure.FIRST_COPIED);
        asm.jShort(Condition.EQUAL, done);
        asm.sub32(RAX, RCX);
        asm.add(CLOSURE, FIRST_COPIED);
        asm.bind(next);
        asm.push(at(CLOSURE, 0));
        asm.add(CLOSURE, Long.BYTES);
        asm.dec(RCX);
        asm.jShort(Condition.NOT_EQUAL, next);
        asm.bind(done);
        asm.test32(RAX, RAX);
    }

    /** Pushes as many nils as RAX says; the flags are those of RAX. */
    private void temporaries() {
        Label next = new Label();
        Label done = new Label();
        asm.jShort(Condition.EQUAL, done);
        asm.bind(next);
        asm.push(Machine.NIL);
        asm.dec(RAX);
        asm.jShort(Condition.NOT_EQUAL, next);
        asm.bind(done);
    }

    private void answers() {
        answer(Opcode.RETURN_RECEIVER, () -> asm.mov(RAX, Machine.frame(FrameLayout.RECEIVER)));
        answer(Opcode.RETURN_TRUE, () -> asm.mov(RAX, Machine.TRUE));
        answer(Opcode.RETURN_FALSE, () -> asm.mov(RAX, Machine.FALSE));
        answer(Opcode.RETURN_NIL, () -> asm.mov(RAX, Machine.NIL));
        answer(Opcode.RETURN_TOP, () -> asm.mov(RAX, at(Machine.STACK, 0)));
    }

    /** Returns, unless the frame is a base frame, has a Context, or was called by machine code or by the kernel. */
    private void answer(int opcode, Runnable load) {
        out.begin(opcode);
        asm.mov(RCX, Machine.frame(FrameLayout.SAVED_FP));
        asm.test(RCX, RCX);
        out.leaveIf(Condition.EQUAL);
        asm.cmp(Machine.frame(FrameLayout.CONTEXT), Machine.NIL);
        out.leaveIf(Condition.NOT_EQUAL);
        asm.cmp(Machine.frame(FrameLayout.RETURN_IP), (int) FrameLayout.RETURN_TO_DRIVER);
        out.leaveIf(Condition.NOT_EQUAL);
        load.run();
        asm.movzx8(RDX, Machine.frame(FrameLayout.argumentsOffset()));
        asm.lea(Machine.STACK, at(Machine.FRAME, RDX, Long.BYTES, FrameLayout.LAST_ARGUMENT));
        asm.mov(Machine.FRAME, RCX);
        asm.mov(at(Machine.STACK, 0), RAX);
        asm.mov32(RCX, Machine.frame(FrameLayout.INTERPRETER_WORD));
        out.method(Emission.PC);
        asm.add(Emission.PC, RCX);
        out.next(0);
    }
}
