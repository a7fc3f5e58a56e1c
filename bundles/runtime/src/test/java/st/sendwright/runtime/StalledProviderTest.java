package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import st.sendwright.codecache.CacheView;
import st.sendwright.codecache.CodeCache;
import st.sendwright.codecache.Sweep;
import st.sendwright.jit.BackEnd;
import st.sendwright.jit.CodeRefusedException;
import st.sendwright.jit.CompilePolicy;
import st.sendwright.jit.JitMode;
import st.sendwright.jit.MachineCode;
import st.sendwright.jit.MethodView;
import st.sendwright.language.SourceText;
import st.sendwright.runtime.InstalledProviders.Provider;
import st.sendwright.sends.Link;
import st.sendwright.sends.SendPolicy;
import st.sendwright.sends.SendSiteView;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

@DisplayName("A provider that does not answer")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StalledProviderTest {

    private static final String PROGRAM = "(1 to: 300) inject: 0 into: [:sum :i |"
            + " sum + ({3. 4.5. $a. nil. #ab. 1/2. true. 3@4. 1->2. 'x'} at: i \\\\ 10 + 1) printString size"
            + " + (i perform: #stalled: with: 7) + (nil unknown: i with: 2)]";
    private static final List<String> METHODS = List.of("stalled: n ^[:a | a + n] value: self",
            "doesNotUnderstand: aMessage ^aMessage arguments first");

    /** How it stalls. */
    enum Stall {
        SLEEP, WAIT, COMPUTE, IGNORE;

        private static final Object NEVER_TOLD = new Object();
        private static volatile long counted;

        /** Ends when interrupted, or, where it does not heed that, when the test ends. */
        void stall(CountDownLatch end) {
            try {
                switch (this) {
                    case SLEEP -> TimeUnit.DAYS.sleep(1);
                    case WAIT -> {
                        synchronized (NEVER_TOLD) {
                            NEVER_TOLD.wait();
                        }
                    }
                    case COMPUTE -> {
                        while (end.getCount() > 0) {
                            counted++;
                        }
                    }
                    case IGNORE -> {
                        while (end.getCount() > 0) {
                            try {
                                end.await();
                            } catch (InterruptedException ignored) {
                                counted++;
                            }
                        }
                    }
                }
            } catch (InterruptedException interrupt) {
                throw new IllegalStateException("it was interrupted", interrupt);
            }
        }
    }

    private static String expected;

    private final JitTier.Installed installed = TestVms.installed();
    private final CountDownLatch end = new CountDownLatch(1);
    /** After so many answers it stalls. */
    private final AtomicInteger answers = new AtomicInteger(Integer.MAX_VALUE);
    private final List<Logger> loggers = List.of(Logger.getLogger("st.sendwright.runtime"),
            Logger.getLogger("st.sendwright.jit"));

    @BeforeEach
    void quieten() {
        loggers.forEach(each -> each.setLevel(Level.OFF));
    }

    @AfterEach
    void letGo() {
        end.countDown();
        loggers.forEach(each -> each.setLevel(null));
    }

    private void stallWhenDue(Stall how) {
        if (answers.getAndDecrement() == 0) {
            how.stall(end);
        }
    }

    private SendPolicy sends(Stall how) {
        return new SendPolicy() {
            @Override
            public String name() {
                return "stalling";
            }

            @Override
            public Link link(SendSiteView site) {
                stallWhenDue(how);
                return new Link.Megamorphic();
            }
        };
    }

    private CodeCache cache(Stall how) {
        return new CodeCache() {
            @Override
            public String name() {
                return "stalling";
            }

            @Override
            public Sweep sweep(CacheView view) {
                stallWhenDue(how);
                return Sweep.ofFirst(view.blocks(), Long.MAX_VALUE, false);
            }
        };
    }

    private CompilePolicy compilePolicy(Stall how) {
        return new CompilePolicy() {
            @Override
            public String name() {
                return "stalling";
            }

            @Override
            public int countdown(int bytecodes) {
                stallWhenDue(how);
                return 0;
            }

            @Override
            public Where where() {
                return Where.SYNCHRONOUS;
            }
        };
    }

    private BackEnd backEnd(Stall how) {
        return new WrappedBackEnd("stalling") {
            @Override
            public MachineCode compile(MethodView method) throws CodeRefusedException {
                stallWhenDue(how);
                return super.compile(method);
            }

            @Override
            public MachineCode polymorphic(List<Case> cases) {
                stallWhenDue(how);
                return super.polymorphic(cases);
            }
        };
    }

    private Vm start(VmOptions options) throws VmStartException {
        Vm vm = TestVms.factory(installed).start(options);
        for (String source : METHODS) {
            vm.compileMethod("Object", Optional.of("test"), Optional.empty(), SourceText.of(source, "test"));
        }
        return vm;
    }

    /** What the program answers where nothing stalls: looked up once. */
    private String expected() throws VmStartException {
        synchronized (Stall.class) {
            if (expected == null) {
                try (Vm vm = start(TestVms.options())) {
                    expected = TestVms.print(vm, PROGRAM);
                }
            }
            return expected;
        }
    }

    private void isReverted(String kind, String usual, int answersBefore) throws VmStartException {
        String expected = expected();
        try (Vm vm = start(TestVms.options().withJit(JitMode.EAGER).withCodeCacheBytes(16 << 10))) {
            assertThat(vm.exchange(kind, "stalling", "a test").refusal()).isEmpty();
            answers.set(answersBefore);

            assertThat(TestVms.print(vm, PROGRAM)).isEqualTo(expected);

            assertThat(answers).as("answers before it stalled, counted down").hasValueLessThan(0);
            assertThat(vm.exchanges()).last().satisfies(record -> {
                assertThat(record.kind() + ": " + record.from() + " -> " + record.to())
                        .isEqualTo(kind + ": stalling -> " + usual);
                assertThat(record.reason()).contains("SW-SWAP-005", "it has not answered for ");
            });
            assertThat(TestVms.print(vm, PROGRAM)).isEqualTo(expected);
            assertThat(vm.verifyHeap()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void isRevertedWhenItLinksSends(Stall how) throws VmStartException {
        installed.sends().add(new Provider<>("stalling", sends(how)));
        isReverted("inline-cache", "polymorphic", 20);
    }

    @ParameterizedTest
    @EnumSource
    void isRevertedWhenItMakesRoomForCode(Stall how) throws VmStartException {
        installed.caches().add(new Provider<>("stalling", cache(how)));
        isReverted("code-cache", "flushall", 1);
    }

    @ParameterizedTest
    @EnumSource
    void isRevertedWhenItSaysWhenToCompile(Stall how) throws VmStartException {
        installed.policies().add(new Provider<>("stalling", compilePolicy(how)));
        isReverted("compile-policy", "eager", 40);
    }

    @ParameterizedTest
    @EnumSource
    void isRevertedWhenItMakesMachineCode(Stall how) throws VmStartException {
        installed.backEnds().add(new Provider<>("stalling", backEnd(how)));
        isReverted("jit", "baseline", 60);
    }

    /** Whatever is in work when it stalls is neither lost nor done twice. */
    @Test
    void isRevertedWhereverItStalls() throws VmStartException {
        isRevertedWhereverItStalls(Stall.SLEEP);
    }

    @Test
    @Tag("long")
    void isRevertedWhereverItComputes() throws VmStartException {
        isRevertedWhereverItStalls(Stall.COMPUTE);
    }

    private void isRevertedWhereverItStalls(Stall how) throws VmStartException {
        int after = 0;
        while (isRevertedAnywhere(how, after)) {
            after += after / 3 + 1;
        }
        assertThat(after).as("answers before the program ended without a stall").isGreaterThan(20);
    }

    /** Answers whether it stalled. */
    private boolean isRevertedAnywhere(Stall how, int after) throws VmStartException {
        installed.policies().add(new Provider<>("stalling", compilePolicy(how)));
        String expected = expected();
        try (Vm vm = start(TestVms.options().withJit(JitMode.EAGER).withCodeCacheBytes(64 << 10))) {
            vm.exchange("compile-policy", "stalling", "a test");
            answers.set(after);
            assertThat(TestVms.print(vm, PROGRAM)).as("after %d answers", after).isEqualTo(expected);
            assertThat(vm.verifyHeap()).isEmpty();
            return vm.exchanges().getLast().from().equals("stalling");
        } finally {
            installed.policies().remove(installed.policies().named("stalling").orElseThrow().service());
        }
    }

    /** The exchange is left as it was when its own provider stalls in the midst of it. */
    @ParameterizedTest
    @EnumSource
    void isNotPutInForceWhenItStallsBeforeThat(Stall how) throws VmStartException {
        installed.policies().add(new Provider<>("stalling", compilePolicy(how)));
        String expected = expected();
        try (Vm vm = start(TestVms.options().withJit(JitMode.EAGER))) {
            TestVms.print(vm, PROGRAM);
            answers.set(0);

            TierExchange record = vm.exchange("compile-policy", "stalling", "a test");

            assertThat(vm.exchanges()).contains(record);
            assertThat(vm.tiers()).filteredOn(each -> each.kind().equals("compile-policy"))
                    .extracting(Vm.Tier::provider).containsExactly("eager");
            assertThat(TestVms.print(vm, PROGRAM)).isEqualTo(expected);
        }
    }

    /** A thread that comes back late finds that another has taken over, and ends. */
    @Test
    void mayComeBackWheneverItLikes() throws Exception {
        installed.sends().add(new Provider<>("stalling", sends(Stall.IGNORE)));
        String expected = expected();
        try (Vm vm = start(TestVms.options().withJit(JitMode.EAGER))) {
            vm.exchange("inline-cache", "stalling", "a test");
            answers.set(3);
            assertThat(TestVms.print(vm, PROGRAM)).isEqualTo(expected);
            CompletableFuture<String> meanwhile = CompletableFuture.supplyAsync(() -> TestVms.print(vm, PROGRAM));
            end.countDown();
            assertThat(meanwhile.join()).isEqualTo(expected);
            while (vmThreads() > 1) {
                Thread.yield();
            }
            assertThat(TestVms.print(vm, PROGRAM)).isEqualTo(expected);
        }
    }

    private static long vmThreads() {
        return Thread.getAllStackTraces().keySet().stream().filter(each -> each.getName().equals("sendwright-vm")).count();
    }
}
