package st.sendwright.shell;

import java.nio.file.Path;
import st.sendwright.language.SourceLoader;
import st.sendwright.language.SourceLoader.Settings;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;

/** Loads programs into a VM and writes classes of it to files. Thread: the one that started the process. */
final class FileOutCommand {

    private final Vm vm;
    private final FileOutOptions options;
    private final SourceLoader loader;
    private final Console console;
    private int errors;

    FileOutCommand(Vm vm, FileOutOptions options, SourceLoader loader, Console console) {
        this.vm = vm;
        this.options = options;
        this.loader = loader;
        this.console = console;
    }

    /** Does it all and answers the exit code. */
    int run() {
        for (Path order : options.loadOrders) {
            load(order, true);
        }
        for (Path file : options.files) {
            load(file, TestOptions.isLoadOrder(file));
        }
        for (String name : options.names) {
            if (vm.exitCode().isEmpty()) {
                write(name);
            }
        }
        return vm.exitCode().orElse(errors > 0 ? ExitCode.SMALLTALK_ERROR : ExitCode.OK);
    }

    private void load(Path file, boolean isOrder) {
        if (vm.exitCode().isPresent()) {
            return;
        }
        LoadListener listener = new LoadListener(console);
        SourceLoader.Report report = isOrder
                ? loader.loadOrder(vm, file, Settings.DEFAULT, listener)
                : loader.loadFile(vm, file, Settings.DEFAULT, listener);
        console.clearProgress();
        errors += report.errors();
    }

    /** The library writes the files; it answers their names, or, behind a colon, why it wrote none. */
    private void write(String name) {
        String code = "[String streamContents: [:names | (SourceWriter fileOut: " + quoted(name) + " as: "
                + quoted(options.format) + " into: " + quoted(options.output.toString()) + " overwriting: "
                + options.overwrite + ") do: [:each | names nextPutAll: each; nl]]]"
                + " on: Error do: [:error | ':', error messageText]";
        switch (vm.evaluate(SourceText.of(code, "fileout"))) {
            case Evaluation.Value(var handle, var _) -> {
                try (handle) {
                    tell(name, vm.sendForString(handle, "yourself"));
                }
            }
            case Evaluation.NotCompiled(var diagnostics) -> diagnostics.forEach(console::diagnostic);
            case Evaluation.Failed(var description, var _, var _) -> fail(name, description);
            case Evaluation.Terminated(var reason) -> fail(name, reason);
            case Evaluation.Exited _ -> { }
        }
    }

    private void tell(String name, String answer) {
        if (answer.startsWith(":")) {
            fail(name, answer.substring(1));
        } else {
            console.print(answer);
        }
    }

    private void fail(String name, String reason) {
        errors++;
        console.error("SW-HOST-016 " + name + " was not written: " + reason
                + ". See docs/errors/SW-HOST-016.md.");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
