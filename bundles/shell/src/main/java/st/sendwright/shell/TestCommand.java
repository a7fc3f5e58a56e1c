package st.sendwright.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceLoader;
import st.sendwright.language.SourceLoader.OnError;
import st.sendwright.shell.testing.CoverageReport;
import st.sendwright.shell.testing.TestName;
import st.sendwright.shell.testing.TestOutcome;
import st.sendwright.shell.testing.TestReport;
import st.sendwright.shell.testing.TestRunner;
import st.sendwright.shell.testing.TestSelection;
import st.sendwright.vm.JitReport;
import st.sendwright.vm.Vm;

/**
 * Loads programs into a VM and runs the tests that they define. Thread: the one that started the process,
 * except for the interrupt.
 */
final class TestCommand {

    private final Vm vm;
    private final TestOptions options;
    private final SourceLoader loader;
    private final Console console;
    private final TestRunner runner;
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private final KernelSummary kernel = new KernelSummary();
    private int errors;

    TestCommand(Vm vm, TestOptions options, SourceLoader loader, Console console) {
        this.vm = vm;
        this.options = options;
        this.loader = loader;
        this.console = console;
        this.runner = new TestRunner(vm, options.timeoutMillis(), options.heapPerTestBytes(), this::fail);
    }

    /** Does it all and answers the exit code. */
    int run() {
        Thread program = Thread.currentThread();
        Object previous = Signals.register("INT", () -> interrupt(program));
        try {
            Set<String> before = options.all ? Set.of() : classes(runner.tests());
            load();
            if (mayGoOn()) {
                List<TestName> loaded = runner.tests().stream()
                        .filter(test -> !before.contains(test.className())).toList();
                TestSelection selection = options.selection();
                test(loaded.size(), loaded.stream().filter(selection::includes).toList());
            }
        } finally {
            console.clearProgress();
            Signals.unregister("INT", previous);
        }
        return exitCode();
    }

    private static Set<String> classes(List<TestName> tests) {
        Set<String> names = new HashSet<>();
        tests.forEach(test -> names.add(test.className()));
        return names;
    }

    private void load() {
        for (Path order : options.loadOrders) {
            load(order, true);
        }
        for (List<Path> files : OneLoad.groups(options.files)) {
            load(files);
        }
    }

    private void load(List<Path> files) {
        if (files.size() == 1) {
            load(files.getFirst(), TestOptions.isLoadOrder(files.getFirst()));
        } else if (mayGoOn()) {
            SourceLoader.Report report =
                    loader.loadFiles(vm, files, options.loading(OnError.CONTINUE), new LoadListener(console));
            console.clearProgress();
            kernel.add(report, console);
            errors += report.errors();
        }
        try {
            kernel.write(options.loadReport);
        } catch (IOException e) {
            fail("SW-HOST-020 the load report " + options.loadReport + " was not written: " + e
                    + ". Everything is loaded. See docs/errors/SW-HOST-020.md.");
        }
    }

    private void load(Path file, boolean isOrder) {
        if (mayGoOn()) {
            LoadListener listener = new LoadListener(console);
            SourceLoader.Report report = isOrder
                    ? loader.loadOrder(vm, file, options.loading(OnError.CONTINUE), listener)
                    : loader.loadFile(vm, file, options.loading(OnError.CONTINUE), listener);
            console.clearProgress();
            kernel.add(report, console);
            errors += report.errors();
        }
    }

    private void test(int loaded, List<TestName> tests) {
        if (tests.isEmpty()) {
            fail("SW-HOST-030 there is no test to run: " + (loaded == 0
                    ? "what was loaded defines no subclass of TestCase with tests"
                    : "none of the " + loaded + " tests that were loaded is selected by --class and --test")
                    + ". See docs/errors/SW-HOST-030.md.");
        }
        List<TestOutcome> outcomes = new ArrayList<>();
        long compiledBefore = compilingNanos();
        long start = System.nanoTime();
        int defects = 0;
        if (options.coverage != null) {
            runner.recordCoverage();
        }
        for (int i = 0; i < tests.size() && mayGoOn(); i++) {
            TestName test = tests.get(i);
            boolean isNewClass = i == 0 || !tests.get(i - 1).className().equals(test.className());
            if (isNewClass && i > 0) {
                runner.finish();
            }
            if (mayGoOn()) {
                console.progress("[" + (i + 1) + "/" + tests.size() + "] "
                        + (defects == 0 ? "" : defects + " failed, ") + test);
                TestOutcome outcome = runner.run(test);
                outcomes.add(outcome);
                defects += outcome.verdict().isDefect() ? 1 : 0;
                show(outcome);
            }
        }
        if (mayGoOn()) {
            runner.finish();
        }
        TestReport report = new TestReport(outcomes);
        if (outcomes.size() < tests.size()) {
            fail((tests.size() - outcomes.size()) + " of " + tests.size() + " tests were not run.");
        }
        if (!report.isGood()) {
            errors++;
        }
        console.print(report.slowest(options.slowest));
        console.verdict(errors == 0, report.summary() + " (" + report.seconds() + " s)");
        if (options.jit != JitMode.OFF) {
            double nanos = System.nanoTime() - start;
            long compiling = compilingNanos() - compiledBefore;
            console.print(String.format(Locale.ROOT, "compiling took %.3f s of %.3f s, %.1f %%%n", compiling / 1e9,
                    nanos / 1e9, 100 * compiling / nanos));
        }
        if (options.report != null) {
            write("report", options.report, report.junitXml());
        }
        if (options.coverage != null && mayGoOn()) {
            CoverageReport coverage = runner.coverage();
            console.print(coverage.summary() + "\n");
            write("coverage report", options.coverage, coverage.text());
        }
    }

    /** What compiling to machine code has taken. */
    private long compilingNanos() {
        return options.jit == JitMode.OFF ? 0 : vm.jit(0).code().map(JitReport.Code::nanos).orElse(0L);
    }

    private void show(TestOutcome outcome) {
        if (outcome.verdict().isDefect()) {
            console.verdict(false, outcome.line());
            if (options.verbose || options.walkback) {
                console.print(outcome.walkback().lines().map(line -> "    " + line + "\n")
                        .reduce("", String::concat));
            }
        } else if (options.verbose) {
            console.print(outcome.line() + "\n");
        }
    }

    private void write(String what, Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            fail("SW-HOST-015 the " + what + " " + file + " was not written: " + e
                    + ". The tests were run; their results are above. See docs/errors/SW-HOST-015.md.");
        }
    }

    /**
     * The user has pressed Ctrl-C: the first time the test in work is asked to stop and none follows, the
     * second time nobody is asked.
     */
    private void interrupt(Thread program) {
        if (interrupted.getAndSet(true)) {
            System.exit(ExitCode.INTERRUPTED);
        }
        vm.interrupt(program);
    }

    private boolean mayGoOn() {
        return vm.exitCode().isEmpty() && !interrupted.get();
    }

    /** A test that ended the VM has an error, whatever code it gave. */
    private int exitCode() {
        if (interrupted.get()) {
            return ExitCode.INTERRUPTED;
        }
        return errors > 0 || vm.exitCode().isPresent() ? ExitCode.SMALLTALK_ERROR : ExitCode.OK;
    }

    private void fail(String message) {
        console.error(message);
        errors++;
    }
}
