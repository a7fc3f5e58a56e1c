package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.codecache.CacheView;
import st.sendwright.codecache.CodeCache;
import st.sendwright.codecache.Sweep;
import st.sendwright.jit.CompilePolicy;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
import st.sendwright.model.SiteTable;
import st.sendwright.runtime.InstalledProviders.Provider;
import st.sendwright.sends.Link;
import st.sendwright.sends.SendPolicy;
import st.sendwright.sends.SendSiteView;
import st.sendwright.vm.JitReport;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

@DisplayName("Policies for machine code that are exchanged")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PolicyExchangeTest {

    /** The program with the send that is looked at: code that stays when it has run. */
    private static final String MIX = "nil mix: {3. 4.5. $a. nil. #ab. 1/2. true. 3@4}";
    private static final String MIXING = "mix: things | sum | sum := 0."
            + " 1 to: 2000 do: [:i | sum := sum + (things at: i \\\\ 8 + 1) mixed]. ^sum";
    private static final String WORK = "(1 to: 60) inject: 0 into: [:sum :i |"
            + " sum + i printString size + i sqrt printString size + (1 to: i) asArray printString size"
            + " + (((1 to: i) collect: [:each | each printString, 'x']) asSortedCollection: [:a :b | a >= b]) first size]";
    private static final long FEW_BYTES = 16 << 10;

    /** Links as one that works does, until it is told not to. */
    private static final class Fickle implements SendPolicy {

        private volatile boolean isBad;

        @Override
        public String name() {
            return "fickle";
        }

        @Override
        public Link link(SendSiteView site) {
            if (isBad) {
                throw new IllegalStateException("as the test wants it");
            }
            return new Link.Megamorphic();
        }
    }

    private final JitTier.Installed installed = TestVms.installed();

    private Vm start(JitMode mode) throws VmStartException {
        return start(TestVms.options().withJit(mode));
    }

    private Vm start(VmOptions options) throws VmStartException {
        Vm vm = TestVms.factory(installed).start(options);
        define(vm, "Object", MIXING);
        define(vm, "Object", "mixed ^1");
        int answer = 2;
        for (String name : List.of("SmallInteger", "Float", "Character", "UndefinedObject", "Fraction", "Point")) {
            define(vm, name, "mixed ^" + answer++);
        }
        return vm;
    }

    private static void define(Vm vm, String className, String source) {
        assertThat(vm.compileMethod(className, Optional.of("test"), Optional.empty(), SourceText.of(source, "test"))
                .diagnostics()).isEmpty();
    }

    private static String provider(Vm vm, String kind) {
        return vm.tiers().stream().filter(each -> each.kind().equals(kind)).findFirst().orElseThrow().provider();
    }

    private static JitReport.Links links(Vm vm) {
        return vm.jit(0).code().orElseThrow().links();
    }

    private static String what(TierExchange record) {
        return record.kind() + ": " + record.from() + " -> " + record.to();
    }

    @Test
    void areThoseThatWereChosenAtTheStart() throws VmStartException {
        try (Vm vm = start(JitMode.EAGER)) {
            assertThat(vm.tiers()).filteredOn(each -> !each.kind().startsWith("primitives.")).containsExactly(
                    new Vm.Tier("code-cache", "flushall", List.of("aging", "fifo", "flushall", "segmented")),
                    new Vm.Tier("compile-policy", "eager", List.of("counting", "eager", "off", "sampling")),
                    new Vm.Tier("inline-cache", "polymorphic", List.of("adaptive", "megamorphic", "monomorphic",
                            "polymorphic", "polymorphic-2", "polymorphic-3", "polymorphic-6")),
                    new Vm.Tier("interpreter", "switching", List.of("switching", "threaded")),
                    new Vm.Tier("jit", "baseline", List.of("baseline", "none")),
                    new Vm.Tier("memory-plan", "generational", List.of("generational", "none", "semispace")));
        }
    }

    @Test
    void linkSendsAnewThatCompareSeveralClasses() throws VmStartException {
        try (Vm vm = start(JitMode.EAGER)) {
            String expected = TestVms.print(vm, MIX);
            assertThat(links(vm).policy()).isEqualTo("polymorphic");
            assertThat(TestVms.print(vm, MIX)).isEqualTo(expected);
            JitReport.Links before = links(vm);
            assertThat(vm.inlineCaches("Object", "mix:")).contains("#mixed megamorphic");

            assertThat(vm.exchange("inline-cache", "monomorphic", "a test").refusal()).isEmpty();
            assertThat(TestVms.print(vm, MIX)).isEqualTo(expected);
            assertThat(links(vm).policy()).isEqualTo("monomorphic");
            assertThat(links(vm).monomorphic() - before.monomorphic()).as("links to one class").isGreaterThan(1_500);
            assertThat(links(vm).stubs()).isEqualTo(before.stubs());

            assertThat(vm.exchange("inline-cache", "adaptive", "a test").refusal()).isEmpty();
            assertThat(TestVms.print(vm, MIX)).isEqualTo(expected);
            assertThat(vm.inlineCaches("Object", "mix:")).contains("#mixed polymorphic with 8 classes");
            assertThat(links(vm).stubs()).isGreaterThan(before.stubs());
            assertThat(vm.exchanges()).extracting(PolicyExchangeTest::what).containsExactly(
                    "inline-cache: polymorphic -> monomorphic", "inline-cache: monomorphic -> adaptive");
        }
    }

    @Test
    void decideWhichCodeGoesFromThenOn() throws VmStartException {
        try (Vm vm = start(TestVms.options().withJit(JitMode.EAGER).withCodeCacheBytes(FEW_BYTES))) {
            String expected = TestVms.print(vm, WORK);
            assertThat(vm.jit(0).code().orElseThrow().cache().compactions()).isZero();

            assertThat(vm.exchange("code-cache", "aging", "a test").refusal()).isEmpty();
            assertThat(TestVms.print(vm, WORK)).isEqualTo(expected);
            assertThat(vm.jit(0).code().orElseThrow().cache().policy()).isEqualTo("aging");
            assertThat(vm.jit(0).code().orElseThrow().cache().compactions()).isPositive();
        }
    }

    @Test
    void decideWhenMethodsAreCompiledFromThenOn() throws VmStartException {
        try (Vm vm = start(JitMode.BASELINE)) {
            TestVms.print(vm, "(1 to: 20) collect: [:i | i printString]");
            assertThat(vm.jit(0).code().orElseThrow().methods()).isZero();

            assertThat(vm.exchange("compile-policy", "eager", "a test").refusal()).isEmpty();
            TestVms.print(vm, "(1 to: 20) collect: [:i | i printString]");
            assertThat(vm.jit(0).code().orElseThrow().methods()).isPositive();
            assertThat(vm.jit(0).code().orElseThrow().policy()).isEqualTo("eager");
        }
    }

    @Test
    void areRefusedWhenNoBundleProvidesThem() throws VmStartException {
        try (Vm vm = start(JitMode.EAGER)) {
            assertThat(vm.exchange("inline-cache", "oracle", "a test").refusal()).hasValue("SW-SWAP-002 no bundle provides"
                    + " the inline-cache policy 'oracle'. Those that are installed: adaptive, megamorphic, "
                            + "monomorphic, polymorphic, polymorphic-2, polymorphic-3, polymorphic-6");
            assertThat(vm.exchange("engine", "x", "a test").refusal()).hasValue("SW-SWAP-001 there is no tier 'engine' that"
                    + " can be exchanged. Such tiers: code-cache, compile-policy, inline-cache, interpreter, jit, memory-plan,"
                    + " primitives.MODULE");
            assertThat(provider(vm, "inline-cache")).isEqualTo("polymorphic");
        }
    }

    @Test
    void canBeExchangedByPrograms() throws VmStartException {
        try (Vm vm = start(JitMode.EAGER)) {
            assertThat(TestVms.print(vm, "Smalltalk exchange: #inlineCache with: #adaptive"))
                    .isEqualTo("a TierExchange (inline-cache: polymorphic -> adaptive)");
            assertThat(TestVms.print(vm, "Smalltalk exchange: #codeCache with: 'fifo'. Smalltalk exchange: #jit with: #none."
                    + " {Smalltalk tiers at: #'code-cache'. Smalltalk tiers at: #jit}")).isEqualTo("('fifo' 'none' )");
            assertThat(TestVms.print(vm, MIX)).matches("[0-9]+");
        }
    }

    // Bundles that come and go

    @ParameterizedTest
    @ValueSource(strings = {"inline-cache", "code-cache"})
    void fallBackToTheDefaultWhenTheirBundleIsStopped(String kind) throws VmStartException {
        InstalledProviders<?> providers = kind.equals("inline-cache") ? installed.sends() : installed.caches();
        String usual = kind.equals("inline-cache") ? "polymorphic" : "flushall";
        String other = kind.equals("inline-cache") ? "adaptive" : "aging";
        try (Vm vm = start(JitMode.EAGER)) {
            String expected = TestVms.print(vm, MIX);
            vm.exchange(kind, other, "a test");

            Provider<?> gone = stop(providers, other);
            assertThat(provider(vm, kind)).isEqualTo(usual);
            assertThat(TestVms.print(vm, MIX)).isEqualTo(expected);
            again(providers, gone);
            assertThat(provider(vm, kind)).as("who was chosen last").isEqualTo(other);

            List<String> names = providers.names();
            List<Provider<?>> all = names.stream().<Provider<?>>map(name -> stop(providers, name)).toList();
            assertThat(provider(vm, kind)).isEqualTo("last-resort");
            assertThat(TestVms.print(vm, MIX)).isEqualTo(expected);
            again(providers, all.getLast());
            assertThat(provider(vm, kind)).as("better than the last resort").isEqualTo(names.getLast());
            assertThat(TestVms.print(vm, MIX)).isEqualTo(expected);
            assertThat(vm.exchanges()).allMatch(TierExchange::isDone).last().satisfies(record ->
                    assertThat(record.reason()).contains("the bundle of the ", names.getLast() + " was started"));
        }
    }

    private static <T> Provider<T> stop(InstalledProviders<T> providers, String name) {
        Provider<T> found = providers.named(name).orElseThrow();
        providers.remove(found.service());
        return found;
    }

    @SuppressWarnings("unchecked")
    private static <T> void again(InstalledProviders<T> providers, Provider<?> provider) {
        providers.add((Provider<T>) provider);
    }

    // Policies that fail

    @Test
    void areRevertedAndBarredAfterThreeFailures() throws VmStartException {
        Fickle fickle = new Fickle();
        installed.sends().add(new Provider<>("fickle", fickle));
        try (Vm vm = start(JitMode.EAGER)) {
            String expected = TestVms.print(vm, MIX);
            vm.exchange("inline-cache", "adaptive", "a test");
            for (int i = 1; i <= 3; i++) {
                fickle.isBad = false;
                assertThat(vm.exchange("inline-cache", "fickle", "a test").refusal()).isEmpty();
                TestVms.print(vm, MIX);
                fickle.isBad = true;
                define(vm, "Object", "mixed ^1");
                define(vm, "Symbol", "mixed ^" + 1);
                assertThat(TestVms.print(vm, MIX)).isEqualTo(expected);

                assertThat(provider(vm, "inline-cache")).isEqualTo("adaptive");
                assertThat(what(vm.exchanges().getLast())).isEqualTo("inline-cache: fickle -> adaptive");
                assertThat(vm.exchanges().getLast().reason()).isEqualTo("SW-SWAP-005 the inline-cache policy 'fickle'"
                        + " failed, " + i + " of 3 times after which it is barred: java.lang.IllegalStateException:"
                        + " as the test wants it");
            }
            assertThat(vm.exchange("inline-cache", "fickle", "a test").refusal()).hasValue("SW-SWAP-006 the inline-cache"
                    + " policy 'fickle' has failed 3 times; it is barred until its bundle is installed or started anew");

            fickle.isBad = false;
            again(installed.sends(), stop(installed.sends(), "fickle"));
            assertThat(vm.exchange("inline-cache", "fickle", "a test").refusal()).isEmpty();
            assertThat(TestVms.print(vm, MIX)).isEqualTo(expected);
        }
    }

    /** G6: all providers fail, and machine code goes on. */
    @Test
    void leaveTheKernelsOwnWhenAllFail() throws VmStartException {
        List<String> names = installed.sends().names();
        names.forEach(name -> stop(installed.sends(), name));
        for (String name : names) {
            Fickle bad = new Fickle();
            bad.isBad = true;
            installed.sends().add(new Provider<>(name, bad));
        }
        try (Vm vm = start(JitMode.EAGER); Vm interpreted = start(JitMode.OFF)) {
            assertThat(TestVms.print(vm, MIX)).isEqualTo(TestVms.print(interpreted, MIX));
            assertThat(provider(vm, "inline-cache")).isEqualTo("last-resort");
            assertThat(vm.exchanges()).hasSize(names.size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"throws", "answers nothing", "frees nothing"})
    void areRevertedWhenTheyFreeNothing(String fault) throws VmStartException {
        installed.caches().add(new Provider<>("bad", new CodeCache() {
            @Override
            public String name() {
                return "bad";
            }

            @Override
            public Sweep sweep(CacheView view) {
                return switch (fault) {
                    case "throws" -> throw new IllegalStateException("as the test wants it");
                    case "answers nothing" -> null;
                    default -> new Sweep(Set.of(), false);
                };
            }
        }));
        try (Vm vm = start(TestVms.options().withJit(JitMode.EAGER).withCodeCacheBytes(FEW_BYTES));
                Vm interpreted = start(JitMode.OFF)) {
            vm.exchange("code-cache", "fifo", "a test");
            vm.exchange("code-cache", "bad", "a test");

            assertThat(TestVms.print(vm, WORK)).isEqualTo(TestVms.print(interpreted, WORK));
            assertThat(provider(vm, "code-cache")).isEqualTo("fifo");
            assertThat(vm.exchanges()).last().satisfies(record -> {
                assertThat(what(record)).isEqualTo("code-cache: bad -> fifo");
                assertThat(record.reason()).startsWith("SW-SWAP-005 the code-cache policy 'bad' failed, 1 of 3 times");
            });
        }
    }

    @Test
    void areRevertedWhenTheyCannotSayWhenToCompile() throws VmStartException {
        installed.policies().add(new Provider<>("bad", new CompilePolicy() {
            @Override
            public String name() {
                return "bad";
            }

            @Override
            public int countdown(int bytecodes) {
                if (bytecodes != SiteTable.NEVER) {
                    throw new IllegalStateException("as the test wants it");
                }
                return 0;
            }

            @Override
            public Where where() {
                return Where.SYNCHRONOUS;
            }
        }));
        try (Vm vm = start(JitMode.EAGER)) {
            String expected = TestVms.print(vm, MIX);
            vm.exchange("compile-policy", "bad", "a test");

            assertThat(TestVms.print(vm, MIX)).isEqualTo(expected);
            assertThat(provider(vm, "compile-policy")).isEqualTo("eager");
            assertThat(vm.exchanges()).last().satisfies(record ->
                    assertThat(what(record)).isEqualTo("compile-policy: bad -> eager"));
        }
    }
}
