package st.sendwright.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import st.sendwright.codecache.CodeCache;
import st.sendwright.jit.BackEnd;
import st.sendwright.jit.CompilePolicy;
import st.sendwright.jit.CompilePolicy.Where;
import st.sendwright.jit.JitMode;
import st.sendwright.jit.StubCode;
import st.sendwright.memory.executable.ExecutableMemories;
import st.sendwright.memory.executable.ExecutableMemory;
import st.sendwright.memory.executable.ExecutableMemoryException;
import st.sendwright.memory.executable.Mode;
import st.sendwright.model.SiteTable;
import st.sendwright.runtime.CompiledMethods.Tiers;
import st.sendwright.runtime.InstalledProviders.Provider;
import st.sendwright.sends.SendPolicy;
import st.sendwright.vm.Profile.Activity;

/**
 * Which back end makes the machine code of one VM, or that none does. Frames are canonical, so code can go while its
 * frames are live: interpreters go on with all of them.
 *
 * <p>When the bundle of the back end goes, its code does, and another back end takes its place or none; when one comes
 * again, and nobody has turned the JIT off, methods are compiled again.
 *
 * <p><b>Thread</b>: the VM thread, at a driver exit.
 */
final class JitTier extends ProviderTier<BackEnd> {

    /** What is in force when nothing is compiled. */
    static final String NONE = "none";

    private static final Logger LOG = System.getLogger("st.sendwright.runtime");
    private static final long PATIENCE_MILLIS = 5_000;

    private final World world;
    private final Consumer<Optional<CompiledMethods>> user;
    private final CodeListener placed;
    private final PolicyTier<SendPolicy> sends;
    private final PolicyTier<CodeCache> caches;
    private final PolicyTier<CompilePolicy> policies;
    private final CodeFigures figures = new CodeFigures();
    private final ParkingTicker ticker = new ParkingTicker("sendwright-compile-sampler");
    /** The code that all methods share, of each back end that was ever to be put in force. Any thread. */
    private final Map<Provider<BackEnd>, StubCode> stubs = new ConcurrentHashMap<>();
    /** Memory for code that was reserved ahead, or null. Any thread. */
    private final AtomicReference<ExecutableMemory> spare = new AtomicReference<>();
    /** Threads that compile with a back end which is not in force any more. */
    private final Queue<Thread> ending = new ConcurrentLinkedQueue<>();
    /** Null when nothing is compiled. */
    private Provider<BackEnd> active;
    /** What was to be put in force when the thread was left behind that did it; else null. */
    private CompiledMethods unused;
    /** Whether somebody has asked for machine code, and nobody for none since. */
    private volatile boolean isWanted;
    private volatile boolean isClosed;

    /** A compile policy that never compiles: what is asked when there is no other that works. */
    private static final class Never implements CompilePolicy {

        @Override
        public String name() {
            return PolicyTier.LAST_RESORT;
        }

        @Override
        public int countdown(int bytecodes) {
            return SiteTable.NEVER;
        }

        @Override
        public Where where() {
            return Where.SYNCHRONOUS;
        }
    }

    /** What the framework has for machine code. */
    record Installed(InstalledProviders<BackEnd> backEnds, InstalledProviders<SendPolicy> sends,
            InstalledProviders<CodeCache> caches, InstalledProviders<CompilePolicy> policies) {
    }

    /** Why there is no machine code, for people. */
    private static final class NoCodeException extends Exception {

        private static final long serialVersionUID = 1;

        NoCodeException(String message) {
            super(message);
        }
    }

    /**
     * @param user is told whose machine code the VM uses from now on
     * @param placed hears of code that is placed
     */
    JitTier(World world, Consumer<Optional<CompiledMethods>> user, TierExchanges exchanges, Installed installed,
            CodeListener placed) {
        super("back end", exchanges, installed.backEnds);
        this.world = world;
        this.user = user;
        this.placed = placed;
        JitMode mode = world.options.jit();
        String policy = installed.policies.chosen()
                .orElse((mode == JitMode.OFF ? JitMode.BASELINE : mode).policy());
        sends = new PolicyTier<>(InstalledSendPolicies.KIND, "inline-cache policy", exchanges, installed.sends,
                installed.sends.preferred(), installed.sends.chosen().orElse(""), new SendLinks.CacheOnly(),
                () -> policyChanged(compiled -> compiled.links().relink()));
        caches = new PolicyTier<>(InstalledCodeCaches.KIND, "code-cache policy", exchanges, installed.caches,
                installed.caches.preferred(), installed.caches.chosen().orElse(""), new CodeSweeper.DropAll(),
                () -> policyChanged(compiled -> { }));
        policies = new PolicyTier<>(InstalledCompilePolicies.KIND, "compile policy", exchanges, installed.policies,
                installed.policies.named(policy), policy, new Never(),
                () -> policyChanged(CompiledMethods::countAnew));
        Stream.of(this, sends, caches, policies).forEach(exchanges::add);
        isWanted = mode != JitMode.OFF;
        exchanges.useRunner(Activity.MACHINE_CODE, () -> world.compiled().orElse(null));
        listen();
    }

