package st.sendwright.interpreter.switching;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import st.sendwright.interpreter.SlowPaths;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.KernelLayout.Association;
import st.sendwright.model.KernelLayout.Closure;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SendSite;
import st.sendwright.model.WriteBarrier;

/**
 * The loop that executes bytecodes (F4): one method, so that the registers of the virtual machine are local
 * variables and HotSpot can keep them in the machine's.
 *
 * <p>The JVM code of {@link #run} must stay below 8,000 bytes: HotSpot does not compile longer methods, and
 * the interpreter would be sixty times slower. A test reads the class file. So only what is executed often is
 * in the switch; what is rare lies in static methods of the classes beside this one.
 *
 * <p>Shape: the switch serves a bytecode and goes on with the loop, or leaves to one of the labelled blocks
 * around it, whose ends hold the code that several bytecodes share:
 *
 * <pre>
 * compare   a condition is known; a conditional jump right behind is served with it
 * jump      to {@code next}; backward ones poll
 * leave     return {@code answer} to the caller's frame
 * result    replace {@code arguments + 1} words by {@code answer} and go on at {@code next}
 * value     activate a block
 * special   a special send that is a real one after all
 * send      find the method in the site's record
 * activate  make the frame of {@code callee}
 * slow      a slow path gave {@code answer}: reload the registers or return to the driver
 * </pre>
 *
 * <p>{@code pc} is the address of the bytecode in work until that is done: what is saved for a slow path or a
 * collection is always a bytecode that can run again, with the stack as it was.
 */
final class BytecodeLoop {

    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final int METHOD_HEADER = ObjectHeader.BYTES + MethodLayout.HEADER * 8;
    private static final int METHOD_SITES = ObjectHeader.BYTES + MethodLayout.SITES * 8;
    private static final int LITERALS = ObjectHeader.BYTES + MethodLayout.FIRST_LITERAL * 8;
    private static final int ASSOCIATION_VALUE = ObjectHeader.BYTES + Association.VALUE * 8;
    private static final int COMPILED_BLOCK = ObjectHeader.BYTES + Closure.COMPILED_BLOCK * 8;
    private static final int CLOSURE_ARGUMENTS = ObjectHeader.BYTES + Closure.NUM_ARGS * 8;
    private static final int CLOSURE_RECEIVER = ObjectHeader.BYTES + Closure.RECEIVER * 8;
    private static final int SITE_SHIFT = 6;
    private static final long NO_SITES = Oop.SMALL_INTEGER_TAG;
    private static final int BLOCK_CLOSURE = 51;
    private static final int ARRAY = 32;

    private BytecodeLoop() {
    }

