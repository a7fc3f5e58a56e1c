package st.sendwright.it.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import st.sendwright.it.VmHarness;
import st.sendwright.jit.CompilePolicy.Where;
import st.sendwright.jit.JitMode;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.SourceLoader;
import st.sendwright.language.SourceText;
import st.sendwright.model.NativeMemory;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.Vm.Tier;
import st.sendwright.vm.VmOptions;

/**
 * All tiers are exchanged at random while the programs of the bench run: what these answer is what they answer undisturbed,
 * and afterwards nothing is left of it in the VM or the process.
 */
@DisplayName("Exchanges of all tiers, at random, under the programs of the bench")
@Timeout(value = 7_200)
class ExchangeStormIT {

    private static final long SEED = Long.getLong("sendwright.storm.seed", 20_261_127);
    /** A pattern of the tiers that are exchanged, for finding out which one makes a difference. */
    private static final String KINDS = System.getProperty("sendwright.storm.kinds", ".*");
    /** Too little for the code of all programs, so that the code-cache policies have something to do. */
    private static final long CODE_BYTES = 64 << 10;
    private static final long MOST_WAIT_NANOS = 1_000_000;
    private static final long MOST_NANOS_TO_END = 60_000_000_000L;
    private static final String FOLDER = "/st/sendwright/bench/smalltalk/";

    /** Expressions by the source that they need: recursion, unwinding, Processes, loops, and objects that die. */
    private static final Map<String, List<String>> PROGRAMS = new LinkedHashMap<>();

    static {
        PROGRAMS.put("BenchRandom", List.of());
        PROGRAMS.put("BenchLoops", List.of("BenchSends new run: 100", "BenchIterations new run: 1000"));
        PROGRAMS.put("BenchSieve", List.of("BenchSieve new run: 2"));
        PROGRAMS.put("BenchPolymorphic", List.of("BenchPolymorphic new run: 3", "BenchMegamorphic new run: 3"));
        PROGRAMS.put("BenchProcesses", List.of("BenchProcesses new run: 10"));
        PROGRAMS.put("BenchNonLocalReturn", List.of("BenchNonLocalReturn new run: 40"));
        PROGRAMS.put("BenchExceptions", List.of("BenchExceptions new run: 10"));
        PROGRAMS.put("BenchQueens", List.of("BenchQueens new run: 6"));
        PROGRAMS.put("BenchTowers", List.of("BenchTowers new run: 6"));
        PROGRAMS.put("BenchPermutations", List.of("BenchPermutations new run: 5"));
        PROGRAMS.put("BenchList", List.of("BenchList new run: 9"));
        PROGRAMS.put("BenchStorage", List.of("BenchStorage new run: 1"));
        PROGRAMS.put("BenchTrees", List.of("BenchTrees new run: 6"));
        PROGRAMS.put("BenchBounce", List.of("BenchBounce new run: 10"));
        PROGRAMS.put("BenchBodies", List.of("BenchBodies new run: 20"));
        PROGRAMS.put("BenchMandelbrot", List.of("BenchMandelbrot new run: 8"));
        PROGRAMS.put("BenchScheduler", List.of("BenchScheduler new run: 100"));
        PROGRAMS.put("BenchConstraints", List.of("BenchConstraints new run: 10"));
        PROGRAMS.put("BenchJson", List.of("BenchJson new run: 3"));
        PROGRAMS.put("BenchNesting", List.of("BenchNesting new run: 4"));
        PROGRAMS.put("BenchCollisions", List.of("BenchCollisions new run: 2"));
        PROGRAMS.put("BenchDictionaries", List.of("BenchDictionaries new run: 30"));
        PROGRAMS.put("BenchStrings", List.of("BenchStrings new run: 2"));
    }

    private static VmHarness harness;

    /**
     * What a process holds that somebody has to give back.
     *
     * @param descriptors what each descriptor leads to, but for pipes and sockets of the JVM's own
     * @param sharedMappings mappings of memory that is mapped twice, as machine code is
     * @param reservedBytes memory outside of the Java heap that VMs have reserved
     * @param threads names of those that are the VM's
     */
    private record Holdings(List<String> descriptors, long sharedMappings, long reservedBytes, List<String> threads) {