    /** Starts with machine code, if that was asked for and can be had; says why it cannot. Before the VM runs. */
    void start() {
        Optional<Provider<BackEnd>> first = providers.best(each -> true);
        if (!isWanted || first.isEmpty()) {
            return;
        }
        try {
            putInForce(first.get(), false);
        } catch (NoCodeException lack) {
            LOG.log(Level.WARNING, lack.getMessage());
        }
    }

    @Override
    public String kind() {
        return InstalledBackEnds.KIND;
    }

    @Override
    public String active() {
        return active == null ? NONE : active.name();
    }

    @Override
    public List<String> installed() {
        return Stream.concat(super.installed().stream(), Stream.of(NONE)).sorted().toList();
    }

    @Override
    public Optional<String> prepare(String name) {
        Optional<Provider<BackEnd>> next = providers.named(name);
        if (next.isEmpty()) {
            return Optional.empty();
        }
        try {
            stubs(next.get());
            keep(reserve());
            return Optional.empty();
        } catch (NoCodeException lack) {
            return Optional.of(lack.getMessage());
        } catch (Throwable fault) {
            return Optional.of(cannotBeStarted(next.get(), fault));
        }
    }

    private static String cannotBeStarted(Provider<BackEnd> next, Throwable fault) {
        LOG.log(Level.ERROR, "SW-SWAP-003 the back end " + next.name() + " cannot be started", fault);
        return "SW-SWAP-003 the back end '" + next.name() + "' cannot be started: "
                + (fault instanceof StalledProviderException ? fault.getMessage() : fault.toString());
    }

    private ExecutableMemory reserve() throws NoCodeException {
        ExecutableMemory ready = spare.getAndSet(null);
        try {
            return ready != null ? ready
                    : ExecutableMemories.reserve(world.options.codeCacheBytes(), Mode.DUAL_MAPPING);
        } catch (ExecutableMemoryException denied) {
            throw new NoCodeException(denied.getMessage());
        }
    }

    private void keep(ExecutableMemory room) {
        closeIfAny(spare.getAndSet(room));
        if (isClosed) {
            closeIfAny(spare.getAndSet(null));
        }
    }

    private static void closeIfAny(ExecutableMemory room) {
        if (room != null) {
            room.close();
        }
    }

    @Override
    public Optional<String> refusal(String name) {
        return name.equals(NONE) ? Optional.empty() : super.refusal(name);
    }

    @Override
    public Outcome exchange(String name) {
        if (name.equals(NONE)) {
            isWanted = false;
            candidates.replaced(active);
            stop();
            return Outcome.done(0);
        }
        return super.exchange(name);
    }

    @Override
    Outcome exchangeFor(Provider<BackEnd> next) {
        try {
            long prepared = putInForce(next, true);
            isWanted = true;
            return Outcome.done(prepared);
        } catch (NoCodeException lack) {
            return Outcome.refused(lack.getMessage());
        }
    }

    /**
     * Starts a back end, and answers how long making it ready took. All is as before when it cannot be.
     *
     * @param isWatched whether it is on probation then
     */
    private long putInForce(Provider<BackEnd> next, boolean isWatched) throws NoCodeException {
        long started = System.nanoTime();
        CompiledMethods code = build(next);
        long prepared = System.nanoTime() - started;
        Provider<BackEnd> before = active;
        unused = code;
        stop();
        user.accept(Optional.of(code));
        unused = null;
        if (before != next) {
            candidates.replaced(before);
        }
        active = next;
        if (isWatched) {
            exchanges.probation().begin(kind(), next.name(), Optional.empty(),
                    fault -> exchanges.later(() -> failed(next, new ProbationException(fault))));
        }
        return prepared;
    }

    /** Drops all machine code, and what a thread is compiling: what methods do has changed. */
    void startAnew() {
        if (active == null) {
            return;
        }
        Provider<BackEnd> same = active;
        boolean isWatched = exchanges.probation().isOn(kind(), same.name());
        try {
            putInForce(same, isWatched);
        } catch (NoCodeException lack) {
            LOG.log(Level.WARNING, lack.getMessage());
            stop();
        }
    }

