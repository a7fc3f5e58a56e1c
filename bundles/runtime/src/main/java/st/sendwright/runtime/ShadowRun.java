package st.sendwright.runtime;

import java.util.List;
import java.util.function.LongSupplier;
import st.sendwright.interpreter.Exit;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.interpreter.SlowPaths;
import st.sendwright.jit.Stub;
import st.sendwright.model.Bytecode;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.vm.Profile.Activity;

/**
 * Runs a method beside the program, on a stack of its own, and answers what it answers. Only methods are run that can change nothing and
 * end soon ({@link #isHarmless}); whatever needs the kernel, such as a send, a collection or a poll, ends the run without an answer.
 * Afterwards all registers are what they were.
 *
 * <p><b>Thread</b>: the VM thread, at a driver exit.
 */
final class ShadowRun implements AutoCloseable {

    /** No answer that could be compared. No oop is 0. */
    static final long NONE = 0;

    private static final int MOST_BYTECODES = 64;
    private static final int MOST_ARGUMENTS = 3;
    private static final long STACK_BYTES = 4 << 10;
    /** What a run changes in the mutator block. */
    private static final List<Integer> REGISTERS = List.of(MutatorBlock.STACK_POINTER, MutatorBlock.FRAME_POINTER,
            MutatorBlock.PROGRAM_COUNTER, MutatorBlock.EXIT_REASON, MutatorBlock.EXIT_VALUE, MutatorBlock.MACHINE_PC,
            MutatorBlock.MACHINE_RESULT, MutatorBlock.ENTRY_RECEIVER, MutatorBlock.REQUESTED_BYTES,
            MutatorBlock.PRIMITIVE_FAILURE);

    private final World world;
    private final long mutator;
    private final long memory = NativeMemory.reserve(StackZone.HEADROOM_BYTES + STACK_BYTES);
    private final long[] saved = new long[REGISTERS.size()];
    private final Refusing paths = new Refusing();

    /** Something has to be done that only the kernel can do. */
    private static final class AbandonedException extends RuntimeException {

        private static final long serialVersionUID = 1;

        AbandonedException() {
            super("the run is over", null, false, false);
        }
    }

    /** Slow paths that serve nothing but the return from the frame that the run began with. */
    private static final class Refusing implements SlowPaths {

        private final AbandonedException abandoned = new AbandonedException();
        private long answer;

        @Override
        public long slowReturn(long value) {
            answer = value;
            return EXIT;
        }

        @Override
        public long sendMiss(long site, long selector, int arguments) {
            throw abandoned;
        }

        @Override
        public long superSendMiss(long site, long selector, int arguments) {
            throw abandoned;
        }

        @Override
        public long primitive(int index, long method, int arguments) {
            throw abandoned;
        }

        @Override
        public long countedDown(long method) {
            throw abandoned;
        }

        @Override
        public long makeSites(long method) {
            throw abandoned;
        }

        @Override
        public long contextOf(long framePointer) {
            throw abandoned;
        }

        @Override
        public long invokeClosure(long closure) {
            throw abandoned;
        }

        @Override
        public long wrongArgumentCount(int arguments) {
            throw abandoned;
        }

        @Override
        public long nonLocalReturn() {
            throw abandoned;
        }

        @Override
        public long mustBeBoolean() {
            throw abandoned;
        }

        @Override
        public long attemptToAssign(long object, long slot, long value) {
            throw abandoned;
        }

        @Override
        public long poll() {
            throw abandoned;
        }
    }

    ShadowRun(World world) {
        this.world = world;
        this.mutator = world.mutator;
    }