        /** What there is when the threads of closed VMs have ended; those that compile do so by themselves, soon. */
        static Holdings withoutThreads() throws IOException {
            Holdings holdings = now();
            long limit = System.nanoTime() + MOST_NANOS_TO_END;
            while (!holdings.threads.isEmpty()) {
                assertThat(System.nanoTime()).as("threads that do not end: %s", holdings.threads).isLessThan(limit);
                LockSupport.parkNanos(MOST_WAIT_NANOS);
                holdings = now();
            }
            return holdings;
        }

        private static Holdings now() throws IOException {
            List<String> descriptors = new ArrayList<>();
            try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
                for (Path each : all.toList()) {
                    try {
                        descriptors.add(Files.readSymbolicLink(each).toString());
                    } catch (IOException closedMeanwhile) {
                        // It was that of the listing itself.
                        continue;
                    }
                }
            }
            long shared = Files.readAllLines(Path.of("/proc/self/maps")).stream()
                    .filter(line -> line.split(" +")[1].endsWith("s")).count();
            List<String> threads = new ArrayList<>();
            try (Stream<Path> all = Files.list(Path.of("/proc/self/task"))) {
                for (Path each : all.toList()) {
                    String name = nameOf(each);
                    if (name.startsWith("sendwright")) {
                        threads.add(name);
                    }
                }
            }
            return new Holdings(descriptors.stream().sorted().toList(), shared, NativeMemory.reservedBytes(),
                    threads.stream().sorted().toList());
        }

