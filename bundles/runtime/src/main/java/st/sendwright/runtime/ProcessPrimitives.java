package st.sendwright.runtime;

import java.util.List;
import st.sendwright.interpreter.Exit;
import st.sendwright.model.Allocation;
import st.sendwright.model.KernelLayout;
import st.sendwright.model.KernelLayout.Closure;
import st.sendwright.model.KernelLayout.Process;
import st.sendwright.model.KnownClass;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.WriteBarrier;
import st.sendwright.primitives.DeferredPrimitive;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;
import st.sendwright.primitives.PrimitiveSet;

/** Module {@code Processes}: what stops, starts and orders Processes. */
final class ProcessPrimitives implements PrimitiveSet {

    private final World world;
    private final long mutator;
    private final Scheduler scheduler;
    private final KernelPaths paths;

    ProcessPrimitives(World world, KernelPaths paths) {
        this.world = world;
        this.mutator = world.mutator;
        this.scheduler = world.scheduler;
        this.paths = paths;
    }

    @Override
    public String module() {
        return "Processes";
    }

    @Override
    public List<Binding> bindings() {
        return DeferredPrimitive.bindings(this::code,
                "resume 0", "suspend 0", "yield 0", "signal 0", "wait 0", "setPriority 1", "delayUntil 1",
                "cancelDelay 0", "blockContext 1", "processTerminated 0", "beginWatch 3", "endWatch 1");
    }

    private Primitive code(String name) {
        return switch (name) {
            case "resume" -> this::resume;
            case "suspend" -> this::suspend;
            case "yield" -> this::yield;
            case "signal" -> this::signal;
            case "wait" -> this::await;
            case "setPriority" -> this::setPriority;
            case "delayUntil" -> this::delayUntil;
            case "cancelDelay" -> this::cancelDelay;
            case "blockContext" -> this::blockContext;
            case "processTerminated" -> this::processTerminated;
            case "beginWatch" -> this::beginWatch;
            case "endWatch" -> this::endWatch;
            default -> throw new IllegalArgumentException(name);
        };
    }

    private boolean lacksRoom() {
        return !Allocation.hasRoom(mutator, scheduler.suspendBytes());
    }

    /** Answers and gives way when a Process of higher priority has become ready. Room was made sure of. */
    private long answerAndYieldToHigher(int arguments, long result) {
        long answer = paths.answer(arguments, result);
        int priority = scheduler.priority(scheduler.activeProcess());
        if (priority < KernelLayout.Scheduler.PRIORITIES && scheduler.isReady(priority + 1)) {
            scheduler.makeReadyFirst(scheduler.suspendActive());
            return paths.exit(Exit.SWITCH);
        }
        return answer;
    }

