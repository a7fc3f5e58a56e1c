package st.sendwright.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Dialect;
import st.sendwright.language.SourceLoader;
import st.sendwright.language.SourceLoader.OnError;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;

/**
 * One run of a VM from the first load order to the end. Thread: the one that started the process, except for
 * the interrupt.
 */
final class Session {

    private static final String STANDARD_INPUT = "-";

    private final Vm vm;
    private final RunOptions options;
    private final SourceLoader loader;
    private final Console console;
    private final InputStream in;
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private final KernelSummary kernel = new KernelSummary();
    private int errors;
    private boolean ended;

    Session(Vm vm, RunOptions options, SourceLoader loader, Console console, InputStream in) {
        this.vm = vm;
        this.options = options;
        this.loader = loader;
        this.console = console;
        this.in = in;
    }

    /**
     * Does everything that comes before the prompt and answers whether the prompt may follow: the program has
     * not ended the VM, and nobody asked to stop.
     */
    boolean runWork() {
        Thread program = Thread.currentThread();
        Object previous = Signals.register("INT", () -> interrupt(program));
        try {
            options.dialect.chosen().filter(dialect -> dialect != Dialect.DEFAULT)
                    .ifPresent(dialect -> dialect.adopt(vm));
            for (int i = 0; i < options.loadOrders.size() && !ended; i++) {
                Path order = options.loadOrders.get(i);
                account(loader.loadOrder(vm, order, options.loading(options.onError),
                        new LoadListener(console)));
            }
            for (List<Path> files : OneLoad.groups(options.files.stream().map(Path::of).toList())) {
                load(files);
            }
            for (int i = 0; i < options.expressions.size() && !ended; i++) {
                String name = options.expressions.size() == 1 ? "-e" : "-e " + (i + 1);
                evaluate(SourceText.of(options.expressions.get(i), name));
            }
            boolean resumed = options.wantsImageAlone(console.inputIsTerminal()) && wasResumed();
            if (!resumed && options.wantsStandardInput(console.inputIsTerminal())) {
                loadFile(STANDARD_INPUT);
            }
            writeLoadReport();
        } finally {
            console.clearProgress();
            Signals.unregister("INT", previous);
        }
        return !ended;
    }

    /**
     * Waits for the end of the program that the image has stopped in, if there is one; standard input is that
     * program's.
     */
    private boolean wasResumed() {
        Optional<Evaluation> end = vm.awaitResumed();
        end.ifPresent(evaluation -> {
            switch (evaluation) {
                case Evaluation.Value(var handle, var warnings) -> handle.close();
                case Evaluation.NotCompiled bad -> throw new IllegalStateException("nothing was compiled");
                case Evaluation.Failed(var description, var walkback, var warnings) -> {
                    console.walkback(walkback);
                    countErrors(1);
                }
                case Evaluation.Terminated(var reason) -> fail(reason);
                case Evaluation.Exited(var code) -> ended = true;
            }
            ended |= vm.exitCode().isPresent() || interrupted.get();
        });
        return end.isPresent();
    }

    private void writeLoadReport() {
        try {
            kernel.write(options.loadReport);
        } catch (IOException e) {
            fail("SW-HOST-020 the load report " + options.loadReport + " was not written: " + e
                    + ". Everything is loaded. See docs/errors/SW-HOST-020.md.");
        }
    }

    /** Writes the image that {@code --save-image} asks for; an empty name means none was asked for. */
    void saveImage() throws IOException {
        if (options.saveImage != null && !ended) {
            vm.saveImage(options.saveImage);
        }
    }

    /** What the process shall end with. */
    int exitCode() {
        if (vm.exitCode().isPresent()) {
            return vm.exitCode().getAsInt();
        }
        if (interrupted.get()) {
            return ExitCode.INTERRUPTED;
        }
        return errors > 0 ? ExitCode.SMALLTALK_ERROR : ExitCode.OK;
    }

    /**
     * The user has pressed Ctrl-C: the first time the program is asked to stop, the second time it is not
     * asked.
     */
    private void interrupt(Thread program) {
        if (interrupted.getAndSet(true)) {
            System.exit(ExitCode.INTERRUPTED);
        }
        vm.interrupt(program);
    }

    private void load(List<Path> files) {
        if (files.size() == 1) {
            loadFile(files.getFirst().toString());
        } else if (!ended) {
            account(loader.loadFiles(vm, files, options.loading(options.onError), new LoadListener(console)));
        }
    }

    private void loadFile(String file) {
        if (ended) {
            return;
        }
        if (!file.equals(STANDARD_INPUT)) {
            account(loader.loadFile(vm, Path.of(file), options.loading(options.onError),
                    new LoadListener(console)));
            return;
        }
        try {
            SourceText text = SourceText.of(readAll(in), "standard input");
            account(loader.loadText(vm, text, options.loading(options.onError), new LoadListener(console)));
        } catch (CharacterCodingException e) {
            fail("SW-HOST-011 standard input is not text in UTF-8. See docs/errors/SW-HOST-011.md.");
        } catch (IOException e) {
            fail("SW-HOST-011 standard input cannot be read: " + e.getMessage()
                    + ". See docs/errors/SW-HOST-011.md.");
        }
    }

    private static String readAll(InputStream in) throws IOException {
        byte[] bytes = in.readAllBytes();
        String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        return text.replace("\r\n", "\n").replace('\r', '\n');
    }

    private void evaluate(SourceText source) {
        switch (options.dialect.chosen().map(dialect -> vm.evaluate(source, dialect))
                .orElseGet(() -> vm.evaluate(source))) {
            case Evaluation.Value(var handle, var warnings) -> {
                try (handle) {
                    show(warnings);
                    console.result(vm.sendForString(handle, "printString"));
                }
            }
            case Evaluation.NotCompiled(var diagnostics) -> {
                show(diagnostics);
                countErrors(1);
            }
            case Evaluation.Failed(var description, var walkback, var warnings) -> {
                show(warnings);
                console.walkback(walkback);
                countErrors(1);
            }
            case Evaluation.Terminated(var reason) -> fail(reason);
            case Evaluation.Exited(var code) -> ended = true;
        }
        ended |= vm.exitCode().isPresent() || interrupted.get();
    }

    private void account(SourceLoader.Report report) {
        console.clearProgress();
        console.note(Console.Level.INFO, "loaded " + report.files() + " files, " + report.methods()
                + " methods, "
                + report.statements() + " statements: " + report.errors() + " errors, " + report.warnings()
                + " warnings");
        kernel.add(report, console);
        countErrors(report.errors());
        ended |= report.exited() || interrupted.get();
    }

    private void fail(String message) {
        console.error(message);
        countErrors(1);
    }

    private void countErrors(int count) {
        errors += count;
        ended |= errors > 0 && options.onError == OnError.STOP;
    }

    private void show(List<Diagnostic> diagnostics) {
        diagnostics.forEach(console::diagnostic);
    }
}
