package st.sendwright.bench.laboratory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmFactory;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

/**
 * Measures how long a VM takes to start, from the kernel's sources and from its image: first in a JVM that
 * has not started one yet, then again and again in the same. The start of the JVM and of the framework does
 * not count. Processor time includes that of the JVM's compilers, on other threads. Thread: any.
 */
final class KernelBench {

    private static final int WARM_STARTS = 7;
    private static final String ROW = "%-24s %10s %20s%n";

    /** What one start took, by the clock and in processor time of the whole JVM. */
    private record Start(double milliseconds, double processorMilliseconds) {
    }

    private final VmFactory factory;
    private final VmOptions options;
    private final Consumer<String> out;

    /**
     * @param options for the VMs; whether they come from source does not count
     * @param out takes text for standard output
     */
    KernelBench(VmFactory factory, VmOptions options, Consumer<String> out) {
        this.factory = factory;
        this.options = options;
        this.out = out;
    }

    /**
     * Runs it, prints a table and answers the figures.
     *
     * @param fromSource whether the first start, in the cold JVM, is from the sources and not from the image
     */
    List<Figure> run(boolean fromSource) throws VmStartException {
        List<Figure> figures = new ArrayList<>(starts(fromSource, "cold"));
        figures.addAll(starts(!fromSource, "second"));
        out.accept(String.format(Locale.ROOT, ROW, "start", "time", "of processors"));
        for (int i = 0; i < figures.size(); i += 2) {
            out.accept(String.format(Locale.ROOT, ROW, figures.get(i).name(),
                    milliseconds(figures.get(i)), milliseconds(figures.get(i + 1))));
        }
        return figures;
    }

    /** The first start, then the median of some more. */
    private List<Figure> starts(boolean fromSource, String first) throws VmStartException {
        String name = fromSource ? "from source" : "from the image";
        List<Figure> figures = new ArrayList<>(figures(name + ", " + first, start(fromSource)));
        List<Start> warm = new ArrayList<>();
        for (int i = 0; i < WARM_STARTS; i++) {
            warm.add(start(fromSource));
        }
        warm.sort(Comparator.comparingDouble(Start::milliseconds));
        figures.addAll(figures(name + ", warm", warm.get(WARM_STARTS / 2)));
        return figures;
    }

    private static List<Figure> figures(String name, Start start) {
        return List.of(new Figure(name, "ms", start.milliseconds),
                new Figure(name + ", processors", "ms", start.processorMilliseconds));
    }

    private static String milliseconds(Figure figure) {
        return String.format(Locale.ROOT, "%,.0f ms", figure.value());
    }

    private Start start(boolean fromSource) throws VmStartException {
        long begin = System.nanoTime();
        long processorBegin = processorMilliseconds();
        Vm vm = factory.start(options.withFromSource(fromSource));
        Start start = new Start((System.nanoTime() - begin) / 1e6, processorMilliseconds() - processorBegin);
        vm.close();
        return start;
    }

    private static long processorMilliseconds() {
        return ProcessHandle.current().info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
    }
}
