package st.sendwright.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import st.sendwright.language.SourceCompiler;
import st.sendwright.language.SourceLoader;
import st.sendwright.vm.Vm;

/**
 * The prompt: reads an expression, runs it, prints what came of it. Ctrl-C stops the expression and keeps the
 * session; Ctrl-D ends it. Thread: the one that started the process; the interrupt comes on JLine's.
 */
final class Prompt {

    private static final String PROMPT = "st> ";
    private static final String CONTINUATION = "  > ";
    private static final int HISTORY_LINES = 10_000;

    private final Vm vm;
    private final SourceCompiler compiler;
    private final Console console;
    private final String version;
    private final PromptCommands commands;
    private final Expressions expressions;

    Prompt(Vm vm, SourceCompiler compiler, SourceLoader loader, PluginCommands plugins, Console console, String version) {
        this.vm = vm;
        this.compiler = compiler;
        this.console = console;
        this.version = version;
        this.expressions = new Expressions(vm, console);
        this.commands = new PromptCommands(vm, loader, plugins, console, expressions, "asked for at the prompt");
    }

    /** Reads and runs until the end of input, {@code :quit}, or the end of the VM. */
    void run() throws IOException {
        try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
            run(terminal, historyFile());
        }
    }

    /** Does the same on a terminal of the caller's. */
    void run(Terminal terminal, Optional<Path> history) {
        LineReader reader = reader(terminal, history);
        Thread own = Thread.currentThread();
        TerminalInterrupts interrupts = new TerminalInterrupts(console, () -> vm.interrupt(own));
        interrupts.handle(terminal);
        console.print("Sendwright " + version + ". :help lists commands; Ctrl-D ends.\n");
        boolean goesOn = true;
        while (goesOn && vm.exitCode().isEmpty()) {
            goesOn = readAndRun(reader, interrupts);
        }
    }

    private LineReader reader(Terminal terminal, Optional<Path> history) {
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("sendwright")
                .parser(new SmalltalkLine(compiler))
                .completer((reader, line, candidates) -> {
                    for (String name : completions(line.word())) {
                        candidates.add(new Candidate(name, name, null, null, null, null,
                                !name.endsWith(":")));
                    }
                })
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, CONTINUATION)
                .variable(LineReader.HISTORY_SIZE, HISTORY_LINES)
                .variable(LineReader.INDENTATION, 0)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.BRACKETED_PASTE, true);
        history.ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
        return builder.build();
    }

    /** None where the VM does not answer. */
    private List<String> completions(String prefix) {
        try {
            return vm.completions(prefix);
        } catch (RuntimeException silence) {
            return List.of();
        }
    }

    private boolean readAndRun(LineReader reader, TerminalInterrupts interrupts) {
        String line;
        try {
            line = reader.readLine(PROMPT);
        } catch (UserInterruptException e) {
            return true;
        } catch (EndOfFileException e) {
            return false;
        }
        if (line.isBlank()) {
            return true;
        }
        interrupts.forget();
        try {
            if (line.startsWith(":")) {
                return commands.run(line.substring(1).strip());
            }
            expressions.accept(line);
        } catch (RuntimeException fault) {
            // Such as a VM that does not answer: whoever is at the prompt decides what becomes of it.
            console.error(fault.getMessage());
        }
        return true;
    }

    /**
     * Where lines are remembered: the user's folder for state, by the XDG rules; empty where it cannot be
     * made.
     */
    private static Optional<Path> historyFile() {
        String state = System.getenv("XDG_STATE_HOME");
        Path folder = state == null || state.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".local", "state") : Path.of(state);
        Path own = folder.resolve("sendwright");
        try {
            Files.createDirectories(own);
        } catch (IOException e) {
            return Optional.empty(); // a session without memory is still a session
        }
        return Files.isWritable(own) ? Optional.of(own.resolve("history")) : Optional.empty();
    }
}
