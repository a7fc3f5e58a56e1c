package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
import st.sendwright.sends.Link;
import st.sendwright.sends.SendPolicy;
import st.sendwright.sends.SendSiteView;
import st.sendwright.sends.SendSiteView.Case;
import st.sendwright.sends.adaptive.AdaptivePolicy;
import st.sendwright.sends.megamorphic.MegamorphicPolicy;
import st.sendwright.sends.monomorphic.MonomorphicPolicy;
import st.sendwright.sends.polymorphic.PolymorphicPolicy;
import st.sendwright.vm.JitReport;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

@DisplayName("Sends of machine code under an inline-cache policy")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class InlineCachePoliciesTest {

    private static final long SMALL_BYTES = 36 << 10;
    /** Of as many classes as there are objects; immediates among them. */
    private static final String THINGS = "{3. 4.5. $a. nil. true. false. 1/2. 3@4. 'ab'. #ab. #(1). #[1]. [3]."
            + " Object new. Set new. OrderedCollection new. 1->2. 1 bitShift: 90}";

    /** Its last send is the one that is looked at. */
    private static final String MIX = "mix: things from: start to: end"
            + " | sum | sum := 0. start to: end do: [:i |"
            + " sum := sum * 31 + (things at: i * i + (i // 7) \\\\ things size + 1) probe \\\\ 1000003]. ^sum";

    /** A policy for one VM that answers what a test wants. */
    private record Scripted(Function<SendSiteView, Link> answer, List<SendSiteView> asked) implements SendPolicy {

        Scripted(Function<SendSiteView, Link> answer) {
            this(answer, new ArrayList<>());
        }

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public Link link(SendSiteView site) {
            asked.add(site);
            return answer.apply(site);
        }
    }

    static Stream<Named<SendPolicy>> policies() {
        return Stream.of(Named.of("monomorphic", new MonomorphicPolicy()),
                Named.of("polymorphic, 2 cases", new PolymorphicPolicy(2)),
                Named.of("polymorphic, 6 cases", new PolymorphicPolicy(6)),
                Named.of("polymorphic, 32 cases", new PolymorphicPolicy(32)),
                Named.of("adaptive", new AdaptivePolicy()),
                Named.of("megamorphic", new MegamorphicPolicy()),
                Named.of("never linked", new Scripted(site -> new Link.Unlinked())),
                Named.of("counting each send", new Scripted(site -> new Link.Polymorphic(site.all(), 1))));
    }

    private static Vm start(SendPolicy policy) throws VmStartException {
        return prepared(TestVms.linkedBy(policy).start(TestVms.options().withJit(JitMode.EAGER)));
    }

    private static Vm prepared(Vm vm) {
        define(vm, "Object", MIX);
        define(vm, "Object", "probe ^1");
        int answer = 2;
        for (String name : List.of("SmallInteger", "Float", "Character", "UndefinedObject", "True", "Fraction", "Point",
                "String", "Set", "Association", "Integer")) {
            define(vm, name, "probe ^" + answer++);
        }
        return vm;
    }

    private static void define(Vm vm, String className, String source) {
        assertThat(vm.compileMethod(className, Optional.of("test"), Optional.empty(), SourceText.of(source, "test"))
                .diagnostics()).isEmpty();
    }

    private static String mix(Vm vm, int classes, int sends) {
        return TestVms.print(vm, "nil mix: (%s first: %d) from: 1 to: %d".formatted(THINGS, classes, sends));
    }

    private static JitReport.Links links(Vm vm) {
        return vm.jit(0).code().orElseThrow().links();
    }

    private static String caches(Vm vm) {
        return vm.inlineCaches("Object", "mix:from:to:");
    }

    /** More and fewer classes, and then methods that come, change and go. */
    private static List<String> results(Vm vm) {
        List<String> results = new ArrayList<>();
        for (int classes : new int[] {1, 2, 5, 18, 3, 9, 18, 1}) {
            results.add(mix(vm, classes, 3_000));
        }
        define(vm, "Symbol", "probe ^100");
        results.add(mix(vm, 18, 2_000));
        define(vm, "Object", "probe ^self class name size");
        results.add(mix(vm, 18, 2_000));
        TestVms.print(vm, "Character removeSelector: #probe");
        results.add(mix(vm, 5, 3_000));
        results.add(mix(vm, 18, 3_000));
        return results;
    }

    @ParameterizedTest
    @MethodSource("policies")
    void answerWhatInterpretedOnesDo(SendPolicy policy) throws VmStartException {
        List<String> expected;
        try (Vm vm = prepared(TestVms.start())) {
            expected = results(vm);
        }
        try (Vm vm = start(policy)) {
            assertThat(results(vm)).isEqualTo(expected).allMatch(each -> each.matches("[0-9]+"));
        }
    }

    /** Code and counters go while they are in use. */
    @ParameterizedTest
    @MethodSource("policies")
    void answerTheSameWhenCodeIsDroppedAgainAndAgain(SendPolicy policy) throws VmStartException {
        List<String> expected;
        try (Vm vm = prepared(TestVms.start())) {
            expected = results(vm);
        }
        try (Vm vm = prepared(TestVms.linkedBy(policy)
                .start(TestVms.options().withJit(JitMode.EAGER).withCodeCacheBytes(SMALL_BYTES)))) {
            for (int i = 0; i < 4; i++) {
                TestVms.print(vm, "((1 to: 60) collect: [:i | i printString, i sqrt printString]) asSortedCollection first");
                define(vm, "Character", "probe ^4");
                define(vm, "Object", "probe ^1");
                TestVms.print(vm, "Symbol removeSelector: #probe");
                assertThat(results(vm)).isEqualTo(expected);
            }
            assertThat(vm.jit(0).code().orElseThrow().space().flushes()).isPositive();
        }
    }

    @Test
    void compareOneClassWhenItIsMonomorphic() throws VmStartException {
        try (Vm vm = start(new MonomorphicPolicy())) {
            mix(vm, 18, 1_000);

            assertThat(caches(vm)).contains("#probe monomorphic, ");
            assertThat(links(vm).policy()).isEqualTo("monomorphic");
            assertThat(links(vm).misses()).isGreaterThan(800).isEqualTo(links(vm).monomorphic());
            assertThat(links(vm).stubs()).isZero();
        }
    }

    @Test
    void compareUpToSixClassesAndThenUseTheCache() throws VmStartException {
        try (Vm vm = start(new PolymorphicPolicy(6))) {
            mix(vm, 1, 1_000);
            assertThat(caches(vm)).contains("#probe monomorphic, 1 misses, 1 in machine code\n"
                    + "      SmallInteger -> SmallInteger>>probe (machine code)\n");
            mix(vm, 3, 1_000);
            assertThat(caches(vm)).contains("#probe polymorphic with 3 classes, ");
            long stubs = links(vm).stubs();
            mix(vm, 3, 10_000);
            assertThat(links(vm).stubs()).as("no more are made while no class is new").isEqualTo(stubs);

            mix(vm, 18, 1_000);
            assertThat(caches(vm)).contains("#probe megamorphic, ");
            long misses = links(vm).misses();
            mix(vm, 18, 10_000);
            assertThat(links(vm).misses()).as("the cache knows all by now").isEqualTo(misses);
        }
    }

    @Test
    void compareWhatTheyHaveCountedMostFirst() throws VmStartException {
        try (Vm vm = start(new AdaptivePolicy())) {
            TestVms.print(vm, "nil mix: {3. 4.5. nil. $a} from: 1 to: 100");
            assertThat(caches(vm)).contains("#probe polymorphic with 4 classes, ", " sends counted\n");

            TestVms.print(vm, "nil mix: {$a. $a. $a. $a. $a. 4.5} from: 1 to: 20000");
            assertThat(caches(vm)).containsPattern("(?s)#probe polymorphic with 4 classes, .*\n"
                    + "      Character -> [^\n]*, 1,0[0-9]{2} sends counted\n      Float -> ");
            long misses = links(vm).misses();
            TestVms.print(vm, "nil mix: {$a. $a. $a. $a. $a. 4.5} from: 1 to: 20000");
            assertThat(links(vm).misses()).as("counting is over").isEqualTo(misses);
        }
    }

    @Test
    void tellThePolicyWhatTheyKnow() throws VmStartException {
        Scripted policy = new Scripted(site -> switch (site.shape()) {
            case UNLINKED -> new Link.Monomorphic();
            case MONOMORPHIC, POLYMORPHIC -> new Link.Polymorphic(site.all(), 50);
            case MEGAMORPHIC -> new Link.Megamorphic();
        });
        try (Vm vm = start(policy)) {
            policy.asked.clear();
            TestVms.print(vm, "nil mix: {nil. nil. Object new} from: 1 to: 1000");
            List<SendSiteView> asked = policy.asked.stream().filter(each -> each.all().size() == 2).toList();

            assertThat(asked).hasSizeGreaterThan(10);
            SendSiteView second = asked.get(1);
            assertThat(second.shape()).isEqualTo(SendSiteView.Shape.POLYMORPHIC);
            assertThat(second.isKnown()).isTrue();
            assertThat(second.seen().sends()).as("its counter has run down").isEqualTo(50);
            assertThat(second.cases()).contains(second.seen());
            assertThat(second.cases().stream().map(Case::target).distinct()).as("their methods are two").hasSize(2);
            assertThat(asked).extracting(SendSiteView::misses).isSorted();
            assertThat(asked.getLast().seen().sends()).as("counts add up").isGreaterThan(300);
        }
    }

    static Stream<Named<Function<SendSiteView, Link>>> faults() {
        Case stranger = new Case(1 << 20, 0x1000, 0);
        return Stream.of(Named.of("throws", site -> {
            throw new IllegalStateException("as the test wants it");
        }), Named.of("answers nothing", site -> null),
                Named.of("names a class that was not seen", site -> new Link.Polymorphic(List.of(site.seen(), stranger))),
                Named.of("gives a class another target", site -> new Link.Polymorphic(
                        List.of(new Case(site.seen().classIndex(), 0x1000, site.seen().sends())))),
                Named.of("leaves the class out that was seen", site -> new Link.Polymorphic(site.cases())),
                Named.of("names one twice", site -> new Link.Polymorphic(List.of(site.seen(), site.seen()))),
                Named.of("wants to count less than nothing", site -> new Link.Polymorphic(site.all(), -1)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void goOnWithoutAPolicyThat(Function<SendSiteView, Link> fault) throws VmStartException {
        String expected;
        try (Vm vm = prepared(TestVms.start())) {
            expected = mix(vm, 18, 3_000);
        }
        Scripted policy = new Scripted(fault);
        try (Vm vm = start(policy)) {
            assertThat(mix(vm, 18, 3_000)).isEqualTo(expected);
            assertThat(policy.asked).hasSize(1);
            assertThat(links(vm).policy()).isEqualTo("last-resort");
            assertThat(caches(vm)).contains("#probe megamorphic");
            assertThat(vm.exchanges()).singleElement().satisfies(record -> {
                assertThat(record.kind()).isEqualTo("inline-cache");
                assertThat(record.from() + " -> " + record.to()).isEqualTo("scripted -> last-resort");
                assertThat(record.reason()).startsWith("SW-SWAP-005 the inline-cache policy 'scripted' failed,"
                        + " 1 of 3 times after which it is barred: ");
            });
        }
    }

    @Test
    void areNoneWhenNoPolicyIsThere() throws VmStartException {
        try (Vm vm = TestVms.linkedBy().start(TestVms.options().withJit(JitMode.EAGER))) {
            assertThat(TestVms.print(vm, "3 + 4")).isEqualTo("7");
            assertThat(vm.jit(0).code()).isEmpty();
        }
    }
}
