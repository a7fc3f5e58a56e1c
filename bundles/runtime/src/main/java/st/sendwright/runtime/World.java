package st.sendwright.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.LongToIntFunction;
import java.util.stream.Stream;
import st.sendwright.gc.Collector;
import st.sendwright.gc.Collector.Reason;
import st.sendwright.heap.FixedSpace;
import st.sendwright.heap.HeapSettings;
import st.sendwright.heap.ObjectMemory;
import st.sendwright.heap.Region;
import st.sendwright.heap.Roots;
import st.sendwright.jit.Stub;
import st.sendwright.language.SourceCompiler;
import st.sendwright.model.Allocation;
import st.sendwright.model.Bytecode;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.KernelLayout.MethodInfo;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.MutatorBlock.Counter;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.SiteTable;
import st.sendwright.model.SpecialObject;
import st.sendwright.model.StringObjects;
import st.sendwright.model.SymbolTable;
import st.sendwright.vm.Profile.Activity;
import st.sendwright.vm.VmOptions;

/**
 * Everything that one VM owns: its memory and the tables beside it. <b>Thread</b>: the VM thread.
 */
final class World implements AutoCloseable {

    private static final Logger LOG = System.getLogger("st.sendwright.runtime");

    /** Ten times what the plans of ours need for a byte that is alive. */
    private static final long NANOS_PER_BYTE = 20;

    final VmOptions options;
    final ObjectMemory memory;
    final SourceCompiler compiler;
    final InstalledDialects dialects;

    final long mutator = NativeMemory.reserve(MutatorBlock.BYTES);
    final PollRequests polls = new PollRequests(mutator);
    final Handles handles = new Handles();
    final SendSites sites = new SendSites();
    final StackZone stacks = new StackZone(mutator, polls);
    final Lookup lookup = new Lookup(mutator, sites, method -> this.methods.bindIfNew(method));
    final PrimitiveTable primitives = new PrimitiveTable();
    final Scheduler scheduler = new Scheduler(this);
    final Evaluations evaluations = new Evaluations(this);
    final EvaluationTurns turns = new EvaluationTurns(this);
    /** What runs the program. */
    final RunWatch runs = new RunWatch(this);
    final StallWatch stalls = new StallWatch(runs::look);
    /** What the VM thread asks providers. */
    final ProviderCalls calls = new ProviderCalls(stalls);
    /** Set before the VM runs. */
    Allowances allowances = Allowances.USUAL;
    final MillisecondClock clock = new MillisecondClock();
    final Timers timers = new Timers(this);
    final Mourners mourners = new Mourners(mutator, polls, scheduler);
    final LowSpace lowSpace = new LowSpace(this);
    final Methods methods = new Methods(this);
    final Classes classes = new Classes(this);
    final Watchdog watchdog = new Watchdog(this);
    final Coverage coverage = new Coverage(this);
    final CollectionLog collections = new CollectionLog();
    final AllocationSampler sampler = new AllocationSampler(this);
    final LoadGuard guard = new LoadGuard(this);
    final PluginLedger plugins = new PluginLedger(this);
    final CurrentActivity activity = new CurrentActivity();
    final Profiler profiler = new Profiler(this);
    final Pins pins = new Pins(this);
    final WaitingCalls waiting = new WaitingCalls(this);
    final FailureSymbols failures = new FailureSymbols(this);
    final Services services;
    final int primitiveErrorHash = SymbolTable.hash("primitive:error:");
    final int primitiveModuleErrorHash = SymbolTable.hash("primitive:module:error:");

    /** Whether the instructions of machine code are looked at before they are run: its back end is not known to be good yet. */
    volatile boolean decodesCode;
    /** Whether the VM is there to try a provider. */
    final boolean isTrial;
    /** Which providers are watched more closely. */
    final Probation probation = new Probation(this);

    /** The machine code of this VM; null while there is no compiler. */
    private CompiledMethods compiled;
    /** The memory plan in force. */
    private Collector collector;
    /** Where objects lie that keep their addresses, whatever plan is in force. */
    final FixedSpace fixed;
    private boolean isHeapLost;
    /** Hears of faults of the memory plan that leave all objects as they are. */
    private Consumer<Throwable> planFaults = fault -> { };

