package st.sendwright.shell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import st.sendwright.language.SourceLoader.OnError;

/** The command line of a run. */
@Command(name = "sendwright")
final class RunOptions extends LoadSettings {

    @Option(names = "--load-order", paramLabel = "FILE")
    List<Path> loadOrders = new ArrayList<>();

    @Option(names = {"-e", "--evaluate"}, paramLabel = "EXPR")
    List<String> expressions = new ArrayList<>();

    @Option(names = {"-i", "--interactive"})
    boolean interactive;

    @Option(names = "--no-repl")
    boolean noRepl;

    @Option(names = "--on-error", paramLabel = "MODE")
    OnError onError = OnError.CONTINUE;

    @Option(names = "--save-image", paramLabel = "FILE")
    Path saveImage;

    @Parameters(paramLabel = "FILE")
    List<String> files = new ArrayList<>();

    /** What follows {@code --}; set by {@link Arguments}. */
    List<String> arguments = List.of();

    @Override
    void check() throws UsageException {
        super.check();
        if (interactive && noRepl) {
            throw new UsageException("--interactive and --no-repl exclude each other.");
        }
    }

    /** Whether anything is to be run before a prompt. */
    boolean hasWork() {
        return !loadOrders.isEmpty() || !files.isEmpty() || !expressions.isEmpty();
    }

    /** Whether the prompt follows. As with other languages, files and expressions alone end the session. */
    boolean wantsPrompt(boolean inputIsTerminal) {
        if (noRepl) {
            return false;
        }
        return interactive || inputIsTerminal && files.isEmpty() && expressions.isEmpty();
    }

    /** Whether standard input is the program. */
    boolean wantsStandardInput(boolean inputIsTerminal) {
        return !hasWork() && !interactive && !inputIsTerminal;
    }

    /** Whether what the image was doing is all that shall happen. */
    boolean wantsImageAlone(boolean inputIsTerminal) {
        return image != null && !hasWork() && !wantsPrompt(inputIsTerminal);
    }
}