    /** The code that all methods share, from the VM thread or another. */
    private StubCode stubs(Provider<BackEnd> next) {
        StubCode known = stubs.get(next);
        if (known != null) {
            return known;
        }
        StubCode made = exchanges.ask(new Candidate(next), () -> next.service().stubs());
        CodeCheck.check(made, world.decodesCode);
        stubs.put(next, made);
        return made;
    }

    private CompiledMethods build(Provider<BackEnd> next) throws NoCodeException {
        check(policies.lack(), "SW-JIT-005");
        check(sends.lack(), "SW-SEND-002");
        check(caches.lack(), "SW-CODE-002");
        if (unused != null) {
            unused.close();
            unused = null;
        }
        Where where = world.options.compileWhere().orElseGet(() -> policies.ask("SW-JIT-004", "where to compile",
                CompilePolicy::where, answer -> answer == null ? "nothing" : ""));
        ExecutableMemory room = null;
        try {
            StubCode shared = stubs(next);
            BackEnd used = world.options.countSends()
                    ? exchanges.ask(new Candidate(next), () -> Objects.requireNonNull(next.service().counting(),
                            "it has no back end that counts")) : next.service();
            room = reserve();
            return new CompiledMethods(world, used, new Tiers(sends, caches, policies, where, figures, ticker,
                    fault -> exchanges.later(() -> failed(next, fault))), new CodeSpace(room, shared, placed));
        } catch (NoCodeException | LeftBehindError end) {
            throw end;
        } catch (Throwable fault) {
            closeIfAny(room);
            throw new NoCodeException(cannotBeStarted(next, fault));
        }
    }

    private static void check(String lack, String code) throws NoCodeException {
        if (!lack.isEmpty()) {
            throw new NoCodeException(code + " methods stay interpreted: " + lack
                    + ", and machine code needs one; see docs/errors/" + code + ".md");
        }
    }

    /** Drops all machine code; nothing is compiled any more. */
    private void stop() {
        active = null;
        exchanges.probation().end(kind());
        Optional<CompiledMethods> code = world.compiled();
        if (code.isEmpty()) {
            return;
        }
        code.get().leaveFrames();
        user.accept(Optional.empty());
        code.get().close();
        ending.removeIf(thread -> !thread.isAlive());
        code.get().compilerThread().ifPresent(ending::add);
    }

    /** The back end in force goes on failing: the one before takes its place, or none. */
    private void failed(Provider<BackEnd> bad, Throwable fault) {
        if (active != bad) {
            return;
        }
        String reason = candidates.failed(bad, fault.toString());
        Optional<Provider<BackEnd>> next = candidates.successor(bad);
        exchanges.record(kind(), bad.name(), next.map(Provider::name).orElse(NONE), reason, () -> replace(next));
    }

    private Outcome replace(Optional<Provider<BackEnd>> next) {
        stop();
        candidates.replaced(null);
        if (next.isEmpty()) {
            return Outcome.done(0);
        }
        try {
            return Outcome.done(putInForce(next.get(), false));
        } catch (NoCodeException lack) {
            return Outcome.refused(lack.getMessage());
        }
    }

    @Override
    void arrived(Provider<BackEnd> provider) {
        if (isWanted) {
            prepare(provider.name());
        }
        super.arrived(provider);
    }

    @Override
    void left(Provider<BackEnd> provider) {
        super.left(provider);
        stubs.remove(provider);
        awaitCompilers();
    }

    @Override
    void doWithout(Provider<BackEnd> provider) {
        candidates.forget(provider);
        if (active == provider) {
            Optional<Provider<BackEnd>> next = candidates.successor(provider);
            exchanges.record(kind(), provider.name(), next.map(Provider::name).orElse(NONE),
                    stopOf(provider), () -> replace(next));
        }
    }

    @Override
    void takeUp(Provider<BackEnd> provider) {
        compileAgain(startOf(provider));
    }

    /** If nobody has turned that off and there is a back end for it. */
    private void compileAgain(String reason) {
        Optional<Provider<BackEnd>> best = candidates.best();
        if (active == null && isWanted && best.isPresent()) {
            exchanges.record(kind(), NONE, best.get().name(), reason, () -> replace(best));
        }
    }

    private void policyChanged(Consumer<CompiledMethods> whatToDo) {
        world.compiled().ifPresentOrElse(whatToDo, () -> compileAgain("a policy that was lacking is there"));
    }

    /** When this returns, no thread of this VM is in a back end that is not in force. */
    private void awaitCompilers() {
        try {
            for (Thread each = ending.poll(); each != null; each = ending.poll()) {
                each.join(PATIENCE_MILLIS);
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        super.close();
        isClosed = true;
        ticker.close();
        closeIfAny(spare.getAndSet(null));
        if (unused != null) {
            unused.close();
        }
    }
}
