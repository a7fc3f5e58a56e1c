package st.sendwright.shell;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import st.sendwright.jit.JitMode;
import st.sendwright.laboratory.Laboratory;
import st.sendwright.language.SourceCompiler;
import st.sendwright.language.SourceLoader;
import st.sendwright.shell.attach.AttachServer;
import st.sendwright.shell.attach.SocketFolder;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmFactory;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

/**
 * What the launcher calls: takes the arguments, answers the exit code. It is there when everything that a VM
 * needs is, so that its absence is what the launcher explains to the user.
 */
@Component(service = ToIntFunction.class, property = "sendwright.role=command-line")
public final class CommandLineService implements ToIntFunction<List<String>> {

    private static final String BENCH = "bench";
    private static final String TEST = "test";
    private static final String FILE_OUT = "fileout";
    private static final String IMAGE = "image";
    private static final String ATTACH = "attach";
    /** For the build: writes the kernel's image to the file that follows. */
    private static final String BUILD_KERNEL_IMAGE = "--build-kernel-image";
    private static final String JIT_BUNDLES = "st.sendwright.jit.";

    private final BundleContext context;
    private final VmFactory factory;
    private final SourceLoader loader;
    private final SourceCompiler compiler;

    /** Activated by the component runtime. */
    @Activate
    public CommandLineService(BundleContext context, @Reference VmFactory factory,
            @Reference SourceLoader loader,
            @Reference SourceCompiler compiler) {
        this.context = context;
        this.factory = factory;
        this.loader = loader;
        this.compiler = compiler;
    }

    @Override
    public int applyAsInt(List<String> arguments) {
        WatchedOutput output = new WatchedOutput(new FileOutputStream(FileDescriptor.out));
        Console console = console(stream(output));
        int code = run(arguments, console);
        return output.loss().map(reason -> {
            console.error("SW-HOST-014 standard output could not be written: " + reason
                    + ". What was printed is not complete. See docs/errors/SW-HOST-014.md.");
            return code == ExitCode.OK ? ExitCode.SMALLTALK_ERROR : code;
        }).orElse(code);
    }

    private int run(List<String> arguments, Console console) {
        try {
            console.note(Console.Level.INFO, "profile " + context.getProperty("sendwright.profile")
                    + ", tiers "
                    + context.getProperty("sendwright.tiers"));
            if (!arguments.isEmpty() && arguments.getFirst().equals(BENCH)) {
                return bench(Arguments.bench(arguments.subList(1, arguments.size())), console);
            }
            if (!arguments.isEmpty() && arguments.getFirst().equals(TEST)) {
                return test(Arguments.test(arguments.subList(1, arguments.size())), arguments, console);
            }
            if (!arguments.isEmpty() && arguments.getFirst().equals(FILE_OUT)) {
                return fileOut(Arguments.fileOut(arguments.subList(1, arguments.size())), console);
            }
            if (!arguments.isEmpty() && arguments.getFirst().equals(IMAGE)) {
                return new ImageCommand(factory, console).run(arguments.subList(1, arguments.size()));
            }
            if (!arguments.isEmpty() && arguments.getFirst().equals(ATTACH)) {
                return new AttachCommand(SocketFolder.of(System.getenv()), console, System.in)
                        .run(arguments.subList(1, arguments.size()));
            }
            if (arguments.size() == 2 && arguments.getFirst().equals(BUILD_KERNEL_IMAGE)) {
                return buildKernelImage(Path.of(arguments.getLast()), console);
            }
            return run(Arguments.run(arguments), arguments, console);
        } catch (UsageException e) {
            console.error("SW-HOST-010 " + e.getMessage()
                    + " ./sendwright --help lists all options. See docs/errors/SW-HOST-010.md.");
            return ExitCode.USAGE;
        }
    }

    private int run(RunOptions options, List<String> arguments, Console console) throws UsageException {
        options.dialect.choose(loader.dialects());
        boolean prompt = options.wantsPrompt(console.inputIsTerminal());
        VmOptions vmOptions = options.vmOptions(console, System.in, options.arguments, prompt);
        noteJit(options, console);
        Optional<Vm> started = start(vmOptions, console);
        if (started.isEmpty()) {
            return options.image == null ? ExitCode.CANNOT_START : ExitCode.IMAGE;
        }
        try (Vm vm = started.get(); AttachServer attach = attachable(vm, options, arguments);
                GogoCommands gogo = GogoCommands.offer(context, vm, loader, plugins());
                Configuration configuration = configured(vm, console)) {
            PlannedRun planned = new PlannedRun(vm, options, console);
            planned.begin();
            Session session = new Session(vm, options, loader, console, System.in);
            boolean[] goesOn = new boolean[1];
            int code = new ProfiledRun(vm, options, console).of(() -> {
                goesOn[0] = session.runWork();
                return session.exitCode();
            });
            if (goesOn[0] && prompt) {
                new Prompt(vm, compiler, loader, plugins(), console, context.getProperty("sendwright.version")).run();
            }
            session.saveImage();
            return planned.end(session.exitCode() == ExitCode.OK ? code : session.exitCode());
        } catch (IOException e) {
            console.error("SW-HOST-012 the image " + options.saveImage + " was not written: " + e.getMessage()
                    + ". A file that was there is unchanged. See docs/errors/SW-HOST-012.md.");
            return ExitCode.IMAGE;
        }
    }

