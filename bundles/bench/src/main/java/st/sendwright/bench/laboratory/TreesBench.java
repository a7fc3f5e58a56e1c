package st.sendwright.bench.laboratory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;

/**
 * Binary trees with two memory plans under the same limit, in one VM: the plans are exchanged between two measurements,
 * so that the JVM and its compiled code are the same for both.
 *
 * <p>How the plans compare depends on how much lives beside the trees and how much room the limit leaves: a plan that copies
 * all that lives has little to do where nothing else lives or where the room is large. So there are several {@link Setting}s.
 * Thread: any but the VM's.
 */
final class TreesBench {

    /** Nothing else; twice what lives; a quarter more than what lives. */
    static final List<Setting> SETTINGS = List.of(new Setting(0, 1000), new Setting(200, 400), new Setting(200, 250));

    private static final int DEPTH = 16;
    private static final int RUNS = 3;
    /** The first programs have the JVM compile the interpreter or the VM compile them: their time counts for no plan. */
    private static final int WARM_UP_RUNS = 2;

    private final Vm vm;
    private final MemoryBench.Timer timer;
    private final Setting setting;
    private final Consumer<String> out;
    private final List<Figure> figures = new ArrayList<>();

    /**
     * What lives and the limit of the heap.
     *
     * @param livingMegabytes in units of 1,000,000 bytes, of objects that the program keeps
     * @param limitMegabytes the same for all objects
     */
    record Setting(int livingMegabytes, int limitMegabytes) {

        long limitBytes() {
            return limitMegabytes * 1_000_000L;
        }

        @Override
        public String toString() {
            return "limit " + limitMegabytes + " MB, " + livingMegabytes + " MB live";
        }
    }

    /** @param vm one whose heap has the setting's limit */
    TreesBench(Vm vm, MemoryBench.Timer timer, Setting setting, Consumer<String> out) {
        this.vm = vm;
        this.timer = timer;
        this.setting = setting;
        this.out = out;
    }

    /** Runs all, prints a line for each figure as it is found, and answers them. */
    List<Figure> run() throws BenchException {
        timer.nanos("Smalltalk at: #BenchmarkHeap put: (BenchLivingHeap megabytes: " + setting.livingMegabytes() + "). 1", "1");
        for (int run = 0; run < WARM_UP_RUNS; run++) {
            trees();
        }
        double semispace = bestOf("semispace");
        double generational = bestOf("generational");
        add("semispace / generational", "times", semispace / generational);
        return figures;
    }

    private double bestOf(String plan) throws BenchException {
        TierExchange record = vm.exchange(MemoryBench.KIND, plan, "a benchmark");
        if (!record.isDone()) {
            throw new BenchException(record.refusal().orElseThrow() + ".");
        }
        long best = Long.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            best = Math.min(best, trees());
        }
        add(plan, "ms", best / 1e6);
        return best;
    }

    private long trees() throws BenchException {
        return timer.nanos("BenchTrees new run: " + DEPTH, Long.toString(nodesMadeUpTo(DEPTH)));
    }

    private void add(String what, String unit, double value) {
        String name = "binary trees " + DEPTH + ", " + setting + ", " + what;
        figures.add(new Figure(name, unit, value));
        out.accept(String.format(Locale.ROOT, "%-70s %,12.2f %s%n", name, value, unit));
    }

    private static long nodesMadeUpTo(int depth) {
        long nodes = (2L << depth) - 1;
        for (int each = 4; each <= depth; each += 2) {
            nodes += (1L << depth - each + 4) * ((2L << each) - 1);
        }
        return nodes;
    }
}
