package st.sendwright.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import st.sendwright.gc.Collector.Reason;
import st.sendwright.heap.HeapInspector.ClassUse;
import st.sendwright.heap.HeapInspector.Ownership;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Diagnostic.Severity;
import st.sendwright.language.Dialect;
import st.sendwright.language.SourceCompiler;
import st.sendwright.language.SourceLoader;
import st.sendwright.language.SourceText;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.KernelLayout.Behavior;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.StringObjects;
import st.sendwright.model.SymbolTable;
import st.sendwright.model.WriteBarrier;
import st.sendwright.primitives.PrimitiveSet.CallCount;
import st.sendwright.vm.ExchangePlan;
import st.sendwright.vm.JitReport;
import st.sendwright.vm.LoadWatch;
import st.sendwright.vm.ObjectHandle;
import st.sendwright.vm.Permissions;
import st.sendwright.vm.Profile;
import st.sendwright.vm.ProviderState;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;

/** A VM with its thread; each call becomes a task of that thread. */
final class VirtualMachine implements Vm {

    /** The VM thread's stack: the compiler and bulk walks recurse on it, Smalltalk does not. */
    private static final long STACK_BYTES = 16 << 20;
    /** After this it is looked at again which thread is the VM's. */
    private static final long AGAIN_MILLIS = 100;

    /** So long a back end may take to put code into words: it may start a program for it. */
    private static final long WORDS_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final World world;
    private final Driver driver;
    private final TierExchanges exchanges;
    private final HeapInspection inspection;
    /** Who runs the VM; another one when it was left behind in a provider. */
    private volatile Thread thread;
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final Runnable release;
    private volatile boolean closed;
    private Optional<PluginSources> plugins = Optional.empty();

    /** What happens on the VM thread before it serves anybody. */
    @FunctionalInterface
    interface Start {
        void run() throws Exception;
    }

