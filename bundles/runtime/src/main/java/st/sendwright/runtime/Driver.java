package st.sendwright.runtime;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import st.sendwright.gc.Collector.Reason;
import st.sendwright.interpreter.Exit;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.interpreter.SlowPaths;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Dialect;
import st.sendwright.language.SourceCompiler;
import st.sendwright.language.SourceText;
import st.sendwright.model.Allocation;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.KernelLayout;
import st.sendwright.model.KernelLayout.Process;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.MutatorBlock.Pending;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SpecialObject;
import st.sendwright.model.SymbolTable;
import st.sendwright.vm.ObjectHandle;
import st.sendwright.vm.Profile.Activity;
import st.sendwright.vm.Vm.Evaluation;

/**
 * The driver loop: runs the active Process through the interpreter of the epoch in force, and does between
 * two runs what cannot be done below a tier: collect, switch Processes, serve other threads.
 *
 * <p><b>Thread</b>: the VM thread, except {@link #submit} and {@link #interrupt}.
 */
final class Driver {

    private static final Logger LOG = System.getLogger("st.sendwright.runtime");

    /** An OutOfMemory is raised as long as so much of the collector's reserve is left for its handling. */
    private static final long LEAST_RESERVE_BYTES = 64 << 10;
    /** Exit code after a fault of a tier that nothing survives. */
    private static final int BROKEN = 70;

    private final World world;
    private final long mutator;
    private final StackZone stacks;
    private final Scheduler scheduler;
    private final KernelPaths paths;
    private final Interrupts interrupts;
    private volatile Consumer<Path> fileLoader = file -> printError(
            "SW-VM-048 " + file + " is not loaded: no bundle that loads source files is installed\n");
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private InterpreterTier interpreters;
    private volatile OptionalInt exitCode = OptionalInt.empty();
    private volatile boolean stopping;
    private volatile boolean stopped;
    private boolean collectionRequested;
    private final Snapshots snapshots;
    /** Null while there is no compiler. */
    private MachineRunner machine;
    private volatile Optional<Evaluations.Pending> resumed = Optional.empty();
    private final TierExchanges exchanges;
    private final ExchangeSchedule schedule;
    /** The task that is done, or was done last. */
    private Runnable task;
    /** The reasons of the poll that is served. */
    private long served;

    Driver(World world, TierExchanges exchanges, HeapInspection inspection) {
        this.world = world;
        this.mutator = world.mutator;
        this.stacks = world.stacks;
        this.scheduler = world.scheduler;
        this.paths = new KernelPaths(world);
        this.interrupts = new Interrupts(world, paths);
        this.exchanges = exchanges;
        this.snapshots = new Snapshots(world);
        exchanges.useThread(this::submit);
        this.schedule = new ExchangeSchedule(exchanges, this::submit);
        world.primitives.bind(new BlockPrimitives(world, paths));
        world.primitives.bind(new ProcessPrimitives(world, paths));
        world.primitives.bind(new ContextPrimitives(world, paths));
        world.primitives.bind(new ReflectionPrimitives(world));
        world.primitives.bind(new PinPrimitives(world));
        world.primitives.bind(new KernelPrimitives(world, paths, this));
        world.primitives.bind(new TierPrimitives(world, paths, this, exchanges));
        world.primitives.bind(new HeapPrimitives(world, paths, this, inspection));
    }

    /** Says who knows which interpreter is in force. Before the VM runs. */
    void useInterpreters(InterpreterTier tier) {
        interpreters = tier;
    }

    /** Has methods compiled from now on, or none when it is empty. At a driver exit, or before the VM runs. */
    void useCode(Optional<CompiledMethods> compiled) {
        world.useCode(compiled);
        paths.useCode(compiled.orElse(null));
        machine = compiled.map(each -> new MachineRunner(world, paths, each)).orElse(null);
    }

    // From other threads

    /** Has a task run on the VM thread, at a driver exit; false when the VM has stopped and will not run it. */
    boolean submit(Runnable task) {
        tasks.add(task);
        world.polls.request(Pending.EVENT);
        return !(stopped && tasks.remove(task));
    }