    /** Whether a method stores nowhere but into its own temporaries, makes no object, sends nothing but arithmetic, and does not loop. */
    static boolean isHarmless(long method) {
        long header = MethodLayout.header(method);
        int count = MethodLayout.bytecodeCount(method);
        if (MethodLayout.isBlock(header) || MethodLayout.primitive(header) != 0 || count > MOST_BYTECODES
                || MethodLayout.arguments(header) > MOST_ARGUMENTS) {
            return false;
        }
        int first = MethodLayout.firstPc(header);
        for (int pc = first; pc < first + count; pc += Bytecode.of(Memory.unsignedByteAt(method + pc)).length()) {
            if (!isHarmless(method, pc)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHarmless(long method, int pc) {
        return switch (Bytecode.of(Memory.unsignedByteAt(method + pc))) {
            case PUSH_RECEIVER_VARIABLE, PUSH_TEMPORARY, PUSH_ARGUMENT, PUSH_LITERAL, PUSH_LITERAL_VARIABLE,
                    POP_STORE_TEMPORARY, PUSH_RECEIVER, PUSH_TRUE, PUSH_FALSE, PUSH_NIL, PUSH_MINUS_ONE, PUSH_ZERO,
                    PUSH_ONE, PUSH_TWO, DUPLICATE, POP, RETURN_RECEIVER, RETURN_TRUE, RETURN_FALSE, RETURN_NIL, RETURN_TOP,
                    SEND_ADD, SEND_SUBTRACT, SEND_LESS, SEND_GREATER, SEND_LESS_OR_EQUAL, SEND_GREATER_OR_EQUAL,
                    SEND_EQUAL, SEND_NOT_EQUAL, SEND_MULTIPLY, SEND_DIVIDE, SEND_MODULO, SEND_INTEGER_DIVIDE, SEND_BIT_AND,
                    SEND_BIT_OR, SEND_BIT_XOR, SEND_BIT_SHIFT, SEND_NOT, SEND_IS_NIL, SEND_NOT_NIL, IDENTICAL, NOT_IDENTICAL,
                    CLASS, PUSH_RECEIVER_VARIABLE_LONG, PUSH_TEMPORARY_LONG, PUSH_ARGUMENT_LONG, PUSH_LITERAL_LONG,
                    PUSH_LITERAL_VARIABLE_LONG, PUSH_SMALL_INTEGER, STORE_TEMPORARY, POP_STORE_TEMPORARY_LONG,
                    SHORT_JUMP, SHORT_JUMP_FALSE -> true;
            case JUMP, JUMP_TRUE, JUMP_FALSE, JUMP_NIL, JUMP_NOT_NIL -> Memory.shortAt(method + pc + 1) >= 0;
            default -> false;
        };
    }

    /**
     * What an interpreter answers; {@link #NONE} when it needs the kernel.
     *
     * @throws RuntimeException or an error, whatever the interpreter throws
     */
    long interpreted(Interpreter interpreter, long method, long receiver, long[] arguments) {
        return aside(Activity.INTERPRETER, () -> {
            // Without records of its sends it can link and enter nothing by itself.
            long slot = ObjectHeader.slotAddress(method, MethodLayout.SITES);
            long sites = Memory.longAt(slot);
            Memory.putLong(slot, Oop.SMALL_INTEGER_TAG);
            try {
                push(receiver, arguments, FrameLayout.RETURN_TO_DRIVER);
                activate(method, receiver);
                Memory.putLong(mutator + MutatorBlock.EXIT_REASON, Exit.POLL);
                paths.answer = NONE;
                interpreter.run(mutator, paths);
                return paths.answer;
            } catch (AbandonedException end) {
                return NONE;
            } finally {
                Memory.putLong(slot, sites);
            }
        });
    }

    /** What machine code answers; {@link #NONE} when it needs the kernel. */
    long compiled(MachineRunner runner, CodeBlock block, long receiver, long[] arguments) {
        return aside(Activity.MACHINE_CODE, () -> {
            push(receiver, arguments, runner.stub(Stub.RETURN_TO_DRIVER));
            Memory.putLong(mutator + MutatorBlock.ENTRY_RECEIVER, receiver);
            Memory.putLong(mutator + MutatorBlock.MACHINE_PC, block.uncheckedEntry());
            return runner.enterAside() == Stub.RETURN_TO_DRIVER && world.stacks.fp() == 0
                    ? Memory.longAt(mutator + MutatorBlock.MACHINE_RESULT) : NONE;
        });
    }

    /** On a stack of its own; what does not come back is as it is for programs. */
    private long aside(Activity who, LongSupplier run) {
        for (int i = 0; i < saved.length; i++) {
            saved[i] = Memory.longAt(mutator + REGISTERS.get(i));
        }
        Memory.putLong(mutator + MutatorBlock.STACK_POINTER, memory + StackZone.HEADROOM_BYTES + STACK_BYTES);
        Memory.putLong(mutator + MutatorBlock.FRAME_POINTER, 0);
        world.polls.setLimit(memory + StackZone.HEADROOM_BYTES);
        Activity before = world.activity.begin(who);
        try {
            return run.getAsLong();
        } finally {
            world.activity.begin(before);
            for (int i = 0; i < saved.length; i++) {
                Memory.putLong(mutator + REGISTERS.get(i), saved[i]);
            }
            world.stacks.restoreLimit();
        }
    }

    /** What a caller leaves on the stack; the Context below it is nil. */
    private void push(long receiver, long[] arguments, long returnIp) {
        world.stacks.push(MutatorBlock.nil(mutator));
        world.stacks.push(receiver);
        for (long each : arguments) {
            world.stacks.push(each);
        }
        world.stacks.push(returnIp);
    }

    /** The rest of a base frame. */
    private void activate(long method, long receiver) {
        long header = MethodLayout.header(method);
        world.stacks.push(0);
        long fp = world.stacks.sp();
        world.stacks.push(method);
        world.stacks.push(MutatorBlock.nil(mutator));
        world.stacks.push(FrameLayout.interpreterWord(MethodLayout.firstPc(header), MethodLayout.arguments(header), false));
        world.stacks.push(receiver);
        for (int i = 0; i < MethodLayout.temporaries(header); i++) {
            world.stacks.push(MutatorBlock.nil(mutator));
        }
        Memory.putLong(mutator + MutatorBlock.FRAME_POINTER, fp);
        world.stacks.setPc(MethodLayout.firstPc(header));
    }

    @Override
    public void close() {
        NativeMemory.release(memory);
    }
}