        private static String nameOf(Path task) {
            try {
                return Files.readString(task.resolve("comm")).strip();
            } catch (IOException ended) {
                return "";
            }
        }
    }

    @BeforeAll
    static void startFelix() throws Exception {
        harness = VmHarness.start();
    }

    @AfterAll
    static void stopFelix() throws Exception {
        harness.close();
    }

    @Test
    void leaveResultsAndMemoryAsTheyAre() throws Exception {
        storm(8_000, Where.SYNCHRONOUS);
    }

    @Test
    void leaveThemSoWhileAThreadCompiles() throws Exception {
        storm(2_000, Where.BACKGROUND);
    }

    @Test
    @Tag("long")
    void leaveThemSoAHundredThousandTimes() throws Exception {
        storm(80_000, Where.SYNCHRONOUS);
        storm(20_000, Where.BACKGROUND);
    }

    private static void storm(int exchanges, Where where) throws Exception {
        System.out.println("storm of " + exchanges + " exchanges: -Dsendwright.storm.seed=" + SEED);
        Map<String, String> expected = undisturbed();
        // What Java, Felix and the first of everything take does not count.
        exchange(200, where, expected);
        Holdings before = Holdings.withoutThreads();

        exchange(exchanges, where, expected);

        assertThat(Holdings.withoutThreads()).isEqualTo(before);
    }

    private static Map<String, String> undisturbed() throws Exception {
        Map<String, String> answers = new LinkedHashMap<>();
        try (Vm vm = start(VmOptions.defaults())) {
            for (List<String> each : PROGRAMS.values()) {
                for (String expression : each) {
                    answers.put(expression, answer(vm, expression));
                }
            }
        }
        return answers;
    }

    private static void exchange(int count, Where where, Map<String, String> expected) throws Exception {
        Random random = new Random(SEED);
        Map<String, List<Long>> pauses = new TreeMap<>();
        try (Vm vm = start(VmOptions.defaults().withJit(JitMode.EAGER).withCompileWhere(where)
                .withCodeCacheBytes(CODE_BYTES))) {
            for (Map.Entry<String, String> each : expected.entrySet()) {
                assertThat(answer(vm, each.getKey())).as(each.getKey()).isEqualTo(each.getValue());
            }
            List<Tier> tiers = vm.tiers().stream().filter(tier -> tier.kind().matches(KINDS)).toList();
            long usedBefore = usedBytes(vm);
            AtomicLong runs = new AtomicLong();
            AtomicLong enough = new AtomicLong();
            CompletableFuture<Void> programs = CompletableFuture.runAsync(() -> {
                while (enough.get() == 0) {
                    for (Map.Entry<String, String> each : expected.entrySet()) {
                        assertThat(answer(vm, each.getKey())).as("%s, seed %d", each.getKey(), SEED)
                                .isEqualTo(each.getValue());
                        runs.incrementAndGet();
                    }
                }
            }, task -> Thread.ofPlatform().name("programs").start(task));
            for (int i = 0; i < count && !programs.isDone(); i++) {
                LockSupport.parkNanos(random.nextLong(MOST_WAIT_NANOS));
                Tier tier = tiers.get(random.nextInt(tiers.size()));
                String provider = tier.installed().get(random.nextInt(tier.installed().size()));
                TierExchange record = vm.exchange(tier.kind(), provider, "exchange " + i);
                assertThat(record.refusal()).as("exchange %d of seed %d", i, SEED).isEmpty();
                pauses.computeIfAbsent(tier.kind(), kind -> new ArrayList<>()).add(record.pauseNanos());
            }
            enough.set(1);
            programs.join();
            tiers.forEach(tier -> vm.exchange(tier.kind(), tier.provider(), "as it was"));

            assertThat(vm.tiers()).containsAll(tiers);
            assertThat(usedBytes(vm)).as("bytes of living objects").isCloseTo(usedBefore, withinPercentage(5));
            System.out.printf("%d exchanges during %d runs of programs, %s%n%s", count, runs.get(), where, table(pauses));
        }
    }

    private static Vm start(VmOptions options) throws Exception {
        Vm vm = harness.vmFactory().start(options);
        SourceLoader loader = harness.sourceLoader();
        for (String name : PROGRAMS.keySet()) {
            try (InputStream in = ExchangeStormIT.class.getResourceAsStream(FOLDER + name + ".st")) {
                SourceText source = SourceText.of(new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
                assertThat(loader.loadText(vm, source, SourceLoader.Settings.DEFAULT, new Silent()).errors())
                        .as(name).isZero();
            }
        }
        return vm;
    }

    private static String answer(Vm vm, String expression) {
        return switch (vm.evaluate(SourceText.of(expression, "a program"))) {
            case Evaluation.Value(var handle, var warnings) -> {
                try (handle) {
                    yield vm.sendForString(handle, "printString");
                }
            }
            case Evaluation.Failed failed -> failed.walkback();
            case Evaluation other -> other.toString();
        };
    }

    /** Bytes of all living objects; the heap is sound. */
    private static long usedBytes(Vm vm) {
        assertThat(vm.verifyHeap()).isEmpty();
        return vm.statistics().stream().filter(each -> each.name().matches("heap-.*-used"))
                .mapToLong(Vm.Statistic::value).sum();
    }

    private static String table(Map<String, List<Long>> pauses) {
        StringBuilder table = new StringBuilder("%-15s %7s %8s %8s %8s %8s%n".formatted("pauses in ms", "number", "median",
                "p90", "p99", "longest"));
        pauses.forEach((kind, all) -> {
            long[] sorted = all.stream().mapToLong(Long::longValue).sorted().toArray();
            table.append("%-15s %7d %8.3f %8.3f %8.3f %8.3f%n".formatted(kind, sorted.length, millis(sorted, 0.5),
                    millis(sorted, 0.9), millis(sorted, 0.99), Arrays.stream(sorted).max().orElseThrow() / 1e6));
        });
        return table.toString();
    }

    private static double millis(long[] sorted, double part) {
        return sorted[Math.max(0, (int) Math.ceil(sorted.length * part) - 1)] / 1e6;
    }

    /** Loads without a word. */
    private static final class Silent implements SourceLoader.Listener {

        @Override
        public void file(Path file, int index, int of) {
            // nothing to say
        }

        @Override
        public void progress(int items, int of) {
            // nothing to say
        }

        @Override
        public void diagnostic(Diagnostic diagnostic) {
            System.out.println(diagnostic.format());
        }

        @Override
        public void failure(SourceText where, String walkback) {
            System.out.println(walkback);
        }
    }
}
