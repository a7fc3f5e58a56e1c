package st.sendwright.bench.laboratory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import st.sendwright.bench.laboratory.Program.UnknownSizeException;
import st.sendwright.bench.reference.References;
import st.sendwright.laboratory.BenchOutput;
import st.sendwright.laboratory.BenchRequest;
import st.sendwright.laboratory.BenchRequest.Swap;
import st.sendwright.laboratory.Laboratory;
import st.sendwright.language.SourceLoader;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmFactory;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

/** Runs what {@code ./sendwright bench} asks for. Thread: any but a VM's. */
@Component(service = Laboratory.class)
public final class Bench implements Laboratory {

    /** What is exchanged here does nothing unless machine code runs; all else is compared as it was asked for. */
    private static final Set<String> TIERS_OF_MACHINE_CODE = Set.of("jit", "inline-cache", "code-cache", "compile-policy");

    private final VmFactory factory;
    private final SourceLoader loader;
    private final String location;
    private final AllocationBench.Heaps heaps;
    private final BundleContext context;

    /**
     * What a suite works with.
     *
     * @param heaps for those that need no VM
     * @param context that of the bundle, for those that bring primitives
     */
    record Parts(BenchRequest request, BenchOutput output, VmFactory factory, SourceLoader loader,
            AllocationBench.Heaps heaps, BundleContext context) {
    }

    /** Activated by the component runtime. */
    @Activate
    public Bench(BundleContext context, @Reference VmFactory factory, @Reference SourceLoader loader) {
        this.context = context;
        this.location = context.getBundle().getLocation();
        this.heaps = new InstalledHeaps(context);
        this.factory = factory;
        this.loader = loader;
    }

    @Override
    public int run(BenchRequest request, BenchOutput output) {
        if (request.list()) {
            output.print(listing());
            return OK;
        }
        for (String name : request.names()) {
            if (Programs.of(name).isEmpty() && Suites.named(name).isEmpty()) {
                output.error("SW-HOST-010 there is no benchmark '" + name + "'." + didYouMean(name)
                        + " ./sendwright bench --list says what there is. See docs/errors/SW-HOST-010.md.");
                return USAGE;
            }
        }
        try {
            List<Suites> suites = request.names().stream().flatMap(each -> Suites.named(each).stream()).toList();
            if (!suites.isEmpty()) {
                return suite(suites, request, output);
            }
            return request.swap().isPresent() ? swap(request.swap().get(), request, output) : programs(request, output);
        } catch (UnknownSizeException e) {
            output.error("SW-HOST-010 " + e.getMessage() + " See docs/errors/SW-HOST-010.md.");
            return USAGE;
        } catch (VmStartException e) {
            output.error(e.getMessage());
            return CANNOT_START;
        } catch (BenchException | IOException e) {
            output.error("SW-HOST-013 the benchmark was not finished: " + e.getMessage()
                    + " See docs/errors/SW-HOST-013.md.");
            return FAILED;
        }
    }

    private static String listing() {
        StringBuilder text = new StringBuilder(String.format("%-16s %10s%n", "program", "size"));
        text.append(TextReport.list(Programs.ALL)).append("\ngroups: ")
                .append(String.join(", ", Programs.groupNames())).append("\n\n");
        for (Suites each : Suites.values()) {
            text.append(String.format("%-16s %10s  %s%n", each.title(), "", each.about()));
        }
        return text.toString();
    }

    private static String didYouMean(String name) {
        List<String> names = Programs.suggestions(name, Suites.names());
        return names.isEmpty() ? "" : " Did you mean " + String.join(" or ", names) + "?";
    }

    private int suite(List<Suites> suites, BenchRequest request, BenchOutput output)
            throws BenchException, IOException, VmStartException {
        if (request.names().size() > 1) {
            output.error("SW-HOST-010 '" + suites.getFirst().title()
                    + "' is a suite with a report of its own and cannot be run with others."
                    + " Run it alone. See docs/errors/SW-HOST-010.md.");
            return USAGE;
        }
        if (request.html().isPresent() || !request.comparisons().isEmpty() || request.swap().isPresent()) {
            output.error("SW-HOST-010 '" + suites.getFirst().title()
                    + "' has no page of plots and is compared with nothing; --html, --compare, --compare-command,"
                    + " --compare-build and --swap are for programs. See docs/errors/SW-HOST-010.md.");
            return USAGE;
        }
        List<Figure> figures = suites.getFirst().run(new Parts(request, output, factory, loader, heaps, context));
        if (request.json().isPresent()) {
            Files.writeString(request.json().get(), Figure.json(figures));
        }
        return OK;
    }