    /** Why the last reflective primitive refused, for people. */
    String lastError = "";

    private final Roots roots = new Roots() {
        @Override
        public void strong(StrongVisitor visitor) {
            handles.visit(visitor);
            stacks.visit(visitor);
            mourners.visit(visitor);
        }

        @Override
        public void weak(WeakVisitor visitor) {
            sites.visit(visitor);
            if (compiled != null) {
                compiled.visit(visitor);
            }
        }

        @Override
        public void mourn(long ephemeron) {
            mourners.mourn(ephemeron);
        }

        @Override
        public void lost(long weakObject) {
            if (weakObject == MutatorBlock.special(mutator, SpecialObject.SYMBOL_TABLE)) {
                symbolsDied = true;
            } else {
                mourners.lost(weakObject);
            }
        }
    };
    private boolean symbolsDied;

    /** A memory plan that is asked. */
    private record AskedPlan(Collector plan) implements ProviderCalls.Asked {

        @Override
        public boolean mayBeLeft() {
            return false;
        }

        @Override
        public void stalled(String fault) {
            throw new IllegalStateException("a memory plan is never left");
        }

        @Override
        public String toString() {
            return "the memory plan " + plan.name();
        }
    }

    World(VmOptions options, ObjectMemory memory, Collector collector, SourceCompiler compiler,
            InstalledDialects dialects, boolean isTrial) {
        this.isTrial = isTrial;
        this.decodesCode = isTrial;
        this.options = options;
        if (!options.watched()) {
            stalls.turnOff();
        }
        this.memory = memory;
        this.collector = collector;
        this.compiler = compiler;
        this.dialects = dialects;
        this.services = new Services(this);
        primitives.tellOfRemovals(owner -> {
            waiting.removed(owner);
            if (owner.leaves() != null) {
                services.closeAllOf(owner.leaves());
            }
        });
        Memory.putLong(mutator + MutatorBlock.HASH_SEED, 0x9E3779B97F4A7C15L);
        memory.open(mutator);
        FixedSpace reserved = null;
        try {
            reserved = new FixedSpace(mutator, options.heapMaxBytes());
            collector.attach(mutator, heapSettings(), reserved);
        } catch (OutOfMemoryError refused) {
            if (reserved != null) {
                reserved.close();
            }
            memory.close();
            closeTables();
            throw refused;
        }
        fixed = reserved;
    }

    HeapSettings heapSettings() {
        // The same sources make the same image.
        return new HeapSettings(options.heapMaxBytes(), options.stress(), options.fromSource());
    }

    /** Has methods compiled from now on, or none when it is empty. At a driver exit; no frame is in other code. */
    void useCode(Optional<CompiledMethods> code) {
        if (code.isEmpty()) {
            compiled = null;
            sites.useCode(method -> SiteTable.NEVER, method -> SiteTable.NEVER, returnAddress -> { });
            lookup.tellOfChanges(() -> { });
            stacks.machine.forgetCode();
            return;
        }
        LongToIntFunction countdowns = code.get().countdowns();
        compiled = code.get();
        compiled.links().start();
        sites.useCode(compiled::countdown, countdowns, compiled.links()::unlink);
        lookup.tellOfChanges(compiled.links()::meaningChanged);
        stacks.machine.useCode(compiled.space().stub(Stub.RETURN_AND_DISCARD), compiled.space().sendPcs()::after);
    }

    Optional<CompiledMethods> compiled() {
        return Optional.ofNullable(compiled);
    }

    /** The selector of the send at a pc of a method or block. */
    long selectorAt(long method, int pc) {
        int opcode = Memory.unsignedByteAt(method + pc);
        if (opcode < Bytecode.SEND_0.opcode()) {
            return ObjectHeader.slot(MutatorBlock.special(mutator, SpecialObject.SPECIAL_SELECTORS),
                    opcode - Bytecode.FIRST_SPECIAL_SEND);
        }
        return MethodLayout.literal(method, opcode < Bytecode.SEND.opcode()
                ? Memory.unsignedByteAt(method + pc + 1) : Memory.shortAt(method + pc + 1) & 0xFFFF);
    }