    private long resume(PrimitiveFrame frame) {
        long process = frame.receiver();
        if (!scheduler.isProcess(process)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        long nil = MutatorBlock.nil(mutator);
        if (process == scheduler.activeProcess() || ObjectHeader.slot(process, Process.MY_LIST) != nil) {
            return process;
        }
        long context = ObjectHeader.slot(process, Process.SUSPENDED_CONTEXT);
        if (Oop.classIndex(context) != KnownClass.CONTEXT.index() || world.stacks.contexts.isDead(context)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (lacksRoom()) {
            return Primitive.NEEDS_ROOM;
        }
        scheduler.makeReady(process);
        return answerAndYieldToHigher(0, process);
    }

    /** Answers the list the Process waited in, or nil. */
    private long suspend(PrimitiveFrame frame) {
        long process = frame.receiver();
        if (!scheduler.isProcess(process)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (process != scheduler.activeProcess()) {
            long list = ObjectHeader.slot(process, Process.MY_LIST);
            scheduler.remove(process);
            return list;
        }
        if (lacksRoom()) {
            return Primitive.NEEDS_ROOM;
        }
        paths.answer(0, MutatorBlock.nil(mutator));
        scheduler.suspendActive();
        return paths.exit(Exit.SWITCH);
    }

    private long yield(PrimitiveFrame frame) {
        if (lacksRoom()) {
            return Primitive.NEEDS_ROOM;
        }
        int priority = scheduler.priority(scheduler.activeProcess());
        if (!scheduler.isReady(priority)) {
            return frame.receiver();
        }
        paths.answer(0, frame.receiver());
        scheduler.makeReady(scheduler.suspendActive());
        return paths.exit(Exit.SWITCH);
    }

    private long signal(PrimitiveFrame frame) {
        long semaphore = frame.receiver();
        if (!scheduler.isSemaphore(semaphore)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (lacksRoom()) {
            return Primitive.NEEDS_ROOM;
        }
        scheduler.signal(semaphore);
        return answerAndYieldToHigher(0, semaphore);
    }

    private long await(PrimitiveFrame frame) {
        long semaphore = frame.receiver();
        if (!scheduler.isSemaphore(semaphore)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (scheduler.takeSignal(semaphore)) {
            return semaphore;
        }
        if (lacksRoom()) {
            return Primitive.NEEDS_ROOM;
        }
        paths.answer(0, semaphore);
        long process = scheduler.suspendActive();
        scheduler.addLast(semaphore, process);
        return paths.exit(Exit.SWITCH);
    }

    private long setPriority(PrimitiveFrame frame) {
        long process = frame.receiver();
        long value = frame.argument(0);
        if (!scheduler.isProcess(process)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (!Scheduler.isPriority(value)) {
            return frame.fail(Failure.OUT_OF_RANGE);
        }
        if (lacksRoom()) {
            return Primitive.NEEDS_ROOM;
        }
        boolean ready = scheduler.isInReadyList(process);
        if (ready) {
            scheduler.remove(process);
        }
        WriteBarrier.putSlot(mutator, process, Process.PRIORITY, value);
        if (ready) {
            scheduler.makeReady(process);
        }
        return answerAndYieldToHigher(1, process);
    }

    /** The argument is a time of the {@link MillisecondClock}. */
    private long delayUntil(PrimitiveFrame frame) {
        long semaphore = frame.receiver();
        long deadline = frame.argument(0);
        if (!scheduler.isSemaphore(semaphore)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (!Oop.isSmallInteger(deadline)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        long millis = Oop.integerValue(deadline) - world.clock.milliseconds();
        long nanos = Math.clamp(millis, 0L, Long.MAX_VALUE / 4_000_000) * 1_000_000;
        world.timers.add(semaphore, System.nanoTime() + nanos);
        return semaphore;
    }

    private long cancelDelay(PrimitiveFrame frame) {
        world.timers.cancel(frame.receiver());
        return frame.receiver();
    }

    /** A single Context that will run the receiver with the elements of an Array. */
    private long blockContext(PrimitiveFrame frame) {
        long closure = frame.receiver();
        long array = frame.argument(0);
        if (Oop.classIndex(closure) != KnownClass.BLOCK_CLOSURE.index()) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (Oop.classIndex(array) != KnownClass.ARRAY.index()) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        long count = ObjectHeader.slots(array);
        if (count != Oop.integerValue(ObjectHeader.slot(closure, Closure.NUM_ARGS))) {
            return frame.fail(Failure.WRONG_ARGUMENT_COUNT);
        }
        long[] arguments = new long[(int) count];
        for (int i = 0; i < count; i++) {
            arguments[i] = ObjectHeader.slot(array, i);
        }
        long context = world.stacks.contexts.newSingleContext(ObjectHeader.slot(closure, Closure.COMPILED_BLOCK),
                ObjectHeader.slot(closure, Closure.RECEIVER), closure, arguments);
        return context == Allocation.NO_ROOM ? Primitive.NEEDS_ROOM : context;
    }

    /** Arguments: the Process that watches, milliseconds or nil, bytes or nil. Answers the watch's number. */
    private long beginWatch(PrimitiveFrame frame) {
        if (!scheduler.isProcess(frame.argument(0))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        long millis = world.watchdog.limit(frame.argument(1));
        long bytes = world.watchdog.limit(frame.argument(2));
        if (millis < 0 || bytes < 0) {
            return frame.fail(Failure.OUT_OF_RANGE);
        }
        return Oop.smallInteger(world.watchdog.begin(frame.argument(0), millis, bytes));
    }

    private long endWatch(PrimitiveFrame frame) {
        if (!Oop.isSmallInteger(frame.argument(0))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        world.watchdog.end(Oop.integerValue(frame.argument(0)));
        return frame.receiver();
    }

    /** Ends the active Process: the receiver. */
    private long processTerminated(PrimitiveFrame frame) {
        long process = frame.receiver();
        if (!scheduler.isProcess(process)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (process != scheduler.activeProcess()) {
            scheduler.end(process);
            world.evaluations.terminated(process, "terminated");
            return process;
        }
        scheduler.endActive();
        world.evaluations.terminated(process, "terminated");
        return paths.exit(Exit.SWITCH);
    }
}