    /**
     * Makes the VM's thread, runs {@code start} on it, and waits for that.
     *
     * @param release runs when the VM is closed or could not start
     */
    VirtualMachine(World world, Driver driver, TierExchanges exchanges, HeapInspection inspection, Start start,
            Runnable release) throws Exception {
        this.world = world;
        this.inspection = inspection;
        this.exchanges = exchanges;
        this.release = release;
        this.driver = driver;
        startThread(() -> {
            try {
                start.run();
                started.complete(null);
            } catch (Throwable failure) {
                started.completeExceptionally(failure);
                return;
            }
            driver.run();
        });
        try {
            world.runs.await(started);
        } catch (CompletionException failure) {
            if (!(failure.getCause() instanceof StalledProviderException)) {
                thread.join();
            }
            world.close();
            release.run();
            if (failure.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw failure;
        }
    }

    private void startThread(Runnable work) {
        Thread next = Thread.ofPlatform().name("sendwright-vm").stackSize(STACK_BYTES).daemon().unstarted(() -> {
            try {
                work.run();
            } catch (LeftBehindError end) {
                // Another thread runs the VM, and may do so for long already.
            }
        });
        thread = next;
        world.polls.setThread(next);
        world.calls.setThread(next, this::takeOver);
        next.start();
    }

    /** Has another thread run the VM, as the one that does waits for a provider. On the thread of the watch. */
    private void takeOver(ProviderCalls.Stall stall) {
        if (!started.isDone()) {
            started.completeExceptionally(new StalledProviderException(stall.asked() + " stalls the start: "
                    + stall.fault()));
            return;
        }
        startThread(() -> {
            driver.goOnAfter(stall);
            driver.run();
        });
    }

    /** Has the sources of plugins loaded and taken back from now on; waits for those that are there. */
    void usePlugins(InstalledPluginSources installed, SourceLoader loader) {
        plugins = Optional.of(new PluginSources(this, world.plugins, loader, installed));
        plugins.get().start();
    }

    /** Whether the caller is the VM thread, which must not wait for itself. */
    boolean isOnVmThread() {
        return Thread.currentThread() == thread;
    }

    /** Has something done on the VM thread and waits for it. */
    <T> T onVmThread(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        if (!driver.submit(new VmTask<>(work, result))) {
            throw new IllegalStateException("the VM is closed");
        }
        try {
            return world.runs.await(result);
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failure;
        }
    }

    @Override
    public Evaluation evaluate(SourceText source, Dialect dialect) {
        return ended(result -> driver.evaluate(source, "", dialect, result));
    }

    @Override
    public Evaluation evaluate(SourceText source, String className, Dialect dialect) {
        return ended(result -> {
            if (world.classes.named(className) == 0) {
                result.complete(new Evaluation.NotCompiled(List.of(unknownClass(className, source))));
            } else {
                driver.evaluate(source, className, dialect, result);
            }
        });
    }

    /** Starts something on the VM thread and waits until it has ended. */
    private Evaluation ended(Consumer<CompletableFuture<Evaluation>> start) {
        CompletableFuture<Evaluation> result = new CompletableFuture<>();
        boolean accepted = driver.submit(() -> {
            try {
                start.accept(result);
            } catch (HeapFullException full) {
                result.complete(new Evaluation.Failed(full.getMessage(), full.getMessage() + "\n", List.of()));
            } catch (RuntimeException | Error failure) {
                result.completeExceptionally(failure);
            }
        });
        return accepted ? world.runs.awaitEnd(result) : new Evaluation.Terminated("the VM is closed");
    }

    @Override
    public Installation compileMethod(String className, Optional<String> category, Optional<String> stamp,
            SourceText source, Dialect dialect) {
        return onVmThread(() -> install(className, new Methods.Origin(source, category, stamp, dialect)));
    }

    /** Compiles a method into a class and installs it, if the guard of loads allows that. VM thread. */
    Installation install(String className, Methods.Origin origin) {
        SourceText source = origin.source();
        long classOop = world.classes.named(className);
        if (classOop == 0) {
            return new Installation(Optional.empty(), List.of(unknownClass(className, source)));
        }
        world.guard.takeStock();
        Optional<String> selector = world.compiler.selectorOf(source.text());
        if (selector.isPresent() && world.guard.keeps(classOop, selector.get(), source)) {
            return new Installation(selector, List.of());
        }
        SourceCompiler.Result result = world.methods.compile(source, SourceCompiler.Kind.METHOD, classOop,
                origin.dialect());
        if (result.code().isEmpty()) {
            return new Installation(Optional.empty(), result.diagnostics());
        }
        VmStores stores = new VmStores(world);
        Optional<String> variable = stores.forbidden(result.code().get(), classOop);
        if (variable.isPresent()) {
            String reason = stores.reason(variable.get(), classOop);
            return world.guard.holdsOut(classOop, result.code().get().selector(), reason, source)
                    ? new Installation(selector, List.of()) : new Installation(Optional.empty(),
                            List.of(Diagnostic.at(Severity.ERROR, "SW-VM-028", reason, source, 0)));
        }
        if (world.methods.wouldReplaceMarked(result.code().get(), origin.dialect(), classOop)) {
            return new Installation(Optional.of(result.code().get().selector()), List.of(
                    Diagnostic.at(Severity.WARNING, "SW-VM-055", className + ">>" + result.code().get().selector()
                    + " stays as it is: unwinding and exceptions rely on its code here, which the method of "
                    + origin.dialect().name() + " does not have", source, 0)));
        }
        if (world.guard.keepsOut(classOop, result.code().get(), origin)) {
            return new Installation(selector, List.of());
        }
        try {
            world.ensureRoom(world.methods.bytesFor(result.code().get(), origin)
                    + world.methods.installBytes(classOop));
        } catch (HeapFullException full) {
            return new Installation(Optional.empty(),
                    List.of(Diagnostic.at(Severity.ERROR, "SW-HEAP-900", full.getMessage(), source, 0)));
        }
        long placedIn = world.classes.named(className);
        world.plugins.installing(placedIn, className, result.code().get().selector(), source);
        long method = world.methods.place(result.code().get(), origin, placedIn);
        world.methods.install(placedIn, world.methods.symbol(result.code().get().selector()), method);
        return new Installation(Optional.of(result.code().get().selector()), result.diagnostics(),
                world.methods.unboundPrimitive(result.code().get()));
    }

    @Override
    public LoadWatch watchLoad() {
        return new GuardedLoad(this, world, driver);
    }

    private static Diagnostic unknownClass(String className, SourceText source) {
        return Diagnostic.at(Severity.ERROR, "SW-VM-050", "there is no class " + className
                + "; define it before its methods", source, 0);
    }

    @Override
    public List<Diagnostic> commentClass(String className, SourceText comment) {
        return onVmThread(() -> {
            if (world.classes.named(className) == 0) {
                return List.of(unknownClass(className, comment));
            }
            if (!world.guard.mayComment(className)) {
                return List.of();
            }
            world.ensureRoom(StringObjects.byteSizeOfString(comment.text()));
            WriteBarrier.putSlot(world.mutator, world.classes.named(className), Behavior.COMMENT,
                    world.methods.string(comment.text()));
            return List.of();
        });
    }

    @Override
    public String sendForString(ObjectHandle receiver, String selector) {
        return switch (ended(result -> driver.send(receiver, selector, result))) {
            case Evaluation.Value value -> {
                String text = onVmThread(() -> {
                    long oop = world.handles.oop(value.handle());
                    return StringObjects.isText(world.mutator, oop) ? world.text(oop) : "an object whose "
                            + selector + " answers no String";
                });
                value.handle().close();
                yield text;
            }
            case Evaluation.Failed failed -> "an object whose " + selector + " fails: " + failed.description();
            case Evaluation.NotCompiled bad -> throw new IllegalStateException("nothing was compiled");
            case Evaluation.Terminated ended -> "an object whose " + selector + " was terminated";
            case Evaluation.Exited exited -> "";
        };
    }

    @Override
    public List<String> completions(String prefix) {
        return onVmThread(() -> Completions.of(world, prefix));
    }

    @Override
    public void interrupt() {
        driver.interrupts().ask();
    }

    @Override
    public void interrupt(Thread waiting) {
        driver.interrupts().ask(waiting);
    }

    @Override
    public OptionalInt exitCode() {
        return driver.exitCode();
    }

    @Override
    public Optional<Evaluation> awaitResumed() {
        return driver.resumed().map(evaluation -> {
            onVmThread(() -> evaluation.isAwaited = true);
            return world.runs.awaitEnd(evaluation.result);
        });
    }

    @Override
    public void saveImage(Path file) throws IOException {
        tellLibrary("imageWillBeSaved");
        try {
            save(() -> driver.snapshots().save(file));
        } finally {
            tellLibrary("imageGoesOn");
        }
    }

    /** Writes an image for packaging, in which nothing is of this VM. */
    void saveKernelImage(Path file) throws IOException {
        save(() -> driver.snapshots().saveKernel(file));
    }

    private void tellLibrary(String selector) {
        if (ended(result -> driver.tellLibrary(selector, result)) instanceof Evaluation.Failed failed) {
            driver.printError(failed.walkback());
        }
    }

    /** Something that writes a file. */
    @FunctionalInterface
    private interface Saving {
        void run() throws IOException;
    }

    private void save(Saving saving) throws IOException {
        IOException failure = onVmThread(() -> {
            try {
                saving.run();
                return null;
            } catch (IOException thrown) {
                return thrown;
            }
        });
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public List<Statistic> statistics() {
        return onVmThread(() -> KernelPrimitives.statistics(world));
    }

    @Override
    public List<Statistic> heapResidence() {
        return onVmThread(() -> world.spaces().stream().flatMap(region ->
                NativeMemory.residentBytes(region.start() & -4096, region.limit() - (region.start() & -4096)).stream()
                        .mapToObj(bytes -> new Statistic("heap-" + region.name() + "-resident", bytes, "bytes"))).toList());
    }

    @Override
    public JitReport jit(int mostBlocks) {
        return onVmThread(() -> new JitReport(world.options.jit(),
                world.compiled().map(code -> code.report(mostBlocks))));
    }

    @Override
    public Optional<JitReport.Pass> compileAll() {
        return onVmThread(() -> world.compiled().map(CompiledMethods::compileAll));
    }

    @Override
    public void startProfile(long intervalNanos) {
        if (intervalNanos < LEAST_INTERVAL_NANOS) {
            throw new IllegalArgumentException("a profile cannot look every " + intervalNanos + " ns; at least "
                    + LEAST_INTERVAL_NANOS + " are needed");
        }
        if (!onVmThread(() -> world.profiler.start(intervalNanos))) {
            throw new IllegalStateException("a profile is being made already; end it first");
        }
    }

    @Override
    public Profile stopProfile() {
        return onVmThread(() -> {
            if (!world.profiler.isOn()) {
                throw new IllegalStateException("no profile is being made");
            }
            return world.profiler.stop();
        });
    }

    @Override
    public void startSamplingAllocations(long everyBytes) {
        if (everyBytes < HeapPrimitives.LEAST_SAMPLE_BYTES) {
            throw new IllegalArgumentException("a sample every " + everyBytes + " bytes is too often; at least "
                    + HeapPrimitives.LEAST_SAMPLE_BYTES + " bytes must lie between two");
        }
        onVmThread(() -> {
            world.sampler.start(everyBytes);
            return null;
        });
    }

    @Override
    public List<AllocationSite> stopSamplingAllocations() {
        return onVmThread(world.sampler::stop);
    }

    @Override
    public List<Collection> collections() {
        return onVmThread(world.collections::last);
    }

    @Override
    public List<PrimitiveModule> primitiveModules() {
        return onVmThread(exchanges::primitiveModules);
    }

    @Override
    public List<CallCount> primitiveCalls() {
        return onVmThread(exchanges::primitiveCalls);
    }

    @Override
    public Permissions permissions() {
        return world.options.permissions();
    }

    @Override
    public List<Tier> tiers() {
        return onVmThread(exchanges::tiers);
    }

    @Override
    public TierExchange exchange(String kind, String provider, String reason) {
        TierExchanges.Ahead ahead = exchanges.prepare(kind, provider);
        try {
            return onVmThread(() -> exchanges.exchange(kind, provider, reason, ahead));
        } catch (SilentVmException silence) {
            // Nothing has been left yet, and the exchange is still to be done.
            throw silence;
        } catch (StalledProviderException stall) {
            return onVmThread(exchanges::lastLeftBehind);
        }
    }

    @Override
    public Optional<String> dryRun(String kind, String provider) {
        Optional<String> fault = exchanges.prepare(kind, provider).refusal();
        return onVmThread(() -> exchanges.refusal(kind, provider)).or(() -> fault);
    }

    @Override
    public List<ProviderState> providerStates() {
        return onVmThread(exchanges::states);
    }

    @Override
    public void follow(ExchangePlan plan) {
        driver.schedule().follow(plan);
    }

    @Override
    public List<TierExchange> exchanges() {
        return onVmThread(exchanges::records);
    }

    @Override
    public List<ClassUse> heapClasses() {
        return onVmThread(inspection::histogram);
    }

    @Override
    public Optional<Ownership> heapOwners(String className, int mostOwners) {
        return onVmThread(() -> inspection.owners(className, mostOwners));
    }

    @Override
    public Optional<List<String>> heapPath(ObjectHandle object) {
        return onVmThread(() -> inspection.path(object));
    }

    @Override
    public void exportHeap(Path file) throws IOException {
        save(() -> inspection.export(file));
    }

    @Override
    public void recordCoverage(String testClass) {
        onVmThread(() -> {
            world.coverage.start(testClass);
            return null;
        });
    }

    @Override
    public List<MethodUse> coverage() {
        return onVmThread(world.coverage::uses);
    }

    @Override
    public List<String> verifyHeap() {
        return onVmThread(() -> {
            world.collect(Reason.REQUESTED, 0);
            return world.memory.verify(world.mutator, world.regions(), world.roots());
        });
    }

    @Override
    public String disassemble(String className, String selector) {
        return onVmThread(() -> withMethod(className, selector, method -> new MethodListing(world).bytecodes(method)));
    }

    @Override
    public String sendSites(String className, String selector) {
        return onVmThread(() -> withMethod(className, selector, method -> new MethodListing(world).sendSites(method)));
    }

    @Override
    public String inlineCaches(String className, String selector) {
        return onVmThread(() -> withMethod(className, selector, method -> new InlineCacheListing(world).of(method)));
    }

    @Override
    public String machineCode(String className, String selector) {
        List<MachineListing.Section> sections = new ArrayList<>();
        AtomicReference<CompiledMethods> compiled = new AtomicReference<>();
        String fault = onVmThread(() -> withMethod(className, selector, method -> {
            sections.addAll(new MachineListing(world).sections(method));
            compiled.set(world.compiled().orElse(null));
            return "";
        }));
        return fault.isEmpty() ? MachineListing.text(sections, code -> exchanges.ask(compiled.get(), WORDS_NANOS,
                () -> compiled.get().backEnd().instructions(code))) : fault;
    }

    private String withMethod(String className, String selector, java.util.function.LongFunction<String> listing) {
        long classOop = world.classes.named(className);
        if (classOop == 0) {
            return "there is no class " + className;
        }
        long symbol = SymbolTable.find(world.mutator, selector);
        long method = symbol == 0 ? 0 : ClassObjects.lookupMethod(world.mutator, classOop, symbol);
        return method == 0 ? className + " has no method #" + selector : listing.apply(method);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        end();
        world.close();
        release.run();
    }

    /** Ends the VM's thread. What is in memory stays until {@link #close}. */
    void end() {
        plugins.ifPresent(PluginSources::close);
        driver.schedule().close();
        driver.stop();
        boolean interrupted = false;
        // One that takes over is not alive before it is started.
        while (thread.getState() != Thread.State.TERMINATED && !world.runs.isStalled()) {
            try {
                thread.join(AGAIN_MILLIS);
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Ends the VM's thread and overwrites all objects. The memory stays until {@link #close}. */
    synchronized SpoiledMemory spoil() {
        end();
        return new SpoiledMemory(world.spaces());
    }
}