    /** The memory plan in force; another one after an exchange. */
    Collector collector() {
        return collector;
    }

    Roots roots() {
        return roots;
    }

    /** All that holds objects, nil, true and false left out. */
    List<Region> regions() {
        return Stream.concat(collector.regions().stream(), fixed.regions().stream()).toList();
    }

    /** The same for people: one entry for each space. */
    List<Region> spaces() {
        return Stream.concat(regionsForPeople().stream(), Stream.of(new Region("fixed", fixed.start(), fixed.end(),
                fixed.end(), Region.Kind.FIXED, fixed.end() - fixed.start() - fixed.usedBytes()))).toList();
    }

    /** None where the memory plan does not say. */
    private List<Region> regionsForPeople() {
        try {
            return List.copyOf(collector.regions());
        } catch (Throwable fault) {
            planFaults.accept(fault);
            return List.of();
        }
    }

    /** The characters of a String or Symbol; {@code "?"} for what a program has put in the place of one. */
    String text(long oop) {
        return StringObjects.isText(mutator, oop) ? StringObjects.text(oop) : "?";
    }

    /** Collects. At a driver exit only: every raw address is stale afterwards. */
    Collector.Report collect(Reason reason, long bytesNeeded) {
        sampler.release();
        Activity before = activity.begin(Activity.COLLECTOR);
        isHeapLost = true;
        Collector.Report done = reported(askPlan(collector, allowanceNanos(collector.regions()),
                () -> collector.collect(reason, bytesNeeded, roots)));
        isHeapLost = false;
        Collector.Report report = afterCollection(done);
        activity.begin(before);
        profiler.sample();
        if (report.satisfied()) {
            sampler.hold(bytesNeeded);
        }
        return report;
    }

    /**
     * Has another memory plan, which is attached, take the objects over. At a driver exit only: every raw address is
     * stale afterwards.
     *
     * @param regions where the objects lie
     */
    Collector.Report adopt(Collector next, List<Region> regions) {
        sampler.release();
        isHeapLost = true;
        Collector.Report report = reported(askPlan(next, allowanceNanos(regions), () -> next.adopt(regions, roots)));
        isHeapLost = false;
        Collector previous = collector;
        collector = next;
        detach(previous);
        return afterCollection(report);
    }

    private static Collector.Report reported(Collector.Report report) {
        return Objects.requireNonNull(report, "the memory plan does not say what it has done");
    }

    /** Has a memory plan that is not in force give its spaces back. */
    static void detach(Collector plan) {
        try {
            plan.detach();
        } catch (Throwable fault) {
            LOG.log(Level.ERROR, "SW-SWAP-004 a memory plan that is not in force any more keeps its spaces until the process"
                    + " ends, as it failed to give them back", fault);
        }
    }

    /**
     * Asks a memory plan. What it is at nobody else can go on with, so a stall is only reported.
     *
     * @param allowance as for {@link ProviderCalls#ask}
     */
    <A> A askPlan(Collector plan, long allowance, ProviderCalls.Question<A, RuntimeException> question) {
        return calls.ask(new AskedPlan(plan), allowance, question);
    }

    /** Says who hears of faults of the memory plan that leave all objects as they are. */
    void tellOfPlanFaults(Consumer<Throwable> listener) {
        planFaults = listener;
    }

    /** Has the memory plan find room without a collection, if it can. */
    boolean makesRoomWithoutCollection(long bytes) {
        try {
            return askPlan(collector, 0, () -> collector.makeRoom(bytes));
        } catch (Throwable fault) {
            planFaults.accept(fault);
            return false;
        }
    }

    /** Has the memory plan open what it has kept back. */
    void openReserve() {
        try {
            askPlan(collector, 0, () -> {
                collector.openReserve();
                return collector;
            });
        } catch (Throwable fault) {
            planFaults.accept(fault);
        }
    }

    /** What a memory plan may take, beside what all providers may: it looks at all objects. */
    private long allowanceNanos(List<Region> regions) {
        return allowances.collectionNanos() + NANOS_PER_BYTE * regions.stream().mapToLong(Region::usedBytes).sum();
    }

