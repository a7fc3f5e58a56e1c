package st.sendwright.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import st.sendwright.shell.attach.AttachClient;
import st.sendwright.shell.attach.AttachClient.Result;
import st.sendwright.shell.attach.AttachClient.Running;
import st.sendwright.shell.attach.AttachException;
import st.sendwright.shell.attach.SocketFolder;

/** {@code attach [NUMBER] [LINE...]}: gives a running VM the lines that its own prompt would take. */
final class AttachCommand {

    private static final String LIST = "--list";

    private final SocketFolder folder;
    private final Console console;
    private final InputStream in;

    AttachCommand(SocketFolder folder, Console console, InputStream in) {
        this.folder = folder;
        this.console = console;
        this.in = in;
    }

    /**
     * Runs the command.
     *
     * @param arguments what follows the word {@code attach}
     * @return the exit code
     */
    int run(List<String> arguments) throws UsageException {
        if (arguments.stream().anyMatch(each -> each.startsWith("-") && !each.equals(LIST))
                || arguments.contains(LIST) && arguments.size() > 1) {
            throw new UsageException("attach: say 'attach', 'attach NUMBER', either with lines behind it such as ':tiers',"
                    + " or 'attach --list'.");
        }
        try {
            if (arguments.contains(LIST)) {
                return list();
            }
            boolean isNumbered = !arguments.isEmpty() && arguments.getFirst().matches("[0-9]{1,18}");
            List<String> lines = arguments.subList(isNumbered ? 1 : 0, arguments.size());
            try (AttachClient client = isNumbered ? AttachClient.to(folder, Long.parseLong(arguments.getFirst()))
                    : AttachClient.toTheOnlyOne(folder)) {
                return lines.isEmpty() ? converse(client) : run(client, lines);
            }
        } catch (AttachException refusal) {
            console.error(refusal.getMessage());
            return refusal.isUsage() ? ExitCode.USAGE : ExitCode.CANNOT_START;
        } catch (IOException failure) {
            console.error("SW-HOST-011 standard input cannot be read: " + failure.getMessage()
                    + ". See docs/errors/SW-HOST-011.md.");
            return ExitCode.SMALLTALK_ERROR;
        }
    }

    private int list() throws AttachException {
        List<Running> running = AttachClient.running(folder);
        console.print(running.isEmpty() ? "no VM that can be attached to\n" : AttachClient.table(running));
        return ExitCode.OK;
    }

    private int run(AttachClient client, List<String> lines) throws AttachException {
        int code = ExitCode.OK;
        for (String line : lines) {
            Result result = run(client, line);
            code = result == Result.FAILED ? ExitCode.SMALLTALK_ERROR : code;
            if (result == Result.ENDED) {
                return code;
            }
        }
        return code;
    }

    private Result run(AttachClient client, String line) throws AttachException {
        return client.run(line, console.programOutput(), console.programErrors());
    }

    private int converse(AttachClient client) throws AttachException, IOException {
        if (!console.inputIsTerminal()) {
            return run(client, new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines()
                    .filter(line -> !line.isBlank()).toList());
        }
        console.print("Attached to " + client.running().process() + ", " + client.running().description()
                + ". :help lists commands; Ctrl-D ends.\n");
        try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
            TerminalInterrupts interrupts = new TerminalInterrupts(console, client::interrupt);
            interrupts.handle(terminal);
            LineReader reader = LineReaderBuilder.builder().terminal(terminal)
                    .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true).build();
            boolean goesOn = true;
            while (goesOn) {
                goesOn = readAndRun(client, reader, interrupts);
            }
        }
        return ExitCode.OK;
    }

    private boolean readAndRun(AttachClient client, LineReader reader, TerminalInterrupts interrupts) throws AttachException {
        try {
            String line = reader.readLine(client.running().process() + "> ");
            interrupts.forget();
            return line.isBlank() || run(client, line) != Result.ENDED;
        } catch (UserInterruptException interrupt) {
            return true;
        } catch (EndOfFileException end) {
            return false;
        }
    }
}
