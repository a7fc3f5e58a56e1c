package st.sendwright.bench.laboratory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.ServiceRegistration;
import st.sendwright.jit.JitMode;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

/** What is no program with a result but measures in a way of its own. */
enum Suites {
    TINY_BENCHMARKS("tinyBenchmarks", "bytecodes and sends a second in the classic form") {
        @Override
        List<Figure> run(Bench.Parts parts) throws BenchException, IOException, VmStartException {
            return inVm(parts, List.of("BenchSieve.st", "BenchFib.st", "BenchTiny.st"),
                    (vm, smalltalk) -> new TinyBenchmarks(smalltalk, seconds(parts), parts.output()::print).run());
        }
    },
    HASHED("hashed", "how the time of hashed collections grows with --elements") {
        @Override
        List<Figure> run(Bench.Parts parts) throws BenchException, IOException, VmStartException {
            return grow(Growth.HASHED, parts);
        }
    },
    SORTING("sorting", "how the time of sorting grows with --elements") {
        @Override
        List<Figure> run(Bench.Parts parts) throws BenchException, IOException, VmStartException {
            return grow(Growth.SORTING, parts);
        }
    },
    MEMORY("memory", "memory plans: binary trees, full collections, pauses") {
        @Override
        List<Figure> run(Bench.Parts parts) throws BenchException, IOException, VmStartException {
            List<String> sources = List.of("BenchTrees.st", "BenchLivingHeap.st");
            List<Figure> figures = new ArrayList<>();
            for (TreesBench.Setting setting : TreesBench.SETTINGS) {
                VmOptions options = parts.request().vmOptions().withHeapMaxBytes(setting.limitBytes());
                figures.addAll(inVm(parts, options, sources, (vm, smalltalk) -> new TreesBench(vm,
                        smalltalk::processorTime, setting, parts.output()::print).run()));
            }
            figures.addAll(inVm(parts, sources, (vm, smalltalk) -> new MemoryBench(vm, smalltalk::time, seconds(parts),
                    parts.output()::print).run()));
            return figures;
        }
    },
    ALLOCATION("allocation", "bytes a second that the primitive of new: allocates, without an interpreter") {
        @Override
        List<Figure> run(Bench.Parts parts) throws BenchException {
            return new AllocationBench(parts.heaps(), seconds(parts), parts.output()::print).run();
        }
    },
    KERNEL("kernel", "how long a VM takes to start") {
        @Override
        List<Figure> run(Bench.Parts parts) throws VmStartException {
            return new KernelBench(parts.factory(), parts.request().vmOptions(), parts.output()::print)
                    .run(parts.request().vmOptions().fromSource());
        }
    },
    SENDS("sendCaches", "what served the sends of each program: inline caches, or lookups") {
        @Override
        List<Figure> run(Bench.Parts parts) throws BenchException, IOException, VmStartException {
            VmOptions options = compiling(parts.request().vmOptions()).withCountSends(true);
            return inVm(parts, options, List.of(Smalltalk.RANDOM), (vm, smalltalk) -> new SendBench(vm, smalltalk,
                    parts.request().measuring().size(), parts.output()).run());
        }
    },
    CALLS("calls", "what calls of primitives take: in machine code, in Java, and in a plugin") {
        @Override
        List<Figure> run(Bench.Parts parts) throws BenchException, IOException, VmStartException {
            ServiceRegistration<PrimitiveSet> primitives = parts.context().registerService(PrimitiveSet.class,
                    new CallPrimitives(), new Hashtable<>(Map.of("sendwright.name", "bench")));
            try {
                return inVm(parts, compiling(parts.request().vmOptions()), List.of("BenchCalls.st"), (vm, smalltalk) ->
                        new CallsBench(smalltalk, seconds(parts), parts.output()::print).run());
            } finally {
                primitives.unregister();
            }
        }
    },
    EXCHANGEABILITY("exchangeability", "what it costs that tiers can be exchanged, for each whole program") {
        @Override
        List<Figure> run(Bench.Parts parts) throws BenchException, IOException, VmStartException {
            List<Program> programs = List.copyOf(Programs.of("whole"));
            List<String> sources = new ArrayList<>(List.of(Smalltalk.RANDOM));
            programs.stream().map(Program::source).distinct().forEach(sources::add);
            VmOptions options = compiling(parts.request().vmOptions());
            return inVm(parts, options, sources, (vm, own) -> inAnother(parts, options.withWatched(false), sources,
                    direct -> inAnother(parts, options, sources, again -> new ExchangeabilityBench(new VmRunner(own),
                            new VmRunner(ExchangeabilityBench.DIRECT, direct), new VmRunner(ExchangeabilityBench.AGAIN, again),
                            parts.request().measuring(), parts.output()).run(programs))));
        }
    },
    COMPILATION("compilation", "how fast methods are compiled to machine code, cold and warm") {
        @Override
        List<Figure> run(Bench.Parts parts) throws BenchException, IOException, VmStartException {
            return inVm(parts, compiling(parts.request().vmOptions()), List.of(), (vm, smalltalk) -> new CompilationBench(vm::compileAll,
                    ProcessorTime::ofVm, seconds(parts), parts.output()::print).run());
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
    abstract List<Figure> run(Bench.Parts parts) throws BenchException, IOException, VmStartException;

    private static double seconds(Bench.Parts parts) {
        return parts.request().measuring().seconds();
    }

    /** As asked for, with the JIT even if it was not. */
    static VmOptions compiling(VmOptions options) {
        return options.jit() == JitMode.OFF ? options.withJit(JitMode.BASELINE) : options;
    }

    private static List<Figure> inVm(Bench.Parts parts, List<String> sources, Work work)
            throws BenchException, IOException, VmStartException {
        return inVm(parts, parts.request().vmOptions(), sources, work);
    }

    private static List<Figure> inVm(Bench.Parts parts, VmOptions options, List<String> sources, Work work)
            throws BenchException, IOException, VmStartException {
        try (Vm vm = parts.factory().start(options)) {
            Smalltalk smalltalk = new Smalltalk(vm, parts.loader(), parts.output()::error);
            for (String source : sources) {
                smalltalk.load(source);
            }
            return work.run(vm, smalltalk);
        }
    }

    /** What is done in a VM beside others. */
    private interface WorkBeside {
        List<Figure> run(Smalltalk smalltalk) throws BenchException, IOException;
    }

    private static List<Figure> inAnother(Bench.Parts parts, VmOptions options, List<String> sources, WorkBeside work)
            throws BenchException, IOException {
        try {
            return inVm(parts, options, sources, (vm, smalltalk) -> work.run(smalltalk));
        } catch (VmStartException e) {
            throw new BenchException("another VM does not start: " + e.getMessage());
        }
    }

    private static List<Figure> grow(List<Growth> growths, Bench.Parts parts)
            throws BenchException, IOException, VmStartException {
        return inVm(parts, List.of(), (vm, smalltalk) -> {
            List<Figure> figures = new ArrayList<>();
            parts.output().print(Growth.heading(parts.request().elements()));
            for (Growth growth : growths) {
                parts.output().progress(growth.name());
                Growth.Times times = growth.measure(parts.request().elements(), smalltalk::processorTime);
                parts.output().print(times.line());
                figures.addAll(times.figures());
            }
            return figures;
        });
    }
}
