package st.sendwright.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongToIntFunction;
import st.sendwright.codecache.CodeCache;
import st.sendwright.heap.Roots;
import st.sendwright.jit.BackEnd;
import st.sendwright.jit.CodeRefusedException;
import st.sendwright.jit.CompilePolicy;
import st.sendwright.jit.CompilePolicy.Where;
import st.sendwright.jit.MachineCode;
import st.sendwright.jit.MachineCode.ResumePoint;
import st.sendwright.jit.MethodView;
import st.sendwright.jit.Stub;
import st.sendwright.model.Bytecode;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.MutatorBlock.Pending;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SendSite;
import st.sendwright.model.SiteTable;
import st.sendwright.runtime.BackgroundCompiler.Finished;
import st.sendwright.sends.SendPolicy;
import st.sendwright.vm.JitReport;
import st.sendwright.vm.Profile.Activity;
import st.sendwright.vm.Vm.Statistic;

/**
 * Which methods have machine code: has it made, and drops it.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class CompiledMethods implements ProviderCalls.Asked, AutoCloseable {

    /** What a call from machine code counts as: each costs as much as many by an interpreter. */
    static final int MACHINE_CALL = 64;

    private static final Logger LOG = System.getLogger("st.sendwright.jit");
    /** After so many activations at least a method is tried again for which there was no room in the queue. */
    private static final int AGAIN = 1_000;
    /** A back end that fails on so many methods is taken for broken. */
    private static final int MOST_FAULTS = 10;
    /** A back end that Java has not compiled yet makes code of five bytes of bytecode in a millisecond at least. */
    private static final long NANOS_PER_BYTECODE = 200_000;

    private final World world;
    private final BackEnd backEnd;
    private final PolicyTier<CompilePolicy> policies;
    private final Consumer<Throwable> backEndFailed;
    private final CodeSpace space;
    private final SendLinks links;
    private final CodeFigures allFigures;
    private final CompilationFigures figures;
    private final Where where;
    /** Null when who needs code waits for it. */
    private final BackgroundCompiler background;
    /** Tables of methods that are being compiled in the background; each bears its ticket, negative, for a number. */
    private final Map<Integer, Long> tickets = new HashMap<>();
    private int nextTicket = 1;
    private final CodeSweeper sweeper;
    private final CompileSampler sampler;
    private int faults;
    /** The most bytes for which there was no room since the last sweep; 0 when there was room for all. */
    private int lacking;

    /** What a VM's machine code is made by, kept by and counted in. */
    record Tiers(PolicyTier<SendPolicy> sends, PolicyTier<CodeCache> caches, PolicyTier<CompilePolicy> policies,
            Where where, CodeFigures figures, ParkingTicker ticker, Consumer<Throwable> backEndFailed) {
    }

    CompiledMethods(World world, BackEnd backEnd, Tiers tiers, CodeSpace space) {
        this.world = world;
        this.backEnd = backEnd;
        this.policies = tiers.policies;
        this.space = space;
        this.allFigures = tiers.figures;
        this.figures = allFigures.compilation();
        this.backEndFailed = tiers.backEndFailed;
        this.links = new SendLinks(world, backEnd, this, tiers.sends, space, allFigures.links(),
                () -> noteNoRoom("the code of a send", 1), backEndFailed);
        this.sweeper = new CodeSweeper(world, space, links, tiers.caches, allFigures.sweeps(), this::countdown,
                this::countdowns);
        this.where = tiers.where;
        this.background = where == Where.BACKGROUND
                ? new BackgroundCompiler(backEnd, this, world.stalls, () -> world.decodesCode, () -> world.polls.request(Pending.EVENT)) : null;
        this.sampler = new CompileSampler(world, policies, tiers.ticker);
        sampler.follow();
    }

    BackEnd backEnd() {
        return backEnd;
    }

    CodeSpace space() {
        return space;
    }

    /** The countdown of a method that nobody has run yet. */
    int countdown(long method) {
        return countdownOf(MethodLayout.bytecodeCount(method));
    }

    private int countdownOf(int bytecodes) {
        return policies.ask("SW-JIT-004", bytecodes + " bytecodes", policy -> policy.countdown(bytecodes),
                answer -> answer < 0 ? "a countdown of " + answer : "");
    }

    /**
     * The countdowns of all methods that have a table now. The policy has answered when this does, so that a walk which
     * changes tables is not held up by it.
     */
    LongToIntFunction countdowns() {
        BitSet sizes = new BitSet();
        world.sites.forEachMethod(method -> sizes.set(MethodLayout.bytecodeCount(method)));
        int[] bySize = new int[sizes.length()];
        sizes.stream().forEach(size -> bySize[size] = countdownOf(size));
        return method -> bySize[MethodLayout.bytecodeCount(method)];
    }

    /** Another compile policy is in force: what has no code counts down as that one wants it. */
    void countAnew() {
        sampler.follow();
        world.sites.countAnew(countdowns());
    }

    /** Looks at what runs, if the compile policy wants that and it is time. The frames must be complete. */
    void look() {
        sampler.look();
    }

    /** The machine code of a method, or null. */
    CodeBlock of(long method) {
        long table = SiteTable.of(method);
        int number = table == 0 ? 0 : Memory.intAt(table + SiteTable.CODE_NUMBER);
        return number <= 0 ? null : space.block(number);
    }

    /**
     * The machine code of a method that is about to be activated; it is made when the method has been activated often
     * enough, and null until then.
     *
     * @param weight how many activations by an interpreter this one counts as
     */
    CodeBlock wanted(long method, int weight) {
        long table = SiteTable.of(method);
        if (table == 0) {
            table = world.sites.make(method) - SiteTable.BYTES;
        }
        int number = Memory.intAt(table + SiteTable.CODE_NUMBER);
        if (number != 0) {
            if (number < 0) {
                return null;
            }
            CodeBlock block = space.block(number);
            block.used();
            return block;
        }
        int left = Memory.intAt(table + SiteTable.COUNTDOWN);
        if (left == SiteTable.NEVER) {
            sampler.called(method);
            return null;
        }
        left -= weight;
        Memory.putInt(table + SiteTable.COUNTDOWN, left);
        return left < 0 ? compile(method, table) : null;
    }

    /** The machine code of a method, made now if there is none; null when it cannot be made. */
    CodeBlock compileNow(long method) {
        CodeBlock known = of(method);
        if (known != null) {
            return known;
        }
        if (SiteTable.of(method) == 0) {
            world.sites.make(method);
        }
        return isFull() ? null : compileHere(method, SiteTable.of(method));
    }

    private CodeBlock compile(long method, long table) {
        if (isFull()) {
            Memory.putInt(table + SiteTable.COUNTDOWN, countdown(method));
            return null;
        }
        if (background != null) {
            request(method, table);
            return null;
        }
        return compileHere(method, table);
    }

    private CodeBlock compileHere(long method, long table) {
        Activity before = world.activity.begin(Activity.COMPILER);
        long started = System.nanoTime();
        Compilation compilation = compilation(method, world.codeName(method));
        CodeBlock block = install(method, table, compilation);
        figures.took(System.nanoTime() - started);
        world.activity.begin(before);
        return block;
    }

    /** What a back end may take for a method, beside what all providers may. */
    static long allowanceNanos(MethodView view) {
        return view.bytecodes().length * NANOS_PER_BYTECODE;
    }

    private Compilation compilation(long method, String name) {
        try {
            MethodView view = view(method, name);
            return world.calls.ask(this, allowanceNanos(view), () -> Compilation.of(backEnd, view, world.decodesCode));
        } catch (StalledProviderException stall) {
            backEndFailed.accept(stall);
            return new Compilation(name, null, stall, 0);
        } catch (CodeRefusedException refusal) {
            return new Compilation(name, null, refusal, 0);
        }
    }

    /** Has the method compiled by another thread; it is interpreted meanwhile, and asked for once. */
    private void request(long method, long table) {
        String name = world.codeName(method);
        try {
            if (background.request(nextTicket, view(method, name))) {
                Memory.putInt(table + SiteTable.CODE_NUMBER, -nextTicket);
                Memory.putInt(table + SiteTable.COUNTDOWN, SiteTable.NEVER);
                tickets.put(nextTicket++, table);
            } else {
                Memory.putInt(table + SiteTable.COUNTDOWN, Math.max(countdown(method), AGAIN));
            }
        } catch (CodeRefusedException refusal) {
            install(method, table, new Compilation(name, null, refusal, 0));
        }
    }

    /**
     * Puts in place what another thread has compiled since the last time. Methods may have moved since, which their tables
     * know; where one has died, or all code was dropped, the table does not bear the ticket any more.
     */
    void installFinished() {
        if (background == null) {
            return;
        }
        long started = System.nanoTime();
        for (Finished each = background.next(); each != null; each = background.next()) {
            figures.took(each.compilation().nanos());
            long table = tickets.remove(each.ticket());
            long method = Memory.longAt(table + SiteTable.OWNER);
            boolean isStillWanted = method != 0 && Memory.intAt(table + SiteTable.CODE_NUMBER) == -each.ticket();
            if (isStillWanted && isFull()) {
                Memory.putInt(table + SiteTable.CODE_NUMBER, 0);
                Memory.putInt(table + SiteTable.COUNTDOWN, countdown(method));
            } else if (isStillWanted) {
                install(method, table, each.compilation());
            }
        }
        figures.took(System.nanoTime() - started);
    }

    private CodeBlock install(long method, long table, Compilation compilation) {
        String name = compilation.name();
        CodeBlock block = null;
        try {
            switch (compilation.failure()) {
                case null -> {
                    block = space.place(name, compilation.code(), method);
                    if (block == null) {
                        noteNoRoom(name, compilation.code().bytes().length);
                    }
                }
                case CodeRefusedException refusal -> {
                    LOG.log(Level.DEBUG, () -> name + " stays interpreted: " + refusal.getMessage());
                    figures.refused();
                }
                case Throwable fault -> noteFault(name, fault);
            }
        } catch (Throwable fault) {
            noteFault(name, fault);
        }
        if (block == null) {
            boolean waits = compilation.failure() == null && isFull();
            Memory.putInt(table + SiteTable.CODE_NUMBER, 0);
            Memory.putInt(table + SiteTable.COUNTDOWN, waits ? countdown(method) : SiteTable.NEVER);
            return null;
        }
        int times = Memory.intAt(table + SiteTable.COMPILATIONS);
        Memory.putInt(table + SiteTable.COMPILATIONS, times + 1);
        figures.compiled(MethodLayout.bytecodeCount(method), block.bytes(), times > 0);
        log(block, MethodLayout.bytecodeCount(method), compilation.nanos());
        Memory.putInt(table + SiteTable.CODE_NUMBER, block.number());
        Memory.putLong(table + SiteTable.CODE, block.uncheckedEntry());
        Memory.putInt(table + SiteTable.COUNTDOWN, -1);
        return block;
    }

    private void noteFault(String name, Throwable fault) {
        LOG.log(Level.ERROR, "SW-JIT-003 the compiler failed on " + name + ", which stays interpreted", fault);
        figures.refused();
        faults++;
        if (faults == MOST_FAULTS) {
            backEndFailed.accept(fault);
        }
    }

    /** Compiles all methods there are, each into its place, and drops all code. At a driver exit. */
    JitReport.Pass compileAll() {
        LongList methods = new LongList();
        world.memory.forEachObject(world.regions(), oop -> {
            if (ObjectFormat.isMethod(ObjectHeader.format(oop))) {
                methods.add(oop);
            }
        });
        long refused = 0;
        long bytecodes = 0;
        long bytes = 0;
        long started = System.nanoTime();
        for (int i = 0; i < methods.size(); i++) {
            Compilation compilation = compilation(methods.get(i), "");
            MachineCode code = compilation.code();
            if (code == null) {
                refused++;
            } else {
                if (space.place("", code, 0) == null) {
                    flush();
                    space.place("", code, 0);
                }
                bytecodes += MethodLayout.bytecodeCount(methods.get(i));
                bytes += code.bytes().length;
            }
        }
        long nanos = System.nanoTime() - started;
        flush();
        return new JitReport.Pass(methods.size(), refused, bytecodes, bytes, nanos);
    }

    private static void log(CodeBlock block, int bytecodes, long nanos) {
        LOG.log(Level.DEBUG, () -> "compiled %s: %,d bytecodes, %,d bytes at 0x%x, %.3f ms".formatted(block.name(),
                bytecodes, block.bytes(), block.start(), nanos / 1e6));
    }

    /** Has room made at the next poll, unless even dropping all code would not help. */
    private void noteNoRoom(String name, int bytes) {
        if (space.couldHold(bytes)) {
            lacking = Math.max(lacking, bytes);
            world.polls.request(Pending.EVENT);
        } else {
            LOG.log(Level.DEBUG, () -> name + " stays interpreted: its " + bytes + " bytes of code are more than the "
                    + space.size() + " bytes there are for all");
            figures.refused();
        }
    }

    private MethodView view(long method, String name) throws CodeRefusedException {
        long header = MethodLayout.header(method);
        byte[] code = new byte[MethodLayout.bytecodeCount(method)];
        int first = MethodLayout.firstPc(header);
        for (int i = 0; i < code.length; i++) {
            code[i] = Memory.byteAt(method + first + i);
        }
        long[] literals = new long[MethodLayout.literals(header)];
        for (int i = 0; i < literals.length; i++) {
            long literal = MethodLayout.literal(method, i);
            literals[i] = Oop.isPointer(literal) ? 0 : literal;
        }
        int primitive = MethodLayout.primitive(header);
        return new MethodView(name, header, code, literals,
                primitive > MethodLayout.LAST_MARK ? world.primitives.nameForBackEnds(primitive) : "",
                MethodLayout.isBlock(header) ? copiedValues(method) : 0, isForImmediates(method), floatSites(method));
    }

    private static BitSet floatSites(long method) {
        BitSet numbers = new BitSet();
        long table = SiteTable.of(method);
        int count = table == 0 ? 0 : Memory.intAt(table + SiteTable.COUNT);
        for (int i = 0; i < count; i++) {
            if (Memory.intAt(table + SiteTable.BYTES + (long) i * SendSite.BYTES + SendSite.SAMPLES) != 0) {
                numbers.set(i);
            }
        }
        return numbers;
    }

    private boolean isForImmediates(long method) {
        long itsClass = MethodLayout.lastLiteral(MethodLayout.homeMethod(method));
        for (KnownClass each : List.of(KnownClass.SMALL_INTEGER, KnownClass.CHARACTER, KnownClass.FLOAT)) {
            if (ClassObjects.inheritsFrom(world.mutator, MutatorBlock.classAt(world.mutator, each.index()), itsClass)) {
                return true;
            }
        }
        return false;
    }

    /** How many values a block copies, which the code around it says that makes its closures. */
    private static int copiedValues(long block) throws CodeRefusedException {
        long outer = MethodLayout.lastLiteral(block);
        int first = MethodLayout.firstPc(MethodLayout.header(outer));
        int end = first + MethodLayout.bytecodeCount(outer);
        for (int pc = first; pc < end; pc += Bytecode.of(Memory.unsignedByteAt(outer + pc)).length()) {
            if (Memory.unsignedByteAt(outer + pc) == Bytecode.PUSH_CLOSURE.opcode()
                    && MethodLayout.literal(outer, Memory.shortAt(outer + pc + 1) & 0xFFFF) == block) {
                return Memory.unsignedByteAt(outer + pc + 3);
            }
        }
        throw new CodeRefusedException("the code around the block never makes a closure of it");
    }

    // Going on

    /** Has machine code go on with the top frame, when it can at this pc. */
    boolean resume() {
        if (!world.stacks.hasActivePage()) {
            return false;
        }
        long fp = world.stacks.fp();
        CodeBlock block = of(FrameLayout.method(fp));
        ResumePoint point = block == null ? null : block.resumePoint(world.stacks.pc());
        if (point == null) {
            return false;
        }
        long returnIp = Memory.longAt(fp + FrameLayout.RETURN_IP);
        if (returnIp == FrameLayout.RETURN_TO_DRIVER) {
            Memory.putLong(fp + FrameLayout.RETURN_IP, space.stub(Stub.RETURN_TO_DRIVER));
        } else if (returnIp == StackZone.RETURN_AND_DISCARD) {
            Memory.putLong(fp + FrameLayout.RETURN_IP, space.stub(Stub.RETURN_AND_DISCARD));
        }
        block.used();
        world.stacks.machine.set(block.start() + point.offset(), point.wantsResult());
        return true;
    }

    SendLinks links() {
        return links;
    }

    // The back end, when it does not answer

    @Override
    public String toString() {
        return "the back end " + backEnd.name();
    }

    /** It gets copies of methods, and nobody uses the code that it may give back. */
    @Override
    public boolean mayBeLeft() {
        return true;
    }

    @Override
    public void stalled(String fault) {
        backEndFailed.accept(new StalledProviderException(fault));
    }

    // Dropping

    /** Whether some code had no room, so that room is to be made at a driver exit. */
    boolean isFull() {
        return lacking != 0;
    }

    /** Makes room. Frames whose code goes are continued by an interpreter; methods that are still run get new code. */
    void makeRoom() {
        sweeper.sweep(lacking);
        lacking = 0;
    }

    /** Drops all code. */
    void flush() {
        sweeper.flush();
        lacking = 0;
    }

    /** No frame returns to machine code any more: interpreters go on with all. All code is about to go for good. */
    void leaveFrames() {
        world.stacks.machine.forget();
        long discards = space.stub(Stub.RETURN_AND_DISCARD);
        world.stacks.forEachFrame(fp -> {
            long returnIp = Memory.longAt(fp + FrameLayout.RETURN_IP);
            boolean isDiscarding = returnIp == discards || returnIp == StackZone.RETURN_AND_DISCARD;
            world.stacks.machine.redirect(fp,
                    isDiscarding ? StackZone.RETURN_AND_DISCARD : FrameLayout.RETURN_TO_DRIVER);
        });
    }

    /** The thread that compiles, if there is one; after {@link #close} it ends soon. */
    Optional<Thread> compilerThread() {
        return Optional.ofNullable(background).flatMap(BackgroundCompiler::thread);
    }

    void visit(Roots.WeakVisitor visitor) {
        space.visit(visitor);
    }

    // Figures

    CompilationFigures figures() {
        return figures;
    }

    List<Statistic> statistics() {
        return figures.statistics(space, allFigures.sweeps().flushes(), links.report(), sweeper.report(figures.again(), figures.againBytes()));
    }

    JitReport.Code report(int mostBlocks) {
        return figures.report(backEnd.name(), policies.active(), where, space, allFigures.sweeps().flushes(), links.report(),
                sweeper.report(figures.again(), figures.againBytes()), mostBlocks,
                world.options.countSends() ? Optional.of(world) : Optional.empty());
    }

    @Override
    public void close() {
        sampler.close();
        if (background != null) {
            background.close();
        }
        links.close();
        space.close();
    }

    /** Waits until nothing compiles any more, after it was closed. */
    void awaitEnd() {
        if (background != null) {
            background.awaitEnd();
        }
    }
}