    Interrupts interrupts() {
        return interrupts;
    }

    void stop() {
        stopping = true;
        world.polls.request(Pending.STOP);
    }

    OptionalInt exitCode() {
        return exitCode;
    }

    /** Who loads the files that Smalltalk asks for, on a thread of its own. */
    void setFileLoader(Consumer<Path> loader) {
        fileLoader = loader;
    }

    void loadFile(Path file) {
        fileLoader.accept(file);
    }

    Snapshots snapshots() {
        return snapshots;
    }

    ExchangeSchedule schedule() {
        return schedule;
    }

    // From primitives

    void exit(int code) {
        world.services.flush();
        exitCode = OptionalInt.of(code);
        scheduler.endActive();
        world.evaluations.endAll(new Evaluation.Exited(code));
    }

    void requestCollection() {
        collectionRequested = true;
    }

    void requestImage(Path file) {
        snapshots.request(file);
    }

    void printError(String text) {
        try {
            world.services.err().write(text.getBytes(StandardCharsets.UTF_8));
            world.services.err().flush();
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "standard error cannot be written", failure);
        }
    }

    // The loop

    /** Runs Smalltalk until a condition holds; it is looked at between two runs. */
    void runUntil(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            step();
        }
    }

    /** Runs until {@link #stop}. */
    void run() {
        runUntil(() -> stopping || world.isHeapLost());
        stopped = true;
        if (world.isHeapLost()) {
            printError("SW-SWAP-004 a memory plan failed while it was at the objects; the VM has ended\n");
            exitCode = OptionalInt.of(BROKEN);
            world.evaluations.endAll(new Evaluation.Exited(BROKEN));
        }
        runTasks();
        world.evaluations.endAll(new Evaluation.Terminated("the VM was stopped"));
    }

    private void runTasks() {
        for (task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /**
     * Goes on in the place of a thread that is left behind in a provider: another provider is put in force, who waits for
     * the task that was done hears of it, and what was in work is finished. Before {@link #run}.
     */
    void goOnAfter(ProviderCalls.Stall stall) {
        world.activity.begin(Activity.KERNEL);
        exchanges.leaveBehind(stall.fault());
        stall.asked().stalled(stall.fault());
        if (task instanceof VmTask<?> waitedFor) {
            waitedFor.leftBehind(new StalledProviderException(stall.fault()));
        }
        task = null;
        world.polls.request(served | Pending.EVENT);
        try {
            stacks.machine.forget();
            if (stacks.hasActivePage() && paths.goOn() == SlowPaths.EXIT
                    && Memory.longAt(mutator + MutatorBlock.EXIT_REASON) == Exit.COLLECT) {
                makeRoomOrWait();
            }
        } catch (ProcessFault | HeapFullException fault) {
            failActive(fault.getMessage());
        }
    }

    private void step() {
        try {
            if (snapshots.isRequested()) {
                snapshots.saveRequested();
            }
            schedule.returned();
            if (world.polls.isPending() || collectionRequested) {
                serve();
            }
            if (world.isHeapLost()) {
                return;
            }
            if (exitCode.isPresent() || !stacks.hasActivePage() && !scheduler.activateNext()) {
                idle();
                return;
            }
            world.turns.begin();
            world.sampler.tighten();
            schedule.entered();
            world.stalls.wake();
            if (runTier() == Exit.COLLECT) {
                makeRoomOrWait();
            }
        } catch (ProcessFault fault) {
            failActive(fault.getMessage());
        } catch (HeapFullException full) {
            failActive(full.getMessage());
        } catch (LeftBehindError end) {
            throw end;
        } catch (Throwable fault) {
            if (world.isHeapLost()) {
                LOG.log(Level.ERROR, "SW-SWAP-004 the memory plan " + world.collector().name() + " failed", fault);
                return;
            }
            if (world.runs.settle() || interpreters.reverts(fault)) {
                return;
            }
            // What is tried is expected to fail, and its record says how.
            LOG.log(world.isTrial ? Level.DEBUG : Level.ERROR,
                    "SW-VM-001 the VM failed while it ran Smalltalk; the active process ends", fault);
            failActive("SW-VM-001 fault in the VM: " + fault);
        }
    }

    /**
     * Runs machine code where there is some to go on with, else the interpreter. Answers an {@link Exit}. What enters
     * machine code has put a return IP on the stack, so nothing may come between: no collection, no other Process.
     */
    private int runTier() {
        Interpreter interpreter = interpreters.epoch().interpreter();
        if (machine == null) {
            return interpret(interpreter);
        }
        CompiledMethods compiled = world.compiled().orElseThrow();
        if (compiled.isFull()) {
            compiled.makeRoom();
        }
        int reason;
        do {
            reason = machine.isReady() ? machine.run(interpreter) : 0;
            if (reason == 0) {
                reason = interpret(interpreter);
            }
        } while (reason == Exit.COMPILED);
        return reason;
    }

    private int interpret(Interpreter interpreter) {
        world.activity.begin(Activity.INTERPRETER);
        int reason = interpreter.run(mutator, paths);
        world.activity.begin(Activity.KERNEL);
        if (!Exit.isOne(reason)) {
            interpreters.failed(reason);
        }
        return reason;
    }

    /** What is in work at the saved pc is done again afterwards. */
    private void makeRoomOrWait() {
        if (world.waiting.isAsked()) {
            world.waiting.suspendActive();
        } else if (!world.sampler.takesSample()) {
            collectForAllocation();
        }
    }

    private void collectForAllocation() {
        long requested = Memory.longAt(mutator + MutatorBlock.REQUESTED_BYTES);
        if (world.collectForRoom()) {
            if (world.watchdog.suspectsHeap()) {
                world.collect(Reason.REQUESTED, 0);
                if (world.watchdog.isHeapExceeded()) {
                    paths.inject(scheduler.activeProcess(), SpecialObject.SELECTOR_OUT_OF_MEMORY,
                            MutatorBlock.nil(mutator));
                }
            }
            return;
        }
        world.openReserve();
        if (Allocation.room(mutator) < LEAST_RESERVE_BYTES) {
            throw new ProcessFault("OutOfMemory: no room for " + requested
                    + " bytes while an OutOfMemory was handled; the process was terminated");
        }
        paths.inject(scheduler.activeProcess(), SpecialObject.SELECTOR_OUT_OF_MEMORY,
                Oop.smallInteger(Math.min(requested, Oop.MAX_SMALL_INTEGER)));
    }

    private void serve() {
        long reasons = world.polls.take();
        served = reasons;
        world.runs.settle();
        world.profiler.sample();
        world.compiled().ifPresent(CompiledMethods::look);
        world.probation.look(machine);
        world.services.deliverSignals();
        world.timers.signalDue();
        runTasks();
        if (world.isHeapLost()) {
            return;
        }
        world.compiled().ifPresent(CompiledMethods::installFinished);
        if (collectionRequested || world.lowSpace.wantsCollection()) {
            collectionRequested = false;
            world.collect(Reason.REQUESTED, 0);
        }
        if (!world.mourners.tell()) {
            tellLibraryWithoutWaiting("startFinalization");
        }
        world.lowSpace.tell();
        if (world.options.stress().collects()) {
            world.dropRoom();
        }
        if ((reasons & Pending.INTERRUPT) != 0) {
            interrupts.serve();
        }
        world.watchdog.demoteHog();
        if (stacks.hasActivePage()) {
            scheduler.giveWay();
        }
        if (stacks.hasActivePage()) {
            world.turns.give();
        }
        if (stacks.hasActivePage()) {
            stacks.restoreLimit();
        }
        served = 0;
    }

    private void idle() {
        world.services.flush();
        world.waiting.cancelWhatIsLeft();
        if (world.polls.isPending() || stopping) {
            return;
        }
        long nanos = world.timers.nanosToNext();
        if (nanos > 0) {
            if (exitCode.isEmpty() && isDeadlocked()) {
                tellDeadlock();
                return;
            }
            world.activity.begin(Activity.IDLE);
            LockSupport.parkNanos(this, nanos);
            world.activity.begin(Activity.KERNEL);
        }
        world.timers.signalDue();
        world.services.deliverSignals();
    }

    private boolean isDeadlocked() {
        return !world.options.interactive() && world.timers.isEmpty() && !world.services.isWorking() && !world.waiting.isWorking()
                && !world.evaluations.awaited().isEmpty() && tasks.isEmpty();
    }

    private void tellDeadlock() {
        Evaluations.Pending evaluation = world.evaluations.awaited().getLast();
        long process = evaluation.process.oop();
        scheduler.remove(process);
        if (evaluation.deadlockTold || !scheduler.activate(process)) {
            evaluation.description = "Deadlock";
            evaluation.walkback = "Deadlock: every process waits, and nothing is left that could wake one\n";
            scheduler.endActive();
            world.evaluations.terminated(process, "deadlock");
            return;
        }
        evaluation.deadlockTold = true;
        paths.inject(scheduler.activeProcess(), SpecialObject.SELECTOR_DEADLOCK);
    }

    /** Ends the active Process because it, or the VM under it, cannot go on. */
    private void failActive(String message) {
        paths.comeFromInterpreter();
        long process = scheduler.activeProcess();
        if (process == MutatorBlock.nil(mutator)) {
            printError(message + "\n");
            return;
        }
        String walkback = message + "\n" + new KernelWalkback(world).lines();
        Evaluations.Pending evaluation = world.evaluations.of(process);
        if (evaluation != null) {
            evaluation.description = message;
            evaluation.walkback = walkback;
        } else {
            printError(walkback);
        }
        scheduler.endActive();
        world.evaluations.terminated(process, message);
    }

    // Work for other threads, on the VM thread

    /** Compiles statements and starts a Process for them; the future hears how it ends. */
    void evaluate(SourceText source, CompletableFuture<Evaluation> result) {
        evaluate(source, "", Dialect.DEFAULT, result);
    }

    /** The same with a class as the receiver whose class variables are in scope; it exists, or the name is empty. */
    void evaluate(SourceText source, String className, Dialect dialect, CompletableFuture<Evaluation> result) {
        if (exitCode.isPresent()) {
            result.complete(new Evaluation.Exited(exitCode.getAsInt()));
            return;
        }
        SourceCompiler.Result compiled = new VmStores(world).checked(world.methods.compile(source,
                SourceCompiler.Kind.EXPRESSION, evaluationClass(className), dialect), source,
                evaluationClass(className));
        if (compiled.code().isEmpty()) {
            result.complete(new Evaluation.NotCompiled(compiled.diagnostics()));
            return;
        }
        Methods.Origin origin = new Methods.Origin(source, dialect);
        world.ensureRoom(world.methods.bytesFor(compiled.code().get(), origin) + startBytes());
        long method = world.methods.place(compiled.code().get(), origin, evaluationClass(className));
        long receiver = className.isEmpty() ? MutatorBlock.nil(mutator) : world.classes.named(className);
        start(method, receiver, KernelLayout.Scheduler.USER_PRIORITY, result, compiled.diagnostics());
    }

    /** The class that statements are compiled for: the class of their receiver. */
    private long evaluationClass(String className) {
        return className.isEmpty() ? MutatorBlock.classAt(mutator, KnownClass.UNDEFINED_OBJECT.index())
                : world.classes.named(className + " class");
    }

    /** Sends a unary message in a Process of its own; the future hears how that ends. */
    void send(ObjectHandle handle, String selector, CompletableFuture<Evaluation> result) {
        send(handle, selector, KernelLayout.Scheduler.USER_PRIORITY, result);
    }

    /** The same with a Process of another priority. */
    void send(ObjectHandle handle, String selector, int priority, CompletableFuture<Evaluation> result) {
        if (exitCode.isPresent()) {
            result.complete(new Evaluation.Exited(exitCode.getAsInt()));
            return;
        }
        world.ensureRoom(startBytes());
        long receiver = world.handles.oop(handle);
        long symbol = SymbolTable.find(mutator, selector);
        long method = symbol == 0 ? 0 : world.lookup.find(symbol, Oop.classIndex(receiver));
        if (method == 0 || MethodLayout.arguments(MethodLayout.header(method)) != 0) {
            String description = ClassObjects.name(mutator, MutatorBlock.classOf(mutator, receiver))
                    + " does not understand #" + selector;
            result.complete(new Evaluation.Failed(description, description + "\n", List.of()));
            return;
        }
        start(method, receiver, priority, result, List.of());
    }

    /** Ends the Process that serves an evaluation, without its unwind blocks: nothing of it can be relied on. */
    void abandon(CompletableFuture<Evaluation> result) {
        for (Evaluations.Pending evaluation : world.evaluations.all()) {
            if (evaluation.result == result && evaluation.process != null) {
                long process = evaluation.process.oop();
                scheduler.end(process);
                world.evaluations.terminated(process, "abandoned");
            }
        }
    }

    /** Bytes that {@link #start} allocates at most. */
    private long startBytes() {
        return ObjectHeader.bytesFor(MethodLayout.MAX_OPERANDS + MethodLayout.MAX_TEMPORARIES + 256)
                + ObjectHeader.bytesFor(Process.SLOTS) + (stacks.hasActivePage() ? scheduler.suspendBytes() : 0);
    }

    /** Has a method without arguments run in a new Process, before others of its priority. */
    private void start(long method, long receiver, int priority, CompletableFuture<Evaluation> result,
            List<Diagnostic> warnings) {
        long context = Methods.room(stacks.contexts.newSingleContext(method, receiver, 0, new long[0]));
        long number = world.evaluations.begin(result, warnings);
        long process = Methods.room(scheduler.newProcess(context, priority, Oop.smallInteger(number)));
        world.evaluations.serve(number, process);
        if (stacks.hasActivePage() && scheduler.priority(scheduler.activeProcess()) <= priority) {
            world.turns.displaceActive();
        }
        scheduler.makeReadyFirst(process);
    }

    /**
     * Goes on from an image where the VM that wrote it stopped: first tells the kernel library and waits until that is
     * done. The Process that had the image written then serves an evaluation that anybody may wait for.
     */
    void goOn() {
        world.mourners.restore();
        Succession succession = new Succession(world);
        if (!succession.isThere()) {
            return;
        }
        succession.pinAgain();
        long process = succession.takeOver();
        if (process != MutatorBlock.nil(mutator)) {
            Evaluations.Pending evaluation = world.evaluations.adopt(new CompletableFuture<>(), process);
            evaluation.result.thenAccept(end -> {
                if (end instanceof Evaluation.Failed failed && !evaluation.isAwaited) {
                    printError(failed.walkback());
                }
            });
            resumed = Optional.of(evaluation);
        }
        tellLibrary("imageStarted");
    }

    private void tellLibrary(String selector) {
        CompletableFuture<Evaluation> result = new CompletableFuture<>();
        tellLibrary(selector, result);
        runUntil(() -> result.isDone() || exitCode.isPresent());
        if (result.getNow(null) instanceof Evaluation.Failed failed) {
            printError(failed.walkback());
        }
    }

    private void tellLibraryWithoutWaiting(String selector) {
        CompletableFuture<Evaluation> result = new CompletableFuture<>();
        result.thenAccept(end -> {
            switch (end) {
                case Evaluation.Value value -> value.handle().close();
                case Evaluation.Failed failed -> printError(failed.walkback());
                default -> { }
            }
        });
        tellLibrary(selector, result);
    }

    /** Sends Smalltalk a message that a kernel library of ours understands, in a Process of its own. */
    void tellLibrary(String selector, CompletableFuture<Evaluation> result) {
        try (Handles.Handle smalltalk = world.handles.on(MutatorBlock.special(mutator, SpecialObject.SMALLTALK))) {
            send(smalltalk, selector, result);
        }
    }

    /** The evaluation that {@link #goOn} has begun. Any thread. */
    Optional<Evaluations.Pending> resumed() {
        return resumed;
    }
}
