package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.jit.BackEnd;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
import st.sendwright.model.SiteTable;
import st.sendwright.runtime.FaultInjector.Place;
import st.sendwright.runtime.InstalledProviders.Provider;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

/** What tests have that inject faults into providers; they count and print how many. */
abstract class FaultInjection {

    /** Few methods, as all of them are compiled again for each fault; sends to one, some and many classes, and all ways to leave. */
    static final String PROGRAM = "(1 to: 20) inject: 0 into: [:sum :i | sum + i printString size + i leaving"
            + " + ({3. 4.5. $a. nil. #ab. 1/2. true. 3@4. 1->2. 'x'} at: i \\\\ 10 + 1) kind"
            + " + ([:x | x > 15 ifTrue: [x error: 'x'] ifFalse: [x]] on: Error do: [:e | e return: 7]) size"
            + " + ((1 to: i) inject: 0 into: [:a :b | a + b])]";
    private static final List<String> METHODS = List.of("leaving [self > 0 ifTrue: [^self]] ensure: [self yourself]. ^0",
            "kind ^self isString ifTrue: [1] ifFalse: [self isNumber ifTrue: [2] ifFalse: [3]]");

    /** Each stall is waited for: in this program nothing that works takes so long. */
    static final Allowances IMPATIENT = new Allowances(TimeUnit.MILLISECONDS.toNanos(100), TimeUnit.MILLISECONDS.toNanos(100));

    /** How many faults there were, by kind of provider and phase. */
    private static final Map<String, Integer> COUNTS = new TreeMap<>();

    private static String expected;

    final JitTier.Installed installed = TestVms.installed();
    final InstalledProviders<Interpreter> interpreters = TestVms.interpreters();
    final FaultInjector faults = new FaultInjector();
    final List<String> logged = new CopyOnWriteArrayList<>();
    private final List<Logger> loggers = Stream.of("st.sendwright.runtime", "st.sendwright.jit", "st.sendwright.primitives")
            .map(Logger::getLogger).toList();
    private final Handler handler = new Handler() {

        @Override
        public void publish(LogRecord message) {
            logged.add(message.getMessage());
            said(message.getMessage());
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    @BeforeEach
    void listen() {
        loggers.forEach(each -> {
            each.addHandler(handler);
            each.setUseParentHandlers(false);
        });
    }

    @AfterEach
    void letGo() {
        faults.disarm();
        loggers.forEach(each -> {
            each.removeHandler(handler);
            each.setUseParentHandlers(true);
        });
    }

    @AfterAll
    static void print() {
        System.out.printf("%d faults injected: %s%n", COUNTS.values().stream().mapToInt(Integer::intValue).sum(), COUNTS);
        COUNTS.clear();
    }

    /** The log has a line more. */
    void said(String message) {
        // Some tests wait for one.
    }

    static void count(Place place, String phase) {
        COUNTS.merge(kind(place) + ", " + phase, 1, Integer::sum);
    }

    static String provider(Vm vm, String kind) {
        return vm.tiers().stream().filter(each -> each.kind().equals(kind)).findFirst().orElseThrow().provider();
    }

    static Vm start(RuntimeFactory factory, VmOptions options) throws VmStartException {
        factory.allow(IMPATIENT);
        Vm vm = factory.start(options);
        for (String each : METHODS) {
            assertThat(vm.compileMethod("Object", Optional.of("test"), Optional.empty(), SourceText.of(each, "test"))
                    .diagnostics()).isEmpty();
        }
        return vm;
    }

    Vm start(VmOptions options) throws VmStartException {
        return start(TestVms.factory(interpreters, installed), options);
    }

    /** What the program answers where nothing fails: looked up once. */
    static synchronized String expected() throws VmStartException {
        if (expected == null) {
            try (Vm vm = start(TestVms.factory(), TestVms.options())) {
                expected = TestVms.print(vm, PROGRAM);
            }
        }
        return expected;
    }

    static VmOptions machineCode() throws VmStartException {
        return TestVms.options().withJit(JitMode.EAGER);
    }

    /** Has a faulty provider there as if its bundle had just come. */
    private static <T> void renew(InstalledProviders<T> providers, T faulty) {
        providers.named(FaultyProviders.NAME).ifPresent(each -> providers.remove(each.service()));
        providers.add(new Provider<>(FaultyProviders.NAME, -1, faulty));
    }

    /** The same for the provider that a fault at a place is one of. */
    void renew(Place place) {
        // What a look finds are methods without code.
        int countdown = place == Place.COMPILES_SEEN ? SiteTable.NEVER : 3;
        switch (kind(place)) {
            case "inline-cache" -> renew(installed.sends(), FaultyProviders.sends(faults));
            case "code-cache" -> renew(installed.caches(), FaultyProviders.cache(faults));
            case "compile-policy" -> renew(installed.policies(), FaultyProviders.compilePolicy(faults, countdown));
            case "jit" -> renew(installed.backEnds(), (BackEnd) new FaultyProviders.FaultyBackEnd(faults));
            case "interpreter" -> renew(interpreters, FaultyProviders.interpreter(faults));
            default -> throw new IllegalArgumentException(place.toString());
        }
    }

    static String kind(Place place) {
        return switch (place) {
            case LINK -> "inline-cache";
            case SWEEP -> "code-cache";
            case COUNTDOWN, WHERE, LOOK_EVERY, COMPILES_SEEN -> "compile-policy";
            case STUBS, COUNTING, COMPILE, EXPECTED_CLASS, POLYMORPHIC, MEGAMORPHIC, INSTRUCTIONS -> "jit";
            case PREPARE, RUN, EXECUTE_ONE -> "interpreter";
            case ATTACH, LEAVE_FIXED_SPACE, REGIONS, ADOPT, COLLECT, MAKE_ROOM, OPEN_RESERVE, DETACH -> "memory-plan";
            case BINDINGS, IS_CORE, PRIMITIVE -> "primitives." + FaultyProviders.MODULE;
        };
    }

    /** Whether a provider has the program while it is asked there. */
    static boolean hasProgram(Place place) {
        return place == Place.RUN || place == Place.EXECUTE_ONE;
    }

    /** Those that a provider can do at a place: where it answers a number, or nothing, it cannot answer too little. */
    static List<InjectedFault> possibleAt(Place place) {
        return Stream.of(InjectedFault.values()).filter(each -> isPossible(place, each)).toList();
    }

    private static boolean isPossible(Place place, InjectedFault fault) {
        boolean answersNothing = switch (place) {
            case PREPARE, ATTACH, LEAVE_FIXED_SPACE, OPEN_RESERVE, DETACH -> true;
            default -> false;
        };
        boolean allAnswersAreGood = place == Place.COMPILES_SEEN || place == Place.IS_CORE || place == Place.PRIMITIVE
                || place == Place.MAKE_ROOM;
        // These own the program while they run: what docs/exchange.md says cannot be had. Of interpreters, what an interrupt ends can.
        boolean cannotBeLeft = place == Place.PRIMITIVE || hasProgram(place) && fault != InjectedFault.SLEEP;
        return !(fault.isStall() && cannotBeLeft)
                && !(answersNothing && (fault == InjectedFault.NOTHING || fault == InjectedFault.MALFORMED))
                && !(allAnswersAreGood && fault == InjectedFault.MALFORMED);
    }
}