    private int bench(BenchOptions options, Console console) {
        noteJit(options, console);
        VmOptions vmOptions = options.vmOptions(console, System.in, List.of(), false);
        ServiceReference<Laboratory> reference = context.getServiceReference(Laboratory.class);
        if (reference == null) {
            console.error("SW-HOST-017 there is nothing to measure with: the bundle st.sendwright.bench is not installed or"
                    + " has not started. Put its jar into the distribution's bundles. See docs/errors/SW-HOST-017.md.");
            return ExitCode.CANNOT_START;
        }
        try {
            int code = context.getService(reference).run(options.request(vmOptions), new BenchConsole(console));
            return code == Laboratory.CANNOT_START && options.image != null ? ExitCode.IMAGE : code;
        } finally {
            context.ungetService(reference);
        }
    }

    private int test(TestOptions options, List<String> arguments, Console console) throws UsageException {
        options.dialect.choose(loader.dialects());
        noteJit(options, console);
        Optional<Vm> started = start(options.vmOptions(console, System.in, List.of(), false), console);
        if (started.isEmpty()) {
            return options.image == null ? ExitCode.CANNOT_START : ExitCode.IMAGE;
        }
        try (Vm vm = started.get(); AttachServer attach = attachable(vm, options, arguments);
                GogoCommands gogo = GogoCommands.offer(context, vm, loader, plugins())) {
            PlannedRun planned = new PlannedRun(vm, options, console);
            planned.begin();
            return planned.end(new ProfiledRun(vm, options, console)
                    .of(new TestCommand(vm, options, loader, console)::run));
        }
    }

    private int fileOut(FileOutOptions options, Console console) {
        noteJit(options, console);
        Optional<Vm> started = start(options.vmOptions(console, System.in, List.of(), false), console);
        if (started.isEmpty()) {
            return options.image == null ? ExitCode.CANNOT_START : ExitCode.IMAGE;
        }
        try (Vm vm = started.get()) {
            return new FileOutCommand(vm, options, loader, console).run();
        }
    }

    private int buildKernelImage(Path file, Console console) {
        try {
            factory.buildKernelImage(file);
            return ExitCode.OK;
        } catch (VmStartException | IOException e) {
            console.error(e.getMessage());
            return ExitCode.IMAGE;
        }
    }

    /** What a run listens to, whether the classes of Configuration Admin are there or not. */
    private interface Configuration extends AutoCloseable {

        @Override
        void close();
    }

    /** Null when no folder of configurations was given. */
    private Configuration configured(Vm vm, Console console) {
        return context.getProperty("sendwright.configuration") == null ? null
                : ConfiguredTiers.open(context, vm, console)::run;
    }

    /** Null when it is not to be. */
    private AttachServer attachable(Vm vm, LoadSettings options, List<String> arguments) {
        return options.noAttach ? null : Attachable.open(vm, loader, plugins(), arguments);
    }

    private PluginCommands plugins() {
        return new PluginCommands(context, Path.of(context.getProperty("sendwright.plugins")));
    }

    private Optional<Vm> start(VmOptions options, Console console) {
        try {
            return Optional.of(factory.start(options));
        } catch (VmStartException e) {
            console.error(e.getMessage());
            return Optional.empty();
        }
    }

    private void noteJit(VmSettings settings, Console console) {
        boolean installed = Arrays.stream(context.getBundles()).map(Bundle::getSymbolicName)
                .anyMatch(name -> name != null && name.startsWith(JIT_BUNDLES));
        if (settings.jit != JitMode.OFF && !installed) {
            console.note(Console.Level.WARNING,
                    "--jit: no JIT bundle is installed; going on with the interpreter.");
        }
    }

    private Console console(PrintStream output) {
        Set<String> terminals = terminals();
        String level = Optional.ofNullable(context.getProperty("sendwright.log")).orElse("warning");
        boolean colours = Optional.ofNullable(System.getenv("NO_COLOR")).orElse("").isEmpty()
                && !"dumb".equals(System.getenv("TERM"));
        return new Console(output, stream(new FileOutputStream(FileDescriptor.err)), terminals, colours,
                Console.Level.valueOf(level.toUpperCase(Locale.ROOT)));
    }

    /**
     * Which standard streams are terminals. The start script knows; without it the JVM tells only whether
     * input and output both are.
     */
    private static Set<String> terminals() {
        String told = System.getProperty("sendwright.terminals");
        if (told != null) {
            return Arrays.stream(told.split(",")).filter(name -> !name.isEmpty())
                    .collect(Collectors.toUnmodifiableSet());
        }
        return System.console() != null && System.console().isTerminal() ? Set.of("in", "out", "err")
                : Set.of();
    }

    /** UTF-8 whatever the locale is, as all sources are. */
    private static PrintStream stream(OutputStream target) {
        return new PrintStream(target, false, StandardCharsets.UTF_8);
    }
}
