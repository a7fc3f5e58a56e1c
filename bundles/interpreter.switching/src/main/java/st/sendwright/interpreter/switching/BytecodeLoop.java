package st.sendwright.interpreter.switching;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import st.sendwright.interpreter.bytecodes.Opcode;
import st.sendwright.interpreter.bytecodes.SlowBytecodes;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.KernelLayout.Association;
import st.sendwright.model.KernelLayout.Closure;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.SendSite;
import st.sendwright.model.SiteTable;
import st.sendwright.model.WriteBarrier;

/**
 * The loop that executes bytecodes (F4): one method, so that the virtual machine's registers are local
 * variables and HotSpot keeps them in the processor's. It calls nothing: what it cannot finish it leaves
 * untouched, saves the registers at that bytecode and returns, and {@link SlowBytecodes} goes on. A call
 * anywhere inside, however rare, makes HotSpot spill the registers around each bytecode, which halves the
 * speed.
 *
 * <p>Four more rules keep it fast; {@code docs/how-to/keep-t0-fast.md} says how each was found.
 * <ul>
 * <li>The JVM code stays below 8,000 bytes, beyond which HotSpot does not compile a method. A test looks.
 * <li>Memory is reached by {@link MemorySegment} itself: HotSpot stops inlining {@code Memory}'s methods into
 * a method of this size. A checked run therefore sees the accesses of the slow half only.
 * <li>Addresses are masked with {@link #ADDRESS}, and the frame is addressed from {@link #BELOW} bytes under
 * it: HotSpot then knows that they are neither negative nor too large, and drops the segment's bounds checks.
 * <li>What several bytecodes do in the same way stands once, at the end of a labelled block that they leave
 * to. HotSpot would compute an expression that stands in several cases before the switch, at every bytecode.
 * </ul>
 *
 * <p>The blocks:
 * <pre>
 * compare   a condition is known: serve a conditional jump right behind it too, else push a Boolean
 * jump      drop, go {@code length + distance} on; backward jumps poll
 * answer    return {@code value} to the caller's frame
 * result    replace two words by {@code value}: the end of binary special sends
 * push      push {@code value} and go {@code length} on
 * store     store {@code value} into {@code slot} of {@code object}, unless that is read-only, and mark its card
 * advance   drop and go {@code length} on
 * activate  make the frame of {@code callee}
 * poll      go on unless the stack pointer is below the limit
 * leave     save the registers and return
 * </pre>
 *
 * <p>Nothing before {@code break leave} changes a register or the stack.
 */
final class BytecodeLoop {

    /** The bytecode at the saved pc is to be executed out of line. */
    static final int LEFT = 0;
    /** The stack pointer is below the limit; nothing is half done. */
    static final int POLL = 1;

    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    /** Bits of an address in user space on the machines there are. */
    private static final long ADDRESS = 0x0000_FFFF_FFFF_FFFFL;
    /** More than the largest frame: the frame register is this much below the frame pointer. */
    private static final long BELOW = 1 << 20;

    private static final long METHOD = BELOW + FrameLayout.METHOD;
    private static final long CONTEXT = BELOW + FrameLayout.CONTEXT;
    private static final long INTERPRETER_WORD = BELOW + FrameLayout.INTERPRETER_WORD;
    private static final long ARGUMENTS = INTERPRETER_WORD + 4;
    private static final long RECEIVER = BELOW + FrameLayout.RECEIVER;
    private static final long FIRST_TEMPORARY = BELOW + FrameLayout.FIRST_TEMPORARY;
    private static final long SAVED_FP = BELOW + FrameLayout.SAVED_FP;
    private static final long RETURN_IP = BELOW + FrameLayout.RETURN_IP;
    private static final long LAST_ARGUMENT = BELOW + FrameLayout.LAST_ARGUMENT;

    private static final int METHOD_HEADER = ObjectHeader.BYTES + MethodLayout.HEADER * 8;
    private static final int METHOD_SITES = ObjectHeader.BYTES + MethodLayout.SITES * 8;
    private static final int LITERALS = ObjectHeader.BYTES + MethodLayout.FIRST_LITERAL * 8;
    private static final int ASSOCIATION_VALUE = ObjectHeader.BYTES + Association.VALUE * 8;
    private static final int COMPILED_BLOCK = ObjectHeader.BYTES + Closure.COMPILED_BLOCK * 8;
    private static final int CLOSURE_ARGUMENTS = ObjectHeader.BYTES + Closure.NUM_ARGS * 8;
    private static final int CLOSURE_RECEIVER = ObjectHeader.BYTES + Closure.RECEIVER * 8;
    private static final int FIRST_COPIED = ObjectHeader.BYTES + Closure.FIRST_COPIED * 8;
    /** A closure with so many copied values, or more, has its size in front of its header. */
    private static final int MOST_COPIED = ObjectHeader.OVERFLOW_SLOTS - Closure.FIRST_COPIED;