    /** Whether a memory plan failed while it collected, or took the objects over: nothing can run on what is left. */
    boolean isHeapLost() {
        return isHeapLost;
    }

    private Collector.Report afterCollection(Collector.Report report) {
        MutatorBlock.count(mutator, Counter.COLLECTIONS);
        collections.add(collector.name(), report);
        long nanos = mutator + Counter.COLLECTION_NANOS.offset();
        Memory.putLong(nanos, Memory.longAt(nanos) + report.nanos());
        if (report.moved()) {
            lookup.empty();
            coverage.forgetAddresses();
            profiler.forgetAddresses();
        }
        sites.sweep();
        if (symbolsDied) {
            symbolsDied = false;
            SymbolTable.sweep(mutator);
        }
        lowSpace.look(report);
        if (options.stress().verify()) {
            var faults = memory.verify(mutator, regions(), roots);
            if (!faults.isEmpty()) {
                throw new IllegalStateException("the heap is damaged after a collection: " + faults);
            }
        }
        return report;
    }

    /** Collects for what the last failed allocation asked for. At a driver exit only. */
    boolean collectForRoom() {
        long requested = Memory.longAt(mutator + MutatorBlock.REQUESTED_BYTES);
        return sampler.givesRoom(requested) || makesRoom(requested) || collect(Reason.ALLOCATION, requested).satisfied()
                || collectBelowPages(requested);
    }

    private boolean makesRoom(long requested) {
        sampler.release();
        boolean isMade = makesRoomWithoutCollection(requested);
        if (isMade) {
            sampler.hold(requested);
        }
        return isMade;
    }

    /**
     * Stack pages keep alive what lies on them, even of Processes that nobody will ever wake. Written out to
     * Contexts, those go with the next collection. The collector's reserve is not spent on it.
     */
    private boolean collectBelowPages(long requested) {
        return stacks.evictSuspendedBytes() <= Allocation.room(mutator) && stacks.evictSuspended()
                && collect(Reason.ALLOCATION, requested).satisfied();
    }

    /**
     * Makes sure that {@code bytes} bytes can be allocated, collecting if need be. At a driver exit only.
     *
     * @throws HeapFullException when the limit does not allow it
     */
    void ensureRoom(long bytes) {
        if (!Allocation.hasRoom(mutator, bytes)) {
            if (!collectForRoom()) {
                throw new HeapFullException(bytes);
            }
            sampler.loosen();
        }
    }

    /** Stress: what the kernel asked for and did not use shall not serve the allocations of the program. */
    void dropRoom() {
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_LIMIT,
                Memory.longAt(mutator + MutatorBlock.ALLOCATION_POINTER));
    }

    /**
     * Runs an allocation that answers 0 without room, collecting between tries. At a driver exit only; the
     * supplier must fetch every address it uses anew.
     */
    long allocated(LongSupplier allocation) {
        long oop = allocation.getAsLong();
        while (oop == Allocation.NO_ROOM) {
            if (!collectForRoom()) {
                throw new HeapFullException(Memory.longAt(mutator + MutatorBlock.REQUESTED_BYTES));
            }
            oop = allocation.getAsLong();
        }
        return oop;
    }

    /** Such as {@code "[] in Foo>>bar"}. */
    String codeName(long code) {
        long home = MethodLayout.homeMethod(code);
        return (home == code ? "" : "[] in ") + ClassObjects.name(mutator, MethodLayout.lastLiteral(home)) + ">>"
                + text(ObjectHeader.slot(MethodLayout.info(home), MethodInfo.SELECTOR));
    }

    @Override
    public void close() {
        stalls.close();
        profiler.close();
        polls.close();
        timers.close();
        waiting.close();
        services.close();
        if (runs.isStalled()) {
            // What has the program may come back, and finds its memory then.
            return;
        }
        detach(collector);
        fixed.close();
        memory.close();
        closeTables();
    }

    private void closeTables() {
        if (compiled != null) {
            compiled.close();
            compiled.awaitEnd();
        }
        probation.close();
        stacks.close();
        sites.close();
        handles.close();
        mourners.close();
        NativeMemory.release(mutator);
    }
}
