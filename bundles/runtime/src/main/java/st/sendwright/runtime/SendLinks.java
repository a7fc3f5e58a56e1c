package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import st.sendwright.jit.BackEnd;
import st.sendwright.jit.MachineCode;
import st.sendwright.jit.MachineCode.Relocation;
import st.sendwright.jit.MachineCode.Send;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.Oop;
import st.sendwright.model.SendCache;
import st.sendwright.model.SendSite;
import st.sendwright.sends.Link;
import st.sendwright.sends.SendPolicy;
import st.sendwright.sends.SendSiteView;
import st.sendwright.sends.SendSiteView.Case;
import st.sendwright.sends.SendSiteView.Shape;
import st.sendwright.vm.JitReport;

/**
 * Links the sends of machine code as the {@link SendPolicy} wants it: makes what they call, patches them, and undoes it.
 *
 * <p><b>Thread</b>: the VM thread, while no machine code runs.
 */
final class SendLinks implements AutoCloseable {

    /** What is asked when there is no other policy that works: right for every send, and it takes least room. */
    static final class CacheOnly implements SendPolicy {

        @Override
        public String name() {
            return PolicyTier.LAST_RESORT;
        }

        @Override
        public Link link(SendSiteView site) {
            return new Link.Megamorphic();
        }
    }

    private final World world;
    private final long mutator;
    private final BackEnd backEnd;
    private final CodeSpace space;
    private final Runnable noRoom;
    private final PolicyTier<SendPolicy> policies;
    private final ProviderCalls.Asked asked;
    private final Consumer<Throwable> backEndFailed;
    private final LinkFigures figures;
    private final long cache = NativeMemory.reserve(SendCache.BYTES);
    /** The code that megamorphic sends of a selector call, by its number. */
    private final Map<Integer, CodeBlock> megamorphic = new HashMap<>();
    private final SelectorNumbers selectors = new SelectorNumbers();
    private final SendCounters counters = new SendCounters();

    /**
     * @param asked the back end
     * @param noRoom is told when the code of a send had no room
     * @param backEndFailed is told when the back end could not make it
     */
    SendLinks(World world, BackEnd backEnd, ProviderCalls.Asked asked, PolicyTier<SendPolicy> policies,
            CodeSpace space, LinkFigures figures, Runnable noRoom, Consumer<Throwable> backEndFailed) {
        this.world = world;
        this.mutator = world.mutator;
        this.backEnd = backEnd;
        this.asked = asked;
        this.policies = policies;
        this.space = space;
        this.figures = figures;
        this.noRoom = noRoom;
        this.backEndFailed = backEndFailed;
    }

    /** Machine code is about to be run, and it looks into the cache of all classes. */
    void start() {
        Memory.putLong(mutator + MutatorBlock.SEND_CACHE, cache);
    }

    /**
     * Has a send call the code of what it has just found.
     *
     * @param returnAddress of the send
     * @param site its record
     */
    void link(CodeBlock block, int index, long returnAddress, long site, int classIndex, CodeBlock target) {
        Send send = block.send(index);
        SendState state = block.state(index);
        Memory.putLong(site + SendSite.COMPILED_CODE, returnAddress);
        state.missed();
        target.used();
        if (send.isSuper()) {
            space.patchCall(returnAddress, target.uncheckedEntry());
            attach(state, null, List.of(target));
            return;
        }
        figures.missed();
        SendSiteView view = view(state, classIndex, target);
        Link link = policies.ask("SW-SEND-001", view, policy -> policy.link(view), answer -> faultOf(answer, view));
        switch (link) {
            case Link.Monomorphic unused when classIndex <= Oop.TAG_MASK && !target.takesImmediates() -> {
                if (!linkPolymorphic(state, new Link.Polymorphic(List.of(view.seen()), 0), classIndex, target)) {
                    return;
                }
            }
            case Link.Monomorphic unused -> {
                Integer expected = askBackEnd(() -> expectedClass(classIndex));
                if (expected == null) {
                    return;
                }
                space.patchClass(block.start() + send.classOffset(), expected);
                space.patchCall(returnAddress,
                        classIndex <= Oop.TAG_MASK ? target.immediateEntry() : target.heapEntry());
                state.become(Shape.MONOMORPHIC,
                        List.of(new BackEnd.Case(classIndex, target.uncheckedEntry(), 0)), 0, counters);
                attach(state, null, List.of(target));
            }
            case Link.Polymorphic polymorphic -> {
                if (!linkPolymorphic(state, polymorphic, classIndex, target)) {
                    return;
                }
            }
            case Link.Megamorphic unused -> {
                if (!linkMegamorphic(returnAddress, state, send, classIndex, target)) {
                    return;
                }
                Memory.putInt(site + SendSite.KIND, SendSite.MEGAMORPHIC);
            }
            case Link.Unlinked unused -> {
                cut(state);
            }
        }
        figures.linked(state.shape());
    }