    /** From a method's first site to the countdown in front of it. */
    private static final int COUNTDOWN = SiteTable.COUNTDOWN - SiteTable.BYTES;

    private static final int BLOCK_CLOSURE = 51;
    private static final int ARRAY = 32;
    private static final int STRING = 33;
    private static final int BYTE_ARRAY = 37;

    private BytecodeLoop() {
    }

    /**
     * Executes bytecodes from the saved registers on.
     *
     * @return {@link #LEFT} or {@link #POLL}, with the registers saved
     */
    static int execute(long mutator) {
        final long nil = MEMORY.get(LONG, mutator + MutatorBlock.NIL);
        final long yes = MEMORY.get(LONG, mutator + MutatorBlock.TRUE);
        final long no = MEMORY.get(LONG, mutator + MutatorBlock.FALSE);
        long sp = MEMORY.get(LONG, mutator + MutatorBlock.STACK_POINTER);
        long frame = MEMORY.get(LONG, mutator + MutatorBlock.FRAME_POINTER) - BELOW;
        long method = MEMORY.get(LONG, frame + METHOD);
        long pc = method + MEMORY.get(LONG, mutator + MutatorBlock.PROGRAM_COUNTER);
        int reason = LEFT;
        leave:
        for (;;) {
            sp &= ADDRESS;
            frame &= ADDRESS;
            method &= ADDRESS;
            pc &= ADDRESS;
            final int opcode = MEMORY.get(BYTE, pc) & 0xFF;
            poll: {
                long callee;
                long receiver;
                long copies;
                long word;
                int copied;
                int length;
            activate: {
                int drop;
            advance: {
                long object;
                long slot;
                long value;
            store: {
            push: {
            result: {
            answer: {
                int distance;
            jump: {
                boolean condition;
                int siteIndex;
                int arguments;
            compare: {
                switch (opcode) {
                case Opcode.PUSH_RECEIVER_VARIABLE, Opcode.PUSH_RECEIVER_VARIABLE + 1,
                        Opcode.PUSH_RECEIVER_VARIABLE + 2, Opcode.PUSH_RECEIVER_VARIABLE + 3,
                        Opcode.PUSH_RECEIVER_VARIABLE + 4, Opcode.PUSH_RECEIVER_VARIABLE + 5,
                        Opcode.PUSH_RECEIVER_VARIABLE + 6, Opcode.PUSH_RECEIVER_VARIABLE + 7,
                        Opcode.PUSH_RECEIVER_VARIABLE + 8, Opcode.PUSH_RECEIVER_VARIABLE + 9,
                        Opcode.PUSH_RECEIVER_VARIABLE + 10, Opcode.PUSH_RECEIVER_VARIABLE + 11,
                        Opcode.PUSH_RECEIVER_VARIABLE + 12, Opcode.PUSH_RECEIVER_VARIABLE + 13,
                        Opcode.PUSH_RECEIVER_VARIABLE + 14, Opcode.PUSH_RECEIVER_VARIABLE + 15:
                    value = MEMORY.get(LONG, (MEMORY.get(LONG, frame + RECEIVER) & ADDRESS)
                            + ObjectHeader.BYTES + opcode * 8L);
                    length = 1;
                    break push;
                case Opcode.PUSH_TEMPORARY, Opcode.PUSH_TEMPORARY + 1, Opcode.PUSH_TEMPORARY + 2,
                        Opcode.PUSH_TEMPORARY + 3, Opcode.PUSH_TEMPORARY + 4, Opcode.PUSH_TEMPORARY + 5,
                        Opcode.PUSH_TEMPORARY + 6, Opcode.PUSH_TEMPORARY + 7, Opcode.PUSH_TEMPORARY + 8,
                        Opcode.PUSH_TEMPORARY + 9, Opcode.PUSH_TEMPORARY + 10, Opcode.PUSH_TEMPORARY + 11:
                    value = MEMORY.get(LONG, frame + FIRST_TEMPORARY + (Opcode.PUSH_TEMPORARY - opcode) * 8L);
                    length = 1;
                    break push;
                case Opcode.PUSH_ARGUMENT, Opcode.PUSH_ARGUMENT + 1, Opcode.PUSH_ARGUMENT + 2,
                        Opcode.PUSH_ARGUMENT + 3:
                    value = MEMORY.get(LONG, frame + LAST_ARGUMENT + (opcode - Opcode.PUSH_ARGUMENT) * 8L);
                    length = 1;
                    break push;
                case Opcode.PUSH_LITERAL, Opcode.PUSH_LITERAL + 1, Opcode.PUSH_LITERAL + 2,
                        Opcode.PUSH_LITERAL + 3, Opcode.PUSH_LITERAL + 4, Opcode.PUSH_LITERAL + 5,
                        Opcode.PUSH_LITERAL + 6, Opcode.PUSH_LITERAL + 7, Opcode.PUSH_LITERAL + 8,
                        Opcode.PUSH_LITERAL + 9, Opcode.PUSH_LITERAL + 10, Opcode.PUSH_LITERAL + 11,
                        Opcode.PUSH_LITERAL + 12, Opcode.PUSH_LITERAL + 13, Opcode.PUSH_LITERAL + 14,
                        Opcode.PUSH_LITERAL + 15:
                    value = MEMORY.get(LONG, method + LITERALS + (opcode & 15) * 8L);
                    length = 1;
                    break push;
                case Opcode.PUSH_LITERAL_VARIABLE, Opcode.PUSH_LITERAL_VARIABLE + 1,
                        Opcode.PUSH_LITERAL_VARIABLE + 2, Opcode.PUSH_LITERAL_VARIABLE + 3,
                        Opcode.PUSH_LITERAL_VARIABLE + 4, Opcode.PUSH_LITERAL_VARIABLE + 5,
                        Opcode.PUSH_LITERAL_VARIABLE + 6, Opcode.PUSH_LITERAL_VARIABLE + 7:
                    value = MEMORY.get(LONG, ASSOCIATION_VALUE
                            + (MEMORY.get(LONG, method + LITERALS + (opcode & 7) * 8L) & ADDRESS));
                    length = 1;
                    break push;
                case Opcode.POP_STORE_RECEIVER_VARIABLE, Opcode.POP_STORE_RECEIVER_VARIABLE + 1,
                        Opcode.POP_STORE_RECEIVER_VARIABLE + 2, Opcode.POP_STORE_RECEIVER_VARIABLE + 3,
                        Opcode.POP_STORE_RECEIVER_VARIABLE + 4, Opcode.POP_STORE_RECEIVER_VARIABLE + 5,
                        Opcode.POP_STORE_RECEIVER_VARIABLE + 6, Opcode.POP_STORE_RECEIVER_VARIABLE + 7:
                    object = MEMORY.get(LONG, frame + RECEIVER);
                    slot = opcode - Opcode.POP_STORE_RECEIVER_VARIABLE;
                    value = MEMORY.get(LONG, sp);
                    drop = 8;
                    length = 1;
                    break store;
                case Opcode.POP_STORE_TEMPORARY, Opcode.POP_STORE_TEMPORARY + 1,
                        Opcode.POP_STORE_TEMPORARY + 2, Opcode.POP_STORE_TEMPORARY + 3,
                        Opcode.POP_STORE_TEMPORARY + 4, Opcode.POP_STORE_TEMPORARY + 5,
                        Opcode.POP_STORE_TEMPORARY + 6, Opcode.POP_STORE_TEMPORARY + 7:
                    MEMORY.set(LONG, frame + FIRST_TEMPORARY + (Opcode.POP_STORE_TEMPORARY - opcode) * 8L,
                            MEMORY.get(LONG, sp));
                    drop = 8;
                    length = 1;
                    break advance;
                case Opcode.PUSH_RECEIVER:
                    value = MEMORY.get(LONG, frame + RECEIVER);
                    length = 1;
                    break push;
                case Opcode.PUSH_TRUE:
                    value = yes;
                    length = 1;
                    break push;
                case Opcode.PUSH_FALSE:
                    value = no;
                    length = 1;
                    break push;
                case Opcode.PUSH_NIL:
                    value = nil;
                    length = 1;
                    break push;
                case Opcode.PUSH_MINUS_ONE, Opcode.PUSH_ZERO, Opcode.PUSH_ONE,
                        Opcode.PUSH_TWO:
                    value = (long) (opcode - Opcode.PUSH_ZERO) << 3 | 1;
                    length = 1;
                    break push;
                case Opcode.DUPLICATE:
                    value = MEMORY.get(LONG, sp);
                    length = 1;
                    break push;
                case Opcode.POP:
                    drop = 8;
                    length = 1;
                    break advance;
                case Opcode.RETURN_RECEIVER:
                    value = MEMORY.get(LONG, frame + RECEIVER);
                    break answer;
                case Opcode.RETURN_TRUE:
                    value = yes;
                    break answer;
                case Opcode.RETURN_FALSE:
                    value = no;
                    break answer;
                case Opcode.RETURN_NIL:
                    value = nil;
                    break answer;
                case Opcode.RETURN_TOP:
                    value = MEMORY.get(LONG, sp);
                    break answer;

                case Opcode.SEND_ADD: {
                    receiver = MEMORY.get(LONG, sp + 8);
                    long argument = MEMORY.get(LONG, sp);
                    value = receiver + argument - 1;
                    if ((receiver & argument & 1) == 0
                            || ((receiver ^ value) & (argument ^ value)) < 0) {
                        break leave;
                    }
                    break result;
                }
                case Opcode.SEND_SUBTRACT: {
                    receiver = MEMORY.get(LONG, sp + 8);
                    long argument = MEMORY.get(LONG, sp);
                    value = receiver - argument + 1;
                    if ((receiver & argument & 1) == 0
                            || ((receiver ^ argument) & (receiver ^ value)) < 0) {
                        break leave;
                    }
                    break result;
                }
                case Opcode.SEND_LESS: {
                    receiver = MEMORY.get(LONG, sp + 8);
                    long argument = MEMORY.get(LONG, sp);
                    if ((receiver & argument & 1) == 0) {
                        break leave;
                    }
                    condition = receiver < argument;
                    drop = 16;
                    length = 2;
                    break compare;
                }
                case Opcode.SEND_GREATER: {
                    receiver = MEMORY.get(LONG, sp + 8);
                    long argument = MEMORY.get(LONG, sp);
                    if ((receiver & argument & 1) == 0) {
                        break leave;
                    }
                    condition = receiver > argument;
                    drop = 16;
                    length = 2;
                    break compare;
                }
                case Opcode.SEND_LESS_OR_EQUAL: {
                    receiver = MEMORY.get(LONG, sp + 8);
                    long argument = MEMORY.get(LONG, sp);
                    if ((receiver & argument & 1) == 0) {
                        break leave;
                    }
                    condition = receiver <= argument;
                    drop = 16;
                    length = 2;
                    break compare;
                }
                case Opcode.SEND_GREATER_OR_EQUAL: {
                    receiver = MEMORY.get(LONG, sp + 8);
                    long argument = MEMORY.get(LONG, sp);
                    if ((receiver & argument & 1) == 0) {
                        break leave;
                    }
                    condition = receiver >= argument;
                    drop = 16;
                    length = 2;
                    break compare;
                }
                case Opcode.SEND_EQUAL: {
                    receiver = MEMORY.get(LONG, sp + 8);
                    long argument = MEMORY.get(LONG, sp);
                    if ((receiver & argument & 1) == 0) {
                        break leave;
                    }
                    condition = receiver == argument;
                    drop = 16;
                    length = 2;
                    break compare;
                }
                case Opcode.SEND_NOT_EQUAL: {
                    receiver = MEMORY.get(LONG, sp + 8);
                    long argument = MEMORY.get(LONG, sp);
                    if ((receiver & argument & 1) == 0) {
                        break leave;
                    }
                    condition = receiver != argument;
                    drop = 16;
                    length = 2;
                    break compare;
                }
                case Opcode.SEND_MULTIPLY: {
                    receiver = MEMORY.get(LONG, sp + 8);
                    long argument = MEMORY.get(LONG, sp);
                    long factor = receiver - 1;
                    long count = argument >> 3;
                    value = factor * count + 1;
                    if ((receiver & argument & 1) == 0
                            || Math.multiplyHigh(factor, count) != value >> 63) {
                        break leave;
                    }
                    break result;
                }
                case Opcode.SEND_BIT_AND: {
                    value = MEMORY.get(LONG, sp + 8) & MEMORY.get(LONG, sp);
                    if ((value & 1) == 0) {
                        break leave;
                    }
                    break result;
                }
                case Opcode.SEND_BIT_OR: {
                    receiver = MEMORY.get(LONG, sp + 8);
                    long argument = MEMORY.get(LONG, sp);
                    if ((receiver & argument & 1) == 0) {
                        break leave;
                    }
                    value = receiver | argument;
                    break result;
                }
                case Opcode.SEND_AT: {
                    long array = MEMORY.get(LONG, sp + 8);
                    long index = MEMORY.get(LONG, sp);
                    if ((array & 7) != 0 || (index & 1) == 0) {
                        break leave;
                    }
                    array &= ADDRESS;
                    long header = MEMORY.get(LONG, array);
                    long offset = (index >> 3) - 1;
                    long size = header >>> ObjectHeader.SLOTS_SHIFT;
                    int type = (int) header & ObjectHeader.CLASS_INDEX_MASK;
                    if (size == ObjectHeader.OVERFLOW_SLOTS) {
                        size = MEMORY.get(LONG, array - 8) << 8 >>> 8;
                    }
                    if (type == ARRAY) {
                        if (offset < 0 || offset >= size) {
                            break leave;
                        }
                        value = MEMORY.get(LONG, array + ObjectHeader.BYTES + offset * 8);
                        break result;
                    }
                    if (type != STRING && type != BYTE_ARRAY || offset < 0
                            || offset >= size * 8 - (header >>> 24 & 7)) {
                        break leave;
                    }
                    value = (MEMORY.get(BYTE, array + ObjectHeader.BYTES + offset) & 0xFFL) << 3
                            | (type == STRING ? 2 : 1);
                    break result;
                }
                case Opcode.SEND_AT_PUT: {
                    object = MEMORY.get(LONG, sp + 16);
                    long index = MEMORY.get(LONG, sp + 8);
                    if ((object & 7) != 0 || (index & 1) == 0) {
                        break leave;
                    }
                    object &= ADDRESS;
                    long header = MEMORY.get(LONG, object);
                    slot = (index >> 3) - 1;
                    long size = header >>> ObjectHeader.SLOTS_SHIFT;
                    int type = (int) header
                            & (ObjectHeader.CLASS_INDEX_MASK | (int) ObjectHeader.IMMUTABLE);
                    if (size == ObjectHeader.OVERFLOW_SLOTS) {
                        size = MEMORY.get(LONG, object - 8) << 8 >>> 8;
                    }
                    value = MEMORY.get(LONG, sp);
                    if (type == ARRAY) {
                        if (slot < 0 || slot >= size) {
                            break leave;
                        }
                        MEMORY.set(LONG, sp + 16, value);
                        drop = 16;
                        length = 2;
                        break store;
                    }
                    if (type != STRING && type != BYTE_ARRAY || slot < 0
                            || slot >= size * 8 - (header >>> 24 & 7)
                            || (value & ~0x7F8L) != (type == STRING ? 2 : 1)) {
                        break leave;
                    }
                    MEMORY.set(BYTE, object + ObjectHeader.BYTES + slot, (byte) (value >> 3));
                    MEMORY.set(LONG, sp + 16, value);
                    drop = 16;
                    length = 2;
                    break advance;
                }
                case Opcode.SEND_SIZE: {
                    long array = MEMORY.get(LONG, sp);
                    if ((array & 7) != 0) {
                        break leave;
                    }
                    array &= ADDRESS;
                    long header = MEMORY.get(LONG, array);
                    long size = header >>> ObjectHeader.SLOTS_SHIFT;
                    int type = (int) header & ObjectHeader.CLASS_INDEX_MASK;
                    if (size == ObjectHeader.OVERFLOW_SLOTS) {
                        size = MEMORY.get(LONG, array - 8) << 8 >>> 8;
                    }
                    if (type == STRING || type == BYTE_ARRAY) {
                        size = size * 8 - (header >>> 24 & 7);
                    } else if (type != ARRAY) {
                        break leave;
                    }
                    MEMORY.set(LONG, sp, size << 3 | 1);
                    drop = 0;
                    length = 2;
                    break advance;
                }
                case Opcode.SEND_VALUE, Opcode.SEND_VALUE_1, Opcode.SEND_VALUE_2: {
                    arguments = opcode - Opcode.SEND_VALUE;
                    long closure = MEMORY.get(LONG, sp + arguments * 8);
                    if ((closure & 7) != 0) {
                        break leave;
                    }
                    closure &= ADDRESS;
                    if ((MEMORY.get(INT, closure) & ObjectHeader.CLASS_INDEX_MASK) != BLOCK_CLOSURE
                            || MEMORY.get(LONG, closure + CLOSURE_ARGUMENTS)
                                    != ((long) arguments << 3 | 1)) {
                        break leave;
                    }
                    callee = MEMORY.get(LONG, closure + COMPILED_BLOCK);
                    receiver = MEMORY.get(LONG, closure + CLOSURE_RECEIVER);
                    copied = (MEMORY.get(BYTE, closure + 7) & 0xFF) - Closure.FIRST_COPIED;
                    if (copied == MOST_COPIED) {
                        break leave;
                    }
                    copies = closure + FIRST_COPIED;
                    word = (long) arguments << 32 | 1L << 48;
                    length = 2;
                    break activate;
                }
                case Opcode.SEND_NOT: {
                    receiver = MEMORY.get(LONG, sp);
                    if (receiver != yes && receiver != no) {
                        break leave;
                    }
                    condition = receiver == no;
                    drop = 8;
                    length = 2;
                    break compare;
                }
                case Opcode.SEND_IS_NIL, Opcode.SEND_NOT_NIL: {
                    receiver = MEMORY.get(LONG, sp);
                    if (receiver != nil && receiver != yes && receiver != no
                            && (receiver & 1) == 0) {
                        break leave;
                    }
                    condition = receiver == nil == (opcode == Opcode.SEND_IS_NIL);
                    drop = 8;
                    length = 2;
                    break compare;
                }
                case Opcode.IDENTICAL, Opcode.NOT_IDENTICAL:
                    condition = MEMORY.get(LONG, sp + 8) == MEMORY.get(LONG, sp)
                            == (opcode == Opcode.IDENTICAL);
                    drop = 16;
                    length = 1;
                    break compare;
                case Opcode.CLASS: {
                    receiver = MEMORY.get(LONG, sp);
                    int index = (int) receiver & 7;
                    if (index == 0) {
                        index = MEMORY.get(INT, receiver & ADDRESS) & ObjectHeader.CLASS_INDEX_MASK;
                    }
                    long classes = MEMORY.get(LONG, mutator + MutatorBlock.CLASS_TABLE) & ADDRESS;
                    MEMORY.set(LONG, sp, MEMORY.get(LONG, classes + index * 8L));
                    drop = 0;
                    length = 1;
                    break advance;
                }

                case Opcode.SEND_0, Opcode.SEND_1, Opcode.SEND_2, Opcode.SEND_3:
                    arguments = opcode - Opcode.SEND_0;
                    siteIndex = MEMORY.get(BYTE, pc + 2) & 0xFF;
                    length = 3;
                    break;
                case Opcode.SEND, Opcode.SEND_SUPER:
                    arguments = MEMORY.get(BYTE, pc + 5) & 0xFF;
                    siteIndex = MEMORY.get(SHORT, pc + 3) & 0xFFFF;
                    length = 6;
                    break;
                case Opcode.SEND_NEW, Opcode.SEND_NEW_SIZED:
                    arguments = opcode - Opcode.SEND_NEW;
                    siteIndex = MEMORY.get(BYTE, pc + 1) & 0xFF;
                    length = 2;
                    break;

                case Opcode.PUSH_RECEIVER_VARIABLE_LONG:
                    value = MEMORY.get(LONG, (MEMORY.get(LONG, frame + RECEIVER) & ADDRESS)
                            + ObjectHeader.BYTES + (MEMORY.get(BYTE, pc + 1) & 0xFF) * 8);
                    length = 2;
                    break push;
                case Opcode.PUSH_TEMPORARY_LONG:
                    value = MEMORY.get(LONG, frame + FIRST_TEMPORARY
                            - (MEMORY.get(SHORT, pc + 1) & 0xFFFF) * 8);
                    length = 3;
                    break push;
                case Opcode.PUSH_ARGUMENT_LONG:
                    value = MEMORY.get(LONG, frame + LAST_ARGUMENT + (MEMORY.get(BYTE, pc + 1) & 0xFF) * 8);
                    length = 2;
                    break push;
                case Opcode.PUSH_LITERAL_LONG:
                    value = MEMORY.get(LONG, method + LITERALS + (MEMORY.get(SHORT, pc + 1) & 0xFFFF) * 8);
                    length = 3;
                    break push;
                case Opcode.PUSH_LITERAL_VARIABLE_LONG:
                    value = MEMORY.get(LONG, ASSOCIATION_VALUE + (MEMORY.get(LONG, method
                            + LITERALS + (MEMORY.get(SHORT, pc + 1) & 0xFFFF) * 8) & ADDRESS));
                    length = 3;
                    break push;
                case Opcode.PUSH_SMALL_INTEGER:
                    value = (long) MEMORY.get(BYTE, pc + 1) << 3 | 1;
                    length = 2;
                    break push;
                case Opcode.STORE_RECEIVER_VARIABLE, Opcode.POP_STORE_RECEIVER_VARIABLE_LONG:
                    object = MEMORY.get(LONG, frame + RECEIVER);
                    slot = MEMORY.get(BYTE, pc + 1) & 0xFF;
                    value = MEMORY.get(LONG, sp);
                    drop = opcode == Opcode.STORE_RECEIVER_VARIABLE ? 0 : 8;
                    length = 2;
                    break store;
                case Opcode.STORE_TEMPORARY, Opcode.POP_STORE_TEMPORARY_LONG:
                    MEMORY.set(LONG, frame + FIRST_TEMPORARY - (MEMORY.get(SHORT, pc + 1) & 0xFFFF) * 8,
                            MEMORY.get(LONG, sp));
                    drop = opcode == Opcode.STORE_TEMPORARY ? 0 : 8;
                    length = 3;
                    break advance;
                case Opcode.STORE_LITERAL_VARIABLE, Opcode.POP_STORE_LITERAL_VARIABLE:
                    object = MEMORY.get(LONG, method + LITERALS + (MEMORY.get(SHORT, pc + 1) & 0xFFFF) * 8);
                    slot = Association.VALUE;
                    value = MEMORY.get(LONG, sp);
                    drop = opcode == Opcode.STORE_LITERAL_VARIABLE ? 0 : 8;
                    length = 3;
                    break store;
                case Opcode.PUSH_REMOTE:
                    value = MEMORY.get(LONG, (MEMORY.get(LONG, frame + FIRST_TEMPORARY
                            - (MEMORY.get(SHORT, pc + 2) & 0xFFFF) * 8) & ADDRESS)
                            + ObjectHeader.BYTES + (MEMORY.get(BYTE, pc + 1) & 0xFF) * 8);
                    length = 4;
                    break push;
                case Opcode.STORE_REMOTE, Opcode.POP_STORE_REMOTE:
                    object = MEMORY.get(LONG, frame + FIRST_TEMPORARY
                            - (MEMORY.get(SHORT, pc + 2) & 0xFFFF) * 8);
                    slot = MEMORY.get(BYTE, pc + 1) & 0xFF;
                    value = MEMORY.get(LONG, sp);
                    drop = opcode == Opcode.STORE_REMOTE ? 0 : 8;
                    length = 4;
                    break store;

                case Opcode.JUMP:
                    distance = MEMORY.get(SHORT, pc + 1);
                    drop = 0;
                    length = 3;
                    break jump;
                case Opcode.JUMP_TRUE, Opcode.JUMP_FALSE: {
                    long bool = MEMORY.get(LONG, sp);
                    if (bool != yes && bool != no) {
                        break leave;
                    }
                    distance = bool == yes == (opcode == Opcode.JUMP_TRUE)
                            ? MEMORY.get(SHORT, pc + 1) : 0;
                    drop = 8;
                    length = 3;
                    break jump;
                }
                case Opcode.JUMP_NIL, Opcode.JUMP_NOT_NIL:
                    distance = MEMORY.get(LONG, sp) == nil == (opcode == Opcode.JUMP_NIL)
                            ? MEMORY.get(SHORT, pc + 1) : 0;
                    drop = 8;
                    length = 3;
                    break jump;
                case Opcode.SHORT_JUMP, Opcode.SHORT_JUMP + 1, Opcode.SHORT_JUMP + 2, Opcode.SHORT_JUMP + 3,
                        Opcode.SHORT_JUMP + 4, Opcode.SHORT_JUMP + 5, Opcode.SHORT_JUMP + 6,
                        Opcode.SHORT_JUMP + 7:
                    drop = 0;
                    length = opcode - Opcode.SHORT_JUMP + 2;
                    break advance;
                case Opcode.SHORT_JUMP_FALSE, Opcode.SHORT_JUMP_FALSE + 1, Opcode.SHORT_JUMP_FALSE + 2,
                        Opcode.SHORT_JUMP_FALSE + 3, Opcode.SHORT_JUMP_FALSE + 4,
                        Opcode.SHORT_JUMP_FALSE + 5, Opcode.SHORT_JUMP_FALSE + 6,
                        Opcode.SHORT_JUMP_FALSE + 7:
                {
                    long bool = MEMORY.get(LONG, sp);
                    if (bool != yes && bool != no) {
                        break leave;
                    }
                    drop = 8;
                    length = bool == no ? opcode - Opcode.SHORT_JUMP_FALSE + 2 : 1;
                    break advance;
                }
                default:
                    break leave;
                }
                // Only sends get here.
                long sites = MEMORY.get(LONG, method + METHOD_SITES) - 1;
                if (sites == 0) {
                    break leave;
                }
                long site = (sites & ADDRESS) + siteIndex * 64L;
                receiver = MEMORY.get(LONG, sp + arguments * 8);
                callee = MEMORY.get(LONG, site + SendSite.METHOD);
                int tag = (int) receiver & 7;
                if (tag == 0) {
                    tag = MEMORY.get(INT, receiver & ADDRESS) & ObjectHeader.CLASS_INDEX_MASK;
                }
                if (MEMORY.get(INT, site) != tag && (opcode != Opcode.SEND_SUPER || callee == 0)) {
                    break leave;
                }
                copies = 0;
                copied = 0;
                word = (long) arguments << 32;
                break activate;
            } // compare
                int following = MEMORY.get(BYTE, pc + length) & 0xFF;
                if ((following & 0xF8) == Opcode.SHORT_JUMP_FALSE) {
                    length += condition ? 1 : following - Opcode.SHORT_JUMP_FALSE + 2;
                    break advance;
                }
                if (following != Opcode.JUMP_FALSE) {
                    sp += drop;
                    value = condition ? yes : no;
                    break push;
                }
                length += 3;
                distance = condition ? 0 : MEMORY.get(SHORT, pc + length - 2);
            } // jump
                sp += drop;
                pc += length + distance;
                if (distance >= 0) {
                    continue;
                }
                long own = MEMORY.get(LONG, method + METHOD_SITES) - 1 & ADDRESS;
                int left = -1;
                if (own != 0) {
                    left = MEMORY.get(INT, own + COUNTDOWN) - 1;
                    MEMORY.set(INT, own + COUNTDOWN, left);
                }
                if (left < 0) {
                    reason = POLL;
                    break leave;
                }
                break poll;
            } // answer
                long caller = MEMORY.get(LONG, frame + SAVED_FP);
                if (caller == 0 || MEMORY.get(LONG, frame + CONTEXT) != nil
                        || MEMORY.get(LONG, frame + RETURN_IP) != FrameLayout.RETURN_TO_DRIVER) {
                    break leave;
                }
                sp = frame + LAST_ARGUMENT + (MEMORY.get(BYTE, frame + ARGUMENTS) & 0xFF) * 8;
                MEMORY.set(LONG, sp, value);
                MEMORY.set(LONG, mutator + MutatorBlock.FRAME_POINTER, caller);
                frame = caller - BELOW & ADDRESS;
                method = MEMORY.get(LONG, frame + METHOD) & ADDRESS;
                pc = method + MEMORY.get(INT, frame + INTERPRETER_WORD);
                continue;
            } // result
                sp += 8;
                MEMORY.set(LONG, sp, value);
                pc += 2;
                continue;
            } // push
                sp = sp - 8 & ADDRESS;
                MEMORY.set(LONG, sp, value);
                pc += length;
                continue;
            } // store
                if ((MEMORY.get(INT, object & ADDRESS) & (int) ObjectHeader.IMMUTABLE) != 0) {
                    break leave;
                }
                long address = object + ObjectHeader.BYTES + slot * 8;
                MEMORY.set(LONG, address & ADDRESS, value);
                long cards = MEMORY.get(LONG, mutator + MutatorBlock.CARD_TABLE);
                if (cards != 0) {
                    MEMORY.set(BYTE, cards + (address >>> WriteBarrier.CARD_SHIFT) & ADDRESS, (byte) 1);
                }
            } // advance
                sp += drop;
                pc += length;
                continue;
            } // activate
                callee &= ADDRESS;
                long header = MEMORY.get(LONG, callee + METHOD_HEADER);
                long calleeSites = MEMORY.get(LONG, callee + METHOD_SITES) - 1 & ADDRESS;
                if ((header >>> 48 & 0x1FFF) != 0 || calleeSites == 0) {
                    break leave;
                }
                int left = MEMORY.get(INT, calleeSites + COUNTDOWN) - 1;
                MEMORY.set(INT, calleeSites + COUNTDOWN, left);
                if (left < 0) {
                    break leave;
                }
                MEMORY.set(INT, frame + INTERPRETER_WORD, (int) pc - (int) method + length);
                sp = sp - 16 & ADDRESS;
                MEMORY.set(LONG, sp + 8, FrameLayout.RETURN_TO_DRIVER);
                MEMORY.set(LONG, sp, frame + BELOW);
                MEMORY.set(LONG, mutator + MutatorBlock.FRAME_POINTER, sp);
                frame = sp - BELOW & ADDRESS;
                method = callee;
                int firstPc = LITERALS + ((int) (header >> 20) & 0xFFFF) * 8;
                pc = method + firstPc;
                MEMORY.set(LONG, frame + METHOD, method);
                MEMORY.set(LONG, frame + CONTEXT, nil);
                MEMORY.set(LONG, frame + INTERPRETER_WORD, firstPc | word);
                MEMORY.set(LONG, frame + RECEIVER, receiver);
                sp = frame + RECEIVER;
                int temporaries = (int) (header >> 11) & 0x1FF;
                for (int i = 0; i < temporaries; i++) {
                    sp = sp - 8 & ADDRESS;
                    MEMORY.set(LONG, sp, i < copied ? MEMORY.get(LONG, copies + i * 8L) : nil);
                }
            } // poll
            if (Long.compareUnsigned(sp, MEMORY.get(LONG, mutator + MutatorBlock.STACK_LIMIT)) < 0) {
                reason = POLL;
                break;
            }
        }
        MEMORY.set(LONG, mutator + MutatorBlock.STACK_POINTER, sp);
        MEMORY.set(LONG, mutator + MutatorBlock.PROGRAM_COUNTER, pc - method);
        return reason;
    }
}