    /** As {@link st.sendwright.interpreter.Interpreter#run}. */
    static int run(long mutator, SlowPaths slow) {
        reload:
        for (;;) {
            long sp = MEMORY.get(LONG, mutator + MutatorBlock.STACK_POINTER);
            long fp = MEMORY.get(LONG, mutator + MutatorBlock.FRAME_POINTER);
            long method = MEMORY.get(LONG, fp + FrameLayout.METHOD);
            long pc = method + MEMORY.get(LONG, mutator + MutatorBlock.PROGRAM_COUNTER);
            final long nil = MEMORY.get(LONG, mutator + MutatorBlock.NIL);
            final long yes = MEMORY.get(LONG, mutator + MutatorBlock.TRUE);
            final long no = MEMORY.get(LONG, mutator + MutatorBlock.FALSE);
            for (;;) {
                final int opcode = MEMORY.get(BYTE, pc) & 0xFF;
                long answer;
                slow: {
                    long callee;
                    int arguments;
                    long next;
                    activate: {
                        int siteIndex;
                        send: {
                            special: {
                            value: {
                            result: {
                            leave: {
                            jump: {
                            boolean condition;
                            compare: {
                                switch (opcode) {
                                case Opcode.PUSH_RECEIVER_VARIABLE, Opcode.PUSH_RECEIVER_VARIABLE + 1,
                                        Opcode.PUSH_RECEIVER_VARIABLE + 2,
                                        Opcode.PUSH_RECEIVER_VARIABLE + 3,
                                        Opcode.PUSH_RECEIVER_VARIABLE + 4,
                                        Opcode.PUSH_RECEIVER_VARIABLE + 5,
                                        Opcode.PUSH_RECEIVER_VARIABLE + 6,
                                        Opcode.PUSH_RECEIVER_VARIABLE + 7,
                                        Opcode.PUSH_RECEIVER_VARIABLE + 8,
                                        Opcode.PUSH_RECEIVER_VARIABLE + 9,
                                        Opcode.PUSH_RECEIVER_VARIABLE + 10,
                                        Opcode.PUSH_RECEIVER_VARIABLE + 11,
                                        Opcode.PUSH_RECEIVER_VARIABLE + 12,
                                        Opcode.PUSH_RECEIVER_VARIABLE + 13,
                                        Opcode.PUSH_RECEIVER_VARIABLE + 14,
                                        Opcode.PUSH_RECEIVER_VARIABLE + 15:
                                    sp -= 8;
                                    MEMORY.set(LONG, sp, MEMORY.get(LONG, MEMORY.get(LONG, fp + FrameLayout.RECEIVER)
                                            + ObjectHeader.BYTES + (opcode & 15) * 8));
                                    pc++;
                                    continue;
                                case Opcode.PUSH_TEMPORARY, Opcode.PUSH_TEMPORARY + 1,
                                        Opcode.PUSH_TEMPORARY + 2, Opcode.PUSH_TEMPORARY + 3,
                                        Opcode.PUSH_TEMPORARY + 4, Opcode.PUSH_TEMPORARY + 5,
                                        Opcode.PUSH_TEMPORARY + 6, Opcode.PUSH_TEMPORARY + 7,
                                        Opcode.PUSH_TEMPORARY + 8, Opcode.PUSH_TEMPORARY + 9,
                                        Opcode.PUSH_TEMPORARY + 10, Opcode.PUSH_TEMPORARY + 11:
                                    sp -= 8;
                                    MEMORY.set(LONG, sp, MEMORY.get(LONG, fp + FrameLayout.FIRST_TEMPORARY
                                            - (opcode & 15) * 8));
                                    pc++;
                                    continue;
                                case Opcode.PUSH_ARGUMENT, Opcode.PUSH_ARGUMENT + 1,
                                        Opcode.PUSH_ARGUMENT + 2, Opcode.PUSH_ARGUMENT + 3:
                                    sp -= 8;
                                    MEMORY.set(LONG, sp, MEMORY.get(LONG, fp + FrameLayout.LAST_ARGUMENT
                                            + (opcode & 3) * 8));
                                    pc++;
                                    continue;
                                case Opcode.PUSH_LITERAL, Opcode.PUSH_LITERAL + 1, Opcode.PUSH_LITERAL + 2,
                                        Opcode.PUSH_LITERAL + 3, Opcode.PUSH_LITERAL + 4,
                                        Opcode.PUSH_LITERAL + 5, Opcode.PUSH_LITERAL + 6,
                                        Opcode.PUSH_LITERAL + 7, Opcode.PUSH_LITERAL + 8,
                                        Opcode.PUSH_LITERAL + 9, Opcode.PUSH_LITERAL + 10,
                                        Opcode.PUSH_LITERAL + 11, Opcode.PUSH_LITERAL + 12,
                                        Opcode.PUSH_LITERAL + 13, Opcode.PUSH_LITERAL + 14,
                                        Opcode.PUSH_LITERAL + 15:
                                    sp -= 8;
                                    MEMORY.set(LONG, sp, MEMORY.get(LONG, method + LITERALS + (opcode & 15) * 8));
                                    pc++;
                                    continue;
                                case Opcode.PUSH_LITERAL_VARIABLE, Opcode.PUSH_LITERAL_VARIABLE + 1,
                                        Opcode.PUSH_LITERAL_VARIABLE + 2, Opcode.PUSH_LITERAL_VARIABLE + 3,
                                        Opcode.PUSH_LITERAL_VARIABLE + 4, Opcode.PUSH_LITERAL_VARIABLE + 5,
                                        Opcode.PUSH_LITERAL_VARIABLE + 6, Opcode.PUSH_LITERAL_VARIABLE + 7:
                                    sp -= 8;
                                    MEMORY.set(LONG, sp, MEMORY.get(LONG, ASSOCIATION_VALUE
                                            + MEMORY.get(LONG, method + LITERALS + (opcode & 7) * 8)));
                                    pc++;
                                    continue;
                                case Opcode.POP_STORE_RECEIVER_VARIABLE,
                                        Opcode.POP_STORE_RECEIVER_VARIABLE + 1,
                                        Opcode.POP_STORE_RECEIVER_VARIABLE + 2,
                                        Opcode.POP_STORE_RECEIVER_VARIABLE + 3,
                                        Opcode.POP_STORE_RECEIVER_VARIABLE + 4,
                                        Opcode.POP_STORE_RECEIVER_VARIABLE + 5,
                                        Opcode.POP_STORE_RECEIVER_VARIABLE + 6,
                                        Opcode.POP_STORE_RECEIVER_VARIABLE + 7:
                                    WriteBarrier.putSlot(mutator, MEMORY.get(LONG, fp + FrameLayout.RECEIVER),
                                            opcode & 7, MEMORY.get(LONG, sp));
                                    sp += 8;
                                    pc++;
                                    continue;
                                case Opcode.POP_STORE_TEMPORARY, Opcode.POP_STORE_TEMPORARY + 1,
                                        Opcode.POP_STORE_TEMPORARY + 2, Opcode.POP_STORE_TEMPORARY + 3,
                                        Opcode.POP_STORE_TEMPORARY + 4, Opcode.POP_STORE_TEMPORARY + 5,
                                        Opcode.POP_STORE_TEMPORARY + 6, Opcode.POP_STORE_TEMPORARY + 7:
                                    MEMORY.set(LONG, fp + FrameLayout.FIRST_TEMPORARY - (opcode & 7) * 8,
                                            MEMORY.get(LONG, sp));
                                    sp += 8;
                                    pc++;
                                    continue;
                                case Opcode.PUSH_RECEIVER:
                                    sp -= 8;
                                    MEMORY.set(LONG, sp, MEMORY.get(LONG, fp + FrameLayout.RECEIVER));
                                    pc++;
                                    continue;
                                case Opcode.PUSH_TRUE:
                                    sp -= 8;
                                    MEMORY.set(LONG, sp, yes);
                                    pc++;
                                    continue;
                                case Opcode.PUSH_FALSE:
                                    sp -= 8;
                                    MEMORY.set(LONG, sp, no);
                                    pc++;
                                    continue;
                                case Opcode.PUSH_NIL:
                                    sp -= 8;
                                    MEMORY.set(LONG, sp, nil);
                                    pc++;
                                    continue;
                                case Opcode.PUSH_MINUS_ONE, Opcode.PUSH_ZERO, Opcode.PUSH_ONE, Opcode.PUSH_TWO:
                                    sp -= 8;
                                    MEMORY.set(LONG, sp, Oop.smallInteger(opcode - Opcode.PUSH_ZERO));
                                    pc++;
                                    continue;
                                case Opcode.PUSH_THIS_CONTEXT:
                                    answer = SlowCalls.contextOf(mutator, slow, sp, fp, pc - method);
                                    arguments = -1;
                                    next = pc + 1;
                                    break result;
                                case Opcode.DUPLICATE:
                                    sp -= 8;
                                    MEMORY.set(LONG, sp, MEMORY.get(LONG, sp + 8));
                                    pc++;
                                    continue;
                                case Opcode.POP:
                                    sp += 8;
                                    pc++;
                                    continue;
                                case Opcode.RETURN_RECEIVER:
                                    answer = MEMORY.get(LONG, fp + FrameLayout.RECEIVER);
                                    break leave;
                                case Opcode.RETURN_TRUE:
                                    answer = yes;
                                    break leave;
                                case Opcode.RETURN_FALSE:
                                    answer = no;
                                    break leave;
                                case Opcode.RETURN_NIL:
                                    answer = nil;
                                    break leave;
                                case Opcode.RETURN_TOP:
                                    answer = MEMORY.get(LONG, sp);
                                    break leave;
                                case Opcode.NON_LOCAL_RETURN:
                                    answer = SlowCalls.nonLocalReturn(mutator, slow, sp, fp, pc - method);
                                    break slow;

                                case Opcode.SEND_ADD: {
                                    long receiver = MEMORY.get(LONG, sp + 8);
                                    long argument = MEMORY.get(LONG, sp);
                                    long sum = receiver + argument - Oop.SMALL_INTEGER_TAG;
                                    if (Oop.areSmallIntegers(receiver, argument)
                                            && ((receiver ^ sum) & (argument ^ sum)) >= 0) {
                                        sp += 8;
                                        MEMORY.set(LONG, sp, sum);
                                        pc += 2;
                                        continue;
                                    }
                                    answer = Arithmetic.special(opcode, mutator, receiver, argument);
                                    arguments = 1;
                                    next = pc + 2;
                                    break result;
                                }
                                case Opcode.SEND_SUBTRACT: {
                                    long receiver = MEMORY.get(LONG, sp + 8);
                                    long argument = MEMORY.get(LONG, sp);
                                    long difference = receiver - argument + Oop.SMALL_INTEGER_TAG;
                                    if (Oop.areSmallIntegers(receiver, argument)
                                            && ((receiver ^ argument) & (receiver ^ difference)) >= 0) {
                                        sp += 8;
                                        MEMORY.set(LONG, sp, difference);
                                        pc += 2;
                                        continue;
                                    }
                                    answer = Arithmetic.special(opcode, mutator, receiver, argument);
                                    arguments = 1;
                                    next = pc + 2;
                                    break result;
                                }
                                case Opcode.SEND_LESS: {
                                    long receiver = MEMORY.get(LONG, sp + 8);
                                    long argument = MEMORY.get(LONG, sp);
                                    if (Oop.areSmallIntegers(receiver, argument)) {
                                        condition = receiver < argument;
                                        sp += 16;
                                        pc += 2;
                                        break compare;
                                    }
                                    answer = Arithmetic.special(opcode, mutator, receiver, argument);
                                    arguments = 1;
                                    next = pc + 2;
                                    break result;
                                }
                                case Opcode.SEND_GREATER: {
                                    long receiver = MEMORY.get(LONG, sp + 8);
                                    long argument = MEMORY.get(LONG, sp);
                                    if (Oop.areSmallIntegers(receiver, argument)) {
                                        condition = receiver > argument;
                                        sp += 16;
                                        pc += 2;
                                        break compare;
                                    }
                                    answer = Arithmetic.special(opcode, mutator, receiver, argument);
                                    arguments = 1;
                                    next = pc + 2;
                                    break result;
                                }
                                case Opcode.SEND_LESS_OR_EQUAL: {
                                    long receiver = MEMORY.get(LONG, sp + 8);
                                    long argument = MEMORY.get(LONG, sp);
                                    if (Oop.areSmallIntegers(receiver, argument)) {
                                        condition = receiver <= argument;
                                        sp += 16;
                                        pc += 2;
                                        break compare;
                                    }
                                    answer = Arithmetic.special(opcode, mutator, receiver, argument);
                                    arguments = 1;
                                    next = pc + 2;
                                    break result;
                                }
                                case Opcode.SEND_GREATER_OR_EQUAL: {
                                    long receiver = MEMORY.get(LONG, sp + 8);
                                    long argument = MEMORY.get(LONG, sp);
                                    if (Oop.areSmallIntegers(receiver, argument)) {
                                        condition = receiver >= argument;
                                        sp += 16;
                                        pc += 2;
                                        break compare;
                                    }
                                    answer = Arithmetic.special(opcode, mutator, receiver, argument);
                                    arguments = 1;
                                    next = pc + 2;
                                    break result;
                                }
                                case Opcode.SEND_EQUAL: {
                                    long receiver = MEMORY.get(LONG, sp + 8);
                                    long argument = MEMORY.get(LONG, sp);
                                    if (Oop.areSmallIntegers(receiver, argument)) {
                                        condition = receiver == argument;
                                        sp += 16;
                                        pc += 2;
                                        break compare;
                                    }
                                    answer = Arithmetic.special(opcode, mutator, receiver, argument);
                                    arguments = 1;
                                    next = pc + 2;
                                    break result;
                                }
                                case Opcode.SEND_NOT_EQUAL: {
                                    long receiver = MEMORY.get(LONG, sp + 8);
                                    long argument = MEMORY.get(LONG, sp);
                                    if (Oop.areSmallIntegers(receiver, argument)) {
                                        condition = receiver != argument;
                                        sp += 16;
                                        pc += 2;
                                        break compare;
                                    }
                                    answer = Arithmetic.special(opcode, mutator, receiver, argument);
                                    arguments = 1;
                                    next = pc + 2;
                                    break result;
                                }
                                case Opcode.SEND_MULTIPLY: {
                                    long receiver = MEMORY.get(LONG, sp + 8);
                                    long argument = MEMORY.get(LONG, sp);
                                    long factor = receiver - Oop.SMALL_INTEGER_TAG;
                                    long count = Oop.integerValue(argument);
                                    long product = factor * count;
                                    if (Oop.areSmallIntegers(receiver, argument)
                                            && Math.multiplyHigh(factor, count) == product >> 63) {
                                        sp += 8;
                                        MEMORY.set(LONG, sp, product + Oop.SMALL_INTEGER_TAG);
                                        pc += 2;
                                        continue;
                                    }
                                    answer = Arithmetic.special(opcode, mutator, receiver, argument);
                                    arguments = 1;
                                    next = pc + 2;
                                    break result;
                                }
                                case Opcode.SEND_BIT_AND: {
                                    long receiver = MEMORY.get(LONG, sp + 8);
                                    long argument = MEMORY.get(LONG, sp);
                                    arguments = 1;
                                    if (!Oop.areSmallIntegers(receiver, argument)) {
                                        break special;
                                    }
                                    sp += 8;
                                    MEMORY.set(LONG, sp, receiver & argument);
                                    pc += 2;
                                    continue;
                                }
                                case Opcode.SEND_BIT_OR: {
                                    long receiver = MEMORY.get(LONG, sp + 8);
                                    long argument = MEMORY.get(LONG, sp);
                                    arguments = 1;
                                    if (!Oop.areSmallIntegers(receiver, argument)) {
                                        break special;
                                    }
                                    sp += 8;
                                    MEMORY.set(LONG, sp, receiver | argument);
                                    pc += 2;
                                    continue;
                                }
                                case Opcode.SEND_DIVIDE, Opcode.SEND_MODULO, Opcode.SEND_INTEGER_DIVIDE,
                                        Opcode.SEND_BIT_XOR, Opcode.SEND_BIT_SHIFT:
                                    answer = Arithmetic.special(opcode, mutator, MEMORY.get(LONG, sp + 8),
                                            MEMORY.get(LONG, sp));
                                    arguments = 1;
                                    next = pc + 2;
                                    break result;
                                case Opcode.SEND_AT:
                                    answer = Indexing.at(MEMORY.get(LONG, sp + 8), MEMORY.get(LONG, sp));
                                    arguments = 1;
                                    next = pc + 2;
                                    break result;
                                case Opcode.SEND_AT_PUT: {
                                    long element = MEMORY.get(LONG, sp);
                                    answer = Indexing.atPut(mutator, MEMORY.get(LONG, sp + 16),
                                            MEMORY.get(LONG, sp + 8), element) ? element : Arithmetic.SEND;
                                    arguments = 2;
                                    next = pc + 2;
                                    break result;
                                }
                                case Opcode.SEND_SIZE:
                                    answer = Indexing.size(MEMORY.get(LONG, sp));
                                    arguments = 0;
                                    next = pc + 2;
                                    break result;
                                case Opcode.SEND_VALUE, Opcode.SEND_VALUE_1, Opcode.SEND_VALUE_2:
                                    arguments = opcode - Opcode.SEND_VALUE;
                                    break value;
                                case Opcode.SEND_NEW, Opcode.SEND_NEW_SIZED:
                                    arguments = opcode - Opcode.SEND_NEW;
                                    break special;
                                case Opcode.SEND_NOT: {
                                    long receiver = MEMORY.get(LONG, sp);
                                    arguments = 0;
                                    if (receiver != yes && receiver != no) {
                                        break special;
                                    }
                                    MEMORY.set(LONG, sp, receiver == yes ? no : yes);
                                    pc += 2;
                                    continue;
                                }
                                case Opcode.SEND_IS_NIL, Opcode.SEND_NOT_NIL: {
                                    long receiver = MEMORY.get(LONG, sp);
                                    arguments = 0;
                                    if (receiver != nil && receiver != yes && receiver != no
                                            && !Oop.isSmallInteger(receiver)) {
                                        break special;
                                    }
                                    condition = receiver == nil == (opcode == Opcode.SEND_IS_NIL);
                                    sp += 8;
                                    pc += 2;
                                    break compare;
                                }
                                case Opcode.IDENTICAL:
                                    condition = MEMORY.get(LONG, sp + 8) == MEMORY.get(LONG, sp);
                                    sp += 16;
                                    pc++;
                                    break compare;
                                case Opcode.NOT_IDENTICAL:
                                    condition = MEMORY.get(LONG, sp + 8) != MEMORY.get(LONG, sp);
                                    sp += 16;
                                    pc++;
                                    break compare;
                                case Opcode.CLASS:
                                    MEMORY.set(LONG, sp, MutatorBlock.classOf(mutator, MEMORY.get(LONG, sp)));
                                    pc++;
                                    continue;

                                case Opcode.SEND_0, Opcode.SEND_1, Opcode.SEND_2, Opcode.SEND_3:
                                    arguments = opcode - Opcode.SEND_0;
                                    siteIndex = MEMORY.get(BYTE, pc + 2) & 0xFF;
                                    next = pc + 3;
                                    break send;
                                case Opcode.SEND, Opcode.SEND_SUPER:
                                    arguments = MEMORY.get(BYTE, pc + 5) & 0xFF;
                                    siteIndex = MEMORY.get(SHORT, pc + 3) & 0xFFFF;
                                    next = pc + 6;
                                    break send;

                                case Opcode.PUSH_RECEIVER_VARIABLE_LONG:
                                    sp -= 8;
                                    MEMORY.set(LONG, sp, MEMORY.get(LONG, MEMORY.get(LONG, fp + FrameLayout.RECEIVER)
                                            + ObjectHeader.BYTES + (MEMORY.get(BYTE, pc + 1) & 0xFF) * 8));
                                    pc += 2;
                                    continue;
                                case Opcode.PUSH_TEMPORARY_LONG:
                                    sp -= 8;
                                    MEMORY.set(LONG, sp, MEMORY.get(LONG, fp + FrameLayout.FIRST_TEMPORARY
                                            - (MEMORY.get(SHORT, pc + 1) & 0xFFFF) * 8));
                                    pc += 3;
                                    continue;
                                case Opcode.PUSH_ARGUMENT_LONG:
                                    sp -= 8;
                                    MEMORY.set(LONG, sp, MEMORY.get(LONG, fp + FrameLayout.LAST_ARGUMENT
                                            + (MEMORY.get(BYTE, pc + 1) & 0xFF) * 8));
                                    pc += 2;
                                    continue;
                                case Opcode.PUSH_LITERAL_LONG:
                                    sp -= 8;
                                    MEMORY.set(LONG, sp, MEMORY.get(LONG, method + LITERALS
                                            + (MEMORY.get(SHORT, pc + 1) & 0xFFFF) * 8));
                                    pc += 3;
                                    continue;
                                case Opcode.PUSH_LITERAL_VARIABLE_LONG:
                                    sp -= 8;
                                    MEMORY.set(LONG, sp, MEMORY.get(LONG, ASSOCIATION_VALUE + MEMORY.get(LONG, method
                                            + LITERALS + (MEMORY.get(SHORT, pc + 1) & 0xFFFF) * 8)));
                                    pc += 3;
                                    continue;
                                case Opcode.PUSH_SMALL_INTEGER:
                                    sp -= 8;
                                    MEMORY.set(LONG, sp, Oop.smallInteger(MEMORY.get(BYTE, pc + 1)));
                                    pc += 2;
                                    continue;
                                case Opcode.STORE_RECEIVER_VARIABLE:
                                    WriteBarrier.putSlot(mutator, MEMORY.get(LONG, fp + FrameLayout.RECEIVER),
                                            MEMORY.get(BYTE, pc + 1) & 0xFF, MEMORY.get(LONG, sp));
                                    pc += 2;
                                    continue;
                                case Opcode.POP_STORE_RECEIVER_VARIABLE_LONG:
                                    WriteBarrier.putSlot(mutator, MEMORY.get(LONG, fp + FrameLayout.RECEIVER),
                                            MEMORY.get(BYTE, pc + 1) & 0xFF, MEMORY.get(LONG, sp));
                                    sp += 8;
                                    pc += 2;
                                    continue;
                                case Opcode.STORE_TEMPORARY:
                                    MEMORY.set(LONG, fp + FrameLayout.FIRST_TEMPORARY
                                            - (MEMORY.get(SHORT, pc + 1) & 0xFFFF) * 8, MEMORY.get(LONG, sp));
                                    pc += 3;
                                    continue;
                                case Opcode.POP_STORE_TEMPORARY_LONG:
                                    MEMORY.set(LONG, fp + FrameLayout.FIRST_TEMPORARY
                                            - (MEMORY.get(SHORT, pc + 1) & 0xFFFF) * 8, MEMORY.get(LONG, sp));
                                    sp += 8;
                                    pc += 3;
                                    continue;
                                case Opcode.STORE_LITERAL_VARIABLE:
                                    WriteBarrier.putSlot(mutator, MEMORY.get(LONG, method + LITERALS
                                            + (MEMORY.get(SHORT, pc + 1) & 0xFFFF) * 8), Association.VALUE,
                                            MEMORY.get(LONG, sp));
                                    pc += 3;
                                    continue;
                                case Opcode.POP_STORE_LITERAL_VARIABLE:
                                    WriteBarrier.putSlot(mutator, MEMORY.get(LONG, method + LITERALS
                                            + (MEMORY.get(SHORT, pc + 1) & 0xFFFF) * 8), Association.VALUE,
                                            MEMORY.get(LONG, sp));
                                    sp += 8;
                                    pc += 3;
                                    continue;

                                case Opcode.PUSH_NEW_VECTOR:
                                    answer = Allocated.vector(mutator, MEMORY.get(BYTE, pc + 1) & 0xFF);
                                    arguments = -1;
                                    next = pc + 2;
                                    break result;
                                case Opcode.PUSH_ARRAY: {
                                    int elements = MEMORY.get(SHORT, pc + 1) & 0xFFFF;
                                    answer = Allocated.array(mutator, sp, elements);
                                    arguments = elements - 1;
                                    next = pc + 3;
                                    break result;
                                }
                                case Opcode.PUSH_CLOSURE:
                                    answer = Allocated.closure(mutator, slow, pc, sp, fp, method);
                                    arguments = (MEMORY.get(BYTE, pc + 3) & 0xFF) - 1;
                                    next = pc + 5;
                                    break result;
                                case Opcode.PUSH_REMOTE:
                                    sp -= 8;
                                    MEMORY.set(LONG, sp, MEMORY.get(LONG, MEMORY.get(LONG, fp + FrameLayout.FIRST_TEMPORARY
                                            - (MEMORY.get(SHORT, pc + 2) & 0xFFFF) * 8)
                                            + ObjectHeader.BYTES + (MEMORY.get(BYTE, pc + 1) & 0xFF) * 8));
                                    pc += 4;
                                    continue;
                                case Opcode.STORE_REMOTE:
                                    WriteBarrier.putSlot(mutator, MEMORY.get(LONG, fp + FrameLayout.FIRST_TEMPORARY
                                            - (MEMORY.get(SHORT, pc + 2) & 0xFFFF) * 8),
                                            MEMORY.get(BYTE, pc + 1) & 0xFF, MEMORY.get(LONG, sp));
                                    pc += 4;
                                    continue;
                                case Opcode.POP_STORE_REMOTE:
                                    WriteBarrier.putSlot(mutator, MEMORY.get(LONG, fp + FrameLayout.FIRST_TEMPORARY
                                            - (MEMORY.get(SHORT, pc + 2) & 0xFFFF) * 8),
                                            MEMORY.get(BYTE, pc + 1) & 0xFF, MEMORY.get(LONG, sp));
                                    sp += 8;
                                    pc += 4;
                                    continue;

                                case Opcode.JUMP:
                                    next = pc + 3 + MEMORY.get(SHORT, pc + 1);
                                    break jump;
                                case Opcode.JUMP_TRUE, Opcode.JUMP_FALSE: {
                                    long bool = MEMORY.get(LONG, sp);
                                    if (bool != yes && bool != no) {
                                        answer = SlowCalls.mustBeBoolean(mutator, slow, sp, fp, pc - method);
                                        break slow;
                                    }
                                    sp += 8;
                                    next = pc + 3;
                                    if (bool == yes == (opcode == Opcode.JUMP_TRUE)) {
                                        next += MEMORY.get(SHORT, pc + 1);
                                    }
                                    break jump;
                                }
                                case Opcode.JUMP_NIL, Opcode.JUMP_NOT_NIL:
                                    next = pc + 3;
                                    if (MEMORY.get(LONG, sp) == nil == (opcode == Opcode.JUMP_NIL)) {
                                        next += MEMORY.get(SHORT, pc + 1);
                                    }
                                    sp += 8;
                                    break jump;
                                case Opcode.SHORT_JUMP, Opcode.SHORT_JUMP + 1, Opcode.SHORT_JUMP + 2,
                                        Opcode.SHORT_JUMP + 3, Opcode.SHORT_JUMP + 4,
                                        Opcode.SHORT_JUMP + 5, Opcode.SHORT_JUMP + 6,
                                        Opcode.SHORT_JUMP + 7:
                                    pc += (opcode & 7) + 2;
                                    continue;
                                case Opcode.SHORT_JUMP_FALSE, Opcode.SHORT_JUMP_FALSE + 1,
                                        Opcode.SHORT_JUMP_FALSE + 2, Opcode.SHORT_JUMP_FALSE + 3,
                                        Opcode.SHORT_JUMP_FALSE + 4, Opcode.SHORT_JUMP_FALSE + 5,
                                        Opcode.SHORT_JUMP_FALSE + 6, Opcode.SHORT_JUMP_FALSE + 7:
                                {
                                    long bool = MEMORY.get(LONG, sp);
                                    if (bool == no) {
                                        pc += (opcode & 7) + 1;
                                    } else if (bool != yes) {
                                        answer = SlowCalls.mustBeBoolean(mutator, slow, sp, fp, pc - method);
                                        break slow;
                                    }
                                    sp += 8;
                                    pc++;
                                    continue;
                                }
                                default:
                                    throw Registers.unknownOpcode(method, pc - method, opcode);
                                }
                            }
                            int following = MEMORY.get(BYTE, pc) & 0xFF;
                            if ((following & 0xF8) == Opcode.SHORT_JUMP_FALSE) {
                                pc += condition ? 1 : (following & 7) + 2;
                                continue;
                            }
                            if (following != Opcode.JUMP_FALSE) {
                                sp -= 8;
                                MEMORY.set(LONG, sp, condition ? yes : no);
                                continue;
                            }
                            next = pc + 3;
                            if (!condition) {
                                next += MEMORY.get(SHORT, pc + 1);
                            }
                            }
                            boolean backward = next <= pc;
                            pc = next;
                            if (!backward || Long.compareUnsigned(sp,
                                    MEMORY.get(LONG, mutator + MutatorBlock.STACK_LIMIT)) >= 0) {
                                continue;
                            }
                            answer = SlowCalls.poll(mutator, slow, sp, fp, pc - method);
                            break slow;
                            }
                            long caller = MEMORY.get(LONG, fp + FrameLayout.SAVED_FP);
                            if (caller == 0 || MEMORY.get(LONG, fp + FrameLayout.CONTEXT) != nil
                                    || MEMORY.get(LONG, fp + FrameLayout.RETURN_IP) != FrameLayout.RETURN_TO_DRIVER) {
                                answer = SlowCalls.slowReturn(mutator, slow, sp, fp, pc - method, answer);
                                break slow;
                            }
                            sp = fp + FrameLayout.LAST_ARGUMENT
                                    + (MEMORY.get(BYTE, fp + FrameLayout.INTERPRETER_WORD + 4) & 0xFF) * 8;
                            MEMORY.set(LONG, sp, answer);
                            fp = caller;
                            method = MEMORY.get(LONG, fp + FrameLayout.METHOD);
                            pc = method + MEMORY.get(INT, fp + FrameLayout.INTERPRETER_WORD);
                            continue;
                            }
                            if (!SlowPaths.isCode(answer)) {
                                sp += arguments * 8;
                                MEMORY.set(LONG, sp, answer);
                                pc = next;
                                continue;
                            }
                            if (answer == Arithmetic.SEND) {
                                break special;
                            }
                            Registers.save(mutator, sp, fp, pc - method);
                            break slow;
                            }
                            long closure = MEMORY.get(LONG, sp + arguments * 8);
                            if (Oop.classIndex(closure) != BLOCK_CLOSURE) {
                                break special;
                            }
                            next = pc + 2;
                            if (MEMORY.get(LONG, closure + CLOSURE_ARGUMENTS) != Oop.smallInteger(arguments)) {
                                Registers.save(mutator, sp, fp, pc - method);
                                callee = slow.wrongArgumentCount(arguments);
                                if (SlowPaths.isCode(callee)) {
                                    answer = callee;
                                    break slow;
                                }
                                sp = MEMORY.get(LONG, mutator + MutatorBlock.STACK_POINTER);
                                arguments = MethodLayout.arguments(MethodLayout.header(callee));
                                break activate;
                            }
                            FrameLayout.setPc(fp, (int) (next - method));
                            MEMORY.set(LONG, sp - 8, FrameLayout.RETURN_TO_DRIVER);
                            MEMORY.set(LONG, sp - 16, fp);
                            fp = sp - 16;
                            method = MEMORY.get(LONG, closure + COMPILED_BLOCK);
                            long header = MEMORY.get(LONG, method + METHOD_HEADER) >> Oop.TAG_BITS;
                            int firstPc = MethodLayout.firstPc(header);
                            pc = method + firstPc;
                            MEMORY.set(LONG, fp + FrameLayout.METHOD, method);
                            MEMORY.set(LONG, fp + FrameLayout.CONTEXT, nil);
                            MEMORY.set(LONG, fp + FrameLayout.INTERPRETER_WORD,
                                    FrameLayout.interpreterWord(firstPc, arguments, true));
                            MEMORY.set(LONG, fp + FrameLayout.RECEIVER, MEMORY.get(LONG, closure + CLOSURE_RECEIVER));
                            sp = fp + FrameLayout.RECEIVER;
                            int copied = (int) ObjectHeader.slots(closure) - Closure.FIRST_COPIED;
                            int temporaries = MethodLayout.temporaries(header);
                            if (temporaries != 0) {
                                sp = Frames.pushCopied(sp, closure, copied);
                                sp = Frames.pushNils(sp, temporaries - copied, nil);
                            }
                            if (Long.compareUnsigned(sp, MEMORY.get(LONG, mutator + MutatorBlock.STACK_LIMIT)) >= 0) {
                                continue;
                            }
                            answer = SlowCalls.poll(mutator, slow, sp, fp, firstPc);
                            break slow;
                            }
                            siteIndex = MEMORY.get(BYTE, pc + 1) & 0xFF;
                            next = pc + 2;
                        }
                        long sites = MEMORY.get(LONG, method + METHOD_SITES) - Oop.SMALL_INTEGER_TAG;
                        if (sites == 0) {
                            sites = Sends.makeSites(slow, mutator, sp, fp, pc, method);
                        }
                        long site = sites + ((long) siteIndex << SITE_SHIFT);
                        long receiver = MEMORY.get(LONG, sp + arguments * 8);
                        callee = MEMORY.get(LONG, site + SendSite.METHOD);
                        if (MEMORY.get(INT, site + SendSite.CLASS_INDEX) != Oop.classIndex(receiver)
                                && (opcode != Opcode.SEND_SUPER || callee == 0)) {
                            Registers.save(mutator, sp, fp, pc - method);
                            callee = Sends.miss(mutator, slow, pc, method, site, receiver, arguments);
                            if (SlowPaths.isCode(callee)) {
                                answer = callee;
                                break slow;
                            }
                            sp = MEMORY.get(LONG, mutator + MutatorBlock.STACK_POINTER);
                            arguments = MethodLayout.arguments(MethodLayout.header(callee));
                        }
                    }
                    long header = MEMORY.get(LONG, callee + METHOD_HEADER) >> Oop.TAG_BITS;
                    int primitive = MethodLayout.primitive(header);
                    if (primitive != 0) {
                        Registers.save(mutator, sp, fp, pc - method);
                        answer = slow.primitive(primitive, callee, arguments);
                        if (!SlowPaths.isCode(answer)) {
                            sp += arguments * 8;
                            MEMORY.set(LONG, sp, answer);
                            pc = next;
                            continue;
                        }
                        if (answer != SlowPaths.FAILED) {
                            break slow;
                        }
                    }
                    FrameLayout.setPc(fp, (int) (next - method));
                    int firstPc = MethodLayout.firstPc(header);
                    long receiver = MEMORY.get(LONG, sp + arguments * 8);
                    MEMORY.set(LONG, sp - 8, FrameLayout.RETURN_TO_DRIVER);
                    MEMORY.set(LONG, sp - 16, fp);
                    fp = sp - 16;
                    method = callee;
                    pc = method + firstPc;
                    MEMORY.set(LONG, fp + FrameLayout.METHOD, method);
                    MEMORY.set(LONG, fp + FrameLayout.CONTEXT, nil);
                    MEMORY.set(LONG, fp + FrameLayout.INTERPRETER_WORD,
                            FrameLayout.interpreterWord(firstPc, arguments, false));
                    MEMORY.set(LONG, fp + FrameLayout.RECEIVER, receiver);
                    sp = fp + FrameLayout.RECEIVER;
                    int temporaries = MethodLayout.temporaries(header);
                    if (temporaries != 0) {
                        sp = Frames.pushNils(sp, temporaries, nil);
                    }
                    if (Long.compareUnsigned(sp, MEMORY.get(LONG, mutator + MutatorBlock.STACK_LIMIT)) >= 0) {
                        continue;
                    }
                    answer = SlowCalls.poll(mutator, slow, sp, fp, firstPc);
                }
                if (answer == SlowPaths.RELOAD) {
                    continue reload;
                }
                return Registers.exit(mutator, answer);
            }
        }
    }
}