    private static Set<Program> chosen(BenchRequest request) {
        Set<Program> chosen = new LinkedHashSet<>();
        for (String name : request.names().isEmpty() ? List.of("all") : request.names()) {
            chosen.addAll(Programs.of(name));
        }
        return chosen;
    }

    private static Smalltalk prepared(Vm vm, SourceLoader loader, Set<Program> programs, BenchOutput output)
            throws BenchException, IOException {
        Smalltalk smalltalk = new Smalltalk(vm, loader, output::error);
        smalltalk.load(Smalltalk.RANDOM);
        Set<String> sources = new LinkedHashSet<>();
        programs.forEach(each -> sources.add(each.source()));
        for (String source : sources) {
            smalltalk.load(source);
        }
        return smalltalk;
    }

    private int swap(Swap swap, BenchRequest request, BenchOutput output)
            throws BenchException, IOException, VmStartException, UnknownSizeException {
        if (!request.comparisons().isEmpty()) {
            output.error("SW-HOST-010 --swap compares providers with each other only; leave --compare, --compare-command or"
                    + " --compare-build out. See docs/errors/SW-HOST-010.md.");
            return USAGE;
        }
        Set<Program> chosen = chosen(request);
        List<Figure> figures = new ArrayList<>();
        List<SwapBench.Measured> measured;
        try (Vm vm = factory.start(forSwapping(swap.kind(), request.vmOptions()))) {
            Smalltalk smalltalk = prepared(vm, loader, chosen, output);
            SwapBench bench = new SwapBench(vm, swap, request.measuring(), output);
            output.print(SwapBench.heading(swap));
            int index = 0;
            for (Program each : chosen) {
                index++;
                int size = each.size(request.measuring().size());
                VmRunner runner = new VmRunner(smalltalk);
                Experiment experiment = new Experiment(each, size, References.named(each.name()).orElseThrow().run(size),
                        request.measuring(), text -> { });
                smalltalk.time("Smalltalk garbageCollect. 1", "1");
                figures.addAll(bench.run(each.name(), new Progress(
                        String.format(Locale.ROOT, "%d of %d, ", index, chosen.size()), output),
                        () -> experiment.once(runner, "")));
            }
            measured = bench.measured();
        }
        output.print(SwapBench.legend(swap));
        write(request.json(), Figure.json(figures));
        write(request.html(), SwapReport.of(swap, measured, Machine.here()));
        return OK;
    }

    /** What the VM starts with in which providers of {@code kind} are compared. */
    static VmOptions forSwapping(String kind, VmOptions options) {
        return TIERS_OF_MACHINE_CODE.contains(kind) ? Suites.compiling(options) : options;
    }

    private int programs(BenchRequest request, BenchOutput output)
            throws BenchException, IOException, VmStartException, UnknownSizeException {
        Set<Program> chosen = chosen(request);
        List<Integer> sizes = new ArrayList<>();
        for (Program each : chosen) {
            sizes.add(each.size(request.measuring().size()));
        }
        List<Outcome> outcomes = new ArrayList<>();
        try (Vm vm = factory.start(request.vmOptions());
                Opponents opponents = Opponents.start(request, location, output)) {
            Smalltalk smalltalk = prepared(vm, loader, chosen, output);
            output.print(TextReport.heading());
            int index = 0;
            for (Program each : chosen) {
                String place = String.format(Locale.ROOT, "%d of %d, ", index + 1, chosen.size());
                outcomes.add(measure(each, sizes.get(index), place, request, output, smalltalk, opponents));
                output.print(TextReport.line(outcomes.getLast()));
                index++;
            }
        }
        output.print(TextReport.legend() + TextReport.warmth(outcomes) + TextReport.history(outcomes)
                + TextReport.comparisons(outcomes));
        write(request.json(), JsonReport.of(outcomes, Machine.here()));
        write(request.html(), HtmlReport.of(outcomes, Machine.here()));
        return OK;
    }

    private static Outcome measure(Program program, int size, String place, BenchRequest request, BenchOutput output,
            Smalltalk smalltalk, Opponents opponents) throws BenchException, IOException {
        long expected = References.named(program.name()).orElseThrow().run(size);
        smalltalk.time("Smalltalk garbageCollect. 1", "1");
        return new Experiment(program, size, expected, request.measuring(),
                new Progress(place, output)).run(new VmRunner(smalltalk), opponents.runners(),
                        opponents.blocks());
    }

    private static void write(Optional<Path> file, String text) throws IOException {
        if (file.isPresent()) {
            Files.writeString(file.get(), text);
        }
    }
}