    private static SendSiteView view(SendState state, int classIndex, CodeBlock target) {
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < state.cases().size(); i++) {
            int known = state.cases().get(i).classIndex();
            CodeBlock code = known == classIndex ? target : state.targets().get(i);
            cases.add(new Case(known, code.uncheckedEntry(), state.sends(known)));
        }
        return new SendSiteView(state.shape(), cases,
                new Case(classIndex, target.uncheckedEntry(), state.sends(classIndex)), state.misses());
    }

    /** What a link does wrong; empty when it is one that can be made. */
    private static String faultOf(Link link, SendSiteView site) {
        if (link == null) {
            return "nothing";
        }
        if (!(link instanceof Link.Polymorphic polymorphic)) {
            return "";
        }
        Set<Case> cases = new HashSet<>(polymorphic.cases());
        if (cases.size() != polymorphic.cases().size() || !site.all().containsAll(cases)
                || cases.stream().noneMatch(each -> each.classIndex() == site.seen().classIndex())
                || cases.size() > Link.MOST_CASES || polymorphic.sample() < 0) {
            return polymorphic.toString();
        }
        return "";
    }

    private boolean linkPolymorphic(SendState state, Link.Polymorphic link, int classIndex, CodeBlock target) {
        List<BackEnd.Case> cases = new ArrayList<>();
        List<CodeBlock> targets = new ArrayList<>();
        for (Case each : link.cases()) {
            CodeBlock code = each.classIndex() == classIndex ? target : targetOf(state, each.classIndex());
            targets.add(code);
            cases.add(new BackEnd.Case(each.classIndex(), code.uncheckedEntry(),
                    link.sample() == 0 ? 0 : counters.take(link.sample())));
        }
        CodeBlock stub = place("polymorphic send in " + state.sender().name(), () -> backEnd.polymorphic(cases),
                CodeCheck.entries(cases));
        if (stub == null) {
            cases.stream().filter(each -> each.counter() != 0).forEach(each -> counters.giveBack(each.counter()));
            return false;
        }
        space.patchCall(state.returnAddress(), stub.uncheckedEntry());
        state.become(Shape.POLYMORPHIC, cases, link.sample(), counters);
        attach(state, stub, targets);
        return true;
    }

    /** What the back end answers; null when it cannot be had, and the back end is to be reverted. */
    private <A> A askBackEnd(Supplier<A> question) {
        try {
            return Objects.requireNonNull(world.calls.ask(asked, 0, question::get), "it answered nothing");
        } catch (LeftBehindError end) {
            throw end;
        } catch (Throwable fault) {
            backEndFailed.accept(fault);
            return null;
        }
    }

    private int expectedClass(int classIndex) {
        int expected = backEnd.expectedClass(classIndex);
        if (expected != CodeCheck.expectedClass(classIndex)) {
            throw new CodeCheck.BadCodeException("a send that expects %d for the class index %d".formatted(expected,
                    classIndex));
        }
        return expected;
    }

    /**
     * Code of sends in its place; null when it cannot be had.
     *
     * @param targets addresses that it may lead to
     */
    private CodeBlock place(String name, Supplier<MachineCode> maker, Set<Long> targets) {
        MachineCode code = askBackEnd(() -> {
            MachineCode made = maker.get();
            CodeCheck.check(made, Optional.empty(), targets, world.decodesCode);
            return made;
        });
        if (code == null) {
            return null;
        }
        CodeBlock stub = space.place(name, code, 0);
        if (stub == null) {
            noRoom.run();
        } else {
            figures.placed();
        }
        return stub;
    }

    private static CodeBlock targetOf(SendState state, int classIndex) {
        for (int i = 0; i < state.cases().size(); i++) {
            if (state.cases().get(i).classIndex() == classIndex) {
                return state.targets().get(i);
            }
        }
        throw new IllegalStateException("a send is to be linked to class " + classIndex + ", which it has not seen");
    }

    /** Has a send call others. The code between, if nobody uses it any more, gives its place back. */
    private void attach(SendState state, CodeBlock stub, List<CodeBlock> targets) {
        CodeBlock before = state.attach(stub, targets);
        if (before != null && before != stub && before.callers().isEmpty()) {
            megamorphic.values().remove(before);
            space.free(before);
        }
    }

    /** Has a send call nothing but what looks up. */
    private void cut(SendState state) {
        space.patchCall(state.returnAddress(), space.stub(state.sender().send(state.index()).unlinked()));
        state.unlink(counters);
        attach(state, null, List.of());
    }

    /** Code is about to go: no send calls it any more, and its own sends call nothing. */
    void evict(CodeBlock block) {
        List.copyOf(block.callers()).forEach(this::cut);
        block.states().forEach(this::cut);
        for (long entry : block.cacheEntries()) {
            if (Memory.longAt(entry + SendCache.ENTRY) == block.uncheckedEntry()) {
                Memory.fillWords(entry, SendCache.ENTRY_BYTES / 8, 0);
            }
        }
    }

    /** Bytes that the sends of a block have for themselves. */
    static int stubBytes(CodeBlock block) {
        return block.states().stream().filter(each -> each.shape() == Shape.POLYMORPHIC && each.stub() != null)
                .mapToInt(each -> each.stub().bytes()).sum();
    }

    /** Code is about to be moved: who calls it will find it there. */
    void move(CodeBlock block, long distance) {
        long start = block.start();
        for (SendState state : block.callers()) {
            if (state.sender() != block) {
                space.shiftDistance(state.returnAddress() - Integer.BYTES, start, block.end(), distance);
            }
            if (state.stub() != null && state.stub() != block) {
                for (Relocation each : state.stub().code().relocations()) {
                    space.shiftDistance(state.stub().start() + each.offset(), start, block.end(), distance);
                }
            }
        }
        for (long entry : block.cacheEntries()) {
            if (Memory.longAt(entry + SendCache.ENTRY) == block.uncheckedEntry()) {
                Memory.putLong(entry + SendCache.ENTRY, block.uncheckedEntry() + distance);
            }
        }
    }

    private boolean linkMegamorphic(long returnAddress, SendState state, Send send, int classIndex, CodeBlock target) {
        int selector = selectors.of(world, world.selectorAt(FrameLayout.method(world.stacks.fp()), send.pc()));
        if (state.shape() != Shape.MEGAMORPHIC) {
            CodeBlock stub = megamorphic(selector);
            if (stub == null) {
                return false;
            }
            space.patchCall(returnAddress, stub.uncheckedEntry());
            state.become(Shape.MEGAMORPHIC, List.of(), 0, counters);
            attach(state, stub, List.of());
        }
        long entry = SendCache.entry(cache, selector, classIndex);
        Memory.putInt(entry + SendCache.SELECTOR, selector);
        Memory.putInt(entry + SendCache.CLASS_INDEX, classIndex);
        Memory.putLong(entry + SendCache.ENTRY, target.uncheckedEntry());
        target.cacheEntries().add(entry);
        return true;
    }

    private CodeBlock megamorphic(int selector) {
        CodeBlock known = megamorphic.get(selector);
        if (known != null) {
            return known;
        }
        CodeBlock stub = place("megamorphic send", () -> backEnd.megamorphic(selector), Set.of());
        if (stub != null) {
            megamorphic.put(selector, stub);
        }
        return stub;
    }

    /** Another policy is in force: sends start anew that compare more than one class, others when they miss. */
    void relink() {
        for (CodeBlock stub : List.copyOf(space.blocks())) {
            if (!stub.isMethod()) {
                List.copyOf(stub.callers()).forEach(this::cut);
            }
        }
    }

    /** A site's record is about to be unlinked: the send of machine code at its site is too. */
    void unlink(long returnAddress) {
        CodeBlock block = space.blockAt(returnAddress);
        int index = block == null ? -1 : block.sendReturningTo(returnAddress);
        if (index >= 0) {
            cut(block.state(index));
        }
    }

    /** A selector means something else now, for some class. */
    void meaningChanged() {
        SendCache.empty(cache);
    }

    /** All code is about to be dropped. */
    void clear() {
        meaningChanged();
        megamorphic.clear();
        counters.clear();
    }

    JitReport.Links report() {
        return figures.report(policies.active());
    }

    @Override
    public void close() {
        if (Memory.longAt(mutator + MutatorBlock.SEND_CACHE) == cache) {
            Memory.putLong(mutator + MutatorBlock.SEND_CACHE, 0);
        }
        NativeMemory.release(cache);
        counters.close();
    }
}
