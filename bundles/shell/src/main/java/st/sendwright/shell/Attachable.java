package st.sendwright.shell;

import java.io.PrintStream;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import st.sendwright.language.SourceLoader;
import st.sendwright.shell.attach.AttachServer;
import st.sendwright.shell.attach.SocketFolder;
import st.sendwright.vm.Vm;

/** Has other terminals of the user give a VM the lines that its prompt takes. */
final class Attachable {

    private static final int MOST_CHARACTERS = 100;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private Attachable() {
    }

    /** Opens it, until the result is closed. */
    static AttachServer open(Vm vm, SourceLoader loader, PluginCommands plugins, List<String> arguments) {
        return new AttachServer(SocketFolder.of(System.getenv()), description(arguments),
                (out, err) -> session(vm, loader, plugins, out, err), session -> vm.interrupt(session)).start();
    }

    private static String description(List<String> arguments) {
        String line = String.join(" ", arguments).replaceAll("\\p{Cntrl}+", " ");
        return LocalDateTime.now().format(TIME) + "  sendwright "
                + (line.length() > MOST_CHARACTERS ? line.substring(0, MOST_CHARACTERS) + " ..." : line);
    }

    private static Predicate<String> session(Vm vm, SourceLoader loader, PluginCommands plugins, PrintStream out,
            PrintStream err) {
        Console console = new Console(out, err, Set.of(), false, Console.Level.WARNING);
        Expressions expressions = new Expressions(vm, console);
        PromptCommands commands = new PromptCommands(vm, loader, plugins, console, expressions,
                "asked for at a terminal that is attached");
        return line -> {
            String text = line.strip();
            if (text.startsWith(":")) {
                return commands.run(text.substring(1).strip());
            }
            expressions.accept(text);
            return vm.exitCode().isEmpty();
        };
    }
}
