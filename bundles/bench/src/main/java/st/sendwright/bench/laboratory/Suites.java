package st.sendwright.bench.laboratory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import st.sendwright.laboratory.BenchOutput;
import st.sendwright.laboratory.BenchRequest;
import st.sendwright.language.SourceLoader;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmFactory;
import st.sendwright.vm.VmStartException;

/** What is no program with a result but measures in a way of its own. */
enum Suites {
    TINY_BENCHMARKS("tinyBenchmarks", "bytecodes and sends a second in the classic form") {
        @Override
        List<Figure> run(BenchRequest request, BenchOutput output, VmFactory factory, SourceLoader loader)
                throws BenchException, IOException, VmStartException {
            return inVm(request, output, factory, loader, List.of("BenchSieve.st", "BenchFib.st", "BenchTiny.st"),
                    (vm, smalltalk) -> new TinyBenchmarks(smalltalk, request.measuring().seconds(), output::print).run());
        }
    },
    HASHED("hashed", "how the time of hashed collections grows with --elements") {
        @Override
        List<Figure> run(BenchRequest request, BenchOutput output, VmFactory factory, SourceLoader loader)
                throws BenchException, IOException, VmStartException {
            return grow(Growth.HASHED, request, output, factory, loader);
        }
    },
    SORTING("sorting", "how the time of sorting grows with --elements") {
        @Override
        List<Figure> run(BenchRequest request, BenchOutput output, VmFactory factory, SourceLoader loader)
                throws BenchException, IOException, VmStartException {
            return grow(Growth.SORTING, request, output, factory, loader);
        }
    },
    MEMORY("memory", "memory plans: binary trees, full collections, pauses") {
        @Override
        List<Figure> run(BenchRequest request, BenchOutput output, VmFactory factory, SourceLoader loader)
                throws BenchException, IOException, VmStartException {
            return inVm(request, output, factory, loader, List.of("BenchTrees.st", "BenchLivingHeap.st"),
                    (vm, smalltalk) -> new MemoryBench(vm, smalltalk::time, request.measuring().seconds(),
                            output::print).run());
        }
    },
    KERNEL("kernel", "how long a VM takes to start") {
        @Override
        List<Figure> run(BenchRequest request, BenchOutput output, VmFactory factory, SourceLoader loader)
                throws VmStartException {
            return new KernelBench(factory, request.vmOptions(), output::print).run(request.vmOptions().fromSource());
        }
    };

    /** What a suite does in a VM. */
    private interface Work {
        List<Figure> run(Vm vm, Smalltalk smalltalk) throws BenchException, IOException;
    }

    private final String title;
    private final String about;

    Suites(String title, String about) {
        this.title = title;
        this.about = about;
    }

    /** As on the command line. */
    String title() {
        return title;
    }

    String about() {
        return about;
    }

    static Optional<Suites> named(String name) {
        return Arrays.stream(values()).filter(each -> each.title.equalsIgnoreCase(name)).findFirst();
    }

    static Set<String> names() {
        return Arrays.stream(values()).map(Suites::title).collect(Collectors.toUnmodifiableSet());
    }

    /** Measures, prints as it goes on, and answers all figures. */
    abstract List<Figure> run(BenchRequest request, BenchOutput output, VmFactory factory, SourceLoader loader)
            throws BenchException, IOException, VmStartException;

    private static List<Figure> inVm(BenchRequest request, BenchOutput output, VmFactory factory, SourceLoader loader,
            List<String> sources, Work work) throws BenchException, IOException, VmStartException {
        try (Vm vm = factory.start(request.vmOptions())) {
            Smalltalk smalltalk = new Smalltalk(vm, loader, output::error);
            for (String source : sources) {
                smalltalk.load(source);
            }
            return work.run(vm, smalltalk);
        }
    }

    private static List<Figure> grow(List<Growth> growths, BenchRequest request, BenchOutput output,
            VmFactory factory, SourceLoader loader) throws BenchException, IOException, VmStartException {
        return inVm(request, output, factory, loader, List.of(), (vm, smalltalk) -> {
            List<Figure> figures = new ArrayList<>();
            output.print(Growth.heading(request.elements()));
            for (Growth growth : growths) {
                output.progress(String.format(Locale.ROOT, "%s", growth.name()));
                Growth.Times times = growth.measure(request.elements(), smalltalk::processorTime);
                output.print(times.line());
                figures.addAll(times.figures());
            }
            return figures;
        });
    }
}
