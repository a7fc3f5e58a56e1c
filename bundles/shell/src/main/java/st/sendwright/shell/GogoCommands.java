package st.sendwright.shell;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Hashtable;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import st.sendwright.language.SourceLoader;
import st.sendwright.vm.Vm;

/**
 * The prompt's commands for one VM in shells of OSGi: a service whose properties say which of its methods are commands, and that
 * their scope is {@code vm}. Apache Felix Gogo looks for such services and calls the methods by reflection.
 *
 * <p>What a command answers is what the prompt would print. <b>Thread</b>: any but the VM's. <b>Errors</b>: what the prompt would
 * say on standard error is the message of an {@link IllegalArgumentException}.
 */
public final class GogoCommands implements AutoCloseable {

    private static final Logger LOG = System.getLogger("st.sendwright.shell");
    private static final String SCOPE = "osgi.command.scope";
    private static final String FUNCTIONS = "osgi.command.function";
    private static final List<String> COMMANDS = List.of("tiers", "swap", "revert", "history", "primitives", "plugin",
            "heap", "stats", "jit", "sites", "disassemble", "evaluate");

    private final Vm vm;
    private final SourceLoader loader;
    private final PluginCommands plugins;
    private final ServiceRegistration<GogoCommands> registration;

    private GogoCommands(BundleContext context, Vm vm, SourceLoader loader, PluginCommands plugins) {
        this.vm = vm;
        this.loader = loader;
        this.plugins = plugins;
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(SCOPE, "vm");
        properties.put(FUNCTIONS, COMMANDS.toArray(String[]::new));
        this.registration = context.registerService(GogoCommands.class, this, properties);
    }

    /** Has shells find the commands, until the result is closed. */
    static GogoCommands offer(BundleContext context, Vm vm, SourceLoader loader, PluginCommands plugins) {
        return new GogoCommands(context, vm, loader, plugins);
    }

    /** Kinds of tiers, and their providers. */
    public String tiers() {
        return run("tiers");
    }

    /** Puts another provider in force: {@code KIND NAME}, {@code --dry-run KIND NAME}. */
    public String swap(String... words) {
        return run("swap", words);
    }

    /** Puts the provider before in force again, of a kind or of that which was exchanged last. */
    public String revert(String... kind) {
        return run("revert", kind);
    }

    /** What was exchanged; {@code json}, {@code json FILE}. */
    public String history(String... words) {
        return run("history", words);
    }

    /** Modules of primitives; {@code use MODULE NAME}. */
    public String primitives(String... words) {
        return run("primitives", words);
    }

    /** Plugins of the distribution; {@code start NAME}, {@code stop NAME}. */
    public String plugin(String... words) {
        return run("plugin", words);
    }

    /** What is in the heap, and what keeps it there. */
    public String heap(String... words) {
        return run("heap", words);
    }

    /** The VM's counters. */
    public String stats() {
        return run("stats");
    }

    /** What machine code there is. */
    public String jit(String... words) {
        return run("jit", words);
    }

    /** What the send sites of a method have seen, such as {@code Integer>>benchFib}. */
    public String sites(String method) {
        return run("sites", method);
    }

    /** Source, bytecodes and machine code of a method. */
    public String disassemble(String method) {
        return run("disassemble", method);
    }

    /** What comes of a Smalltalk expression. */
    public String evaluate(String expression) {
        return text(console -> new Expressions(vm, console).accept(expression));
    }

    @Override
    public void close() {
        try {
            registration.unregister();
        } catch (IllegalStateException e) {
            // Who stops this bundle alone, in a run, has taken the commands back already.
            LOG.log(Level.DEBUG, "the commands are no longer offered", e);
        }
    }

    private String run(String command, String... words) {
        return text(console -> new PromptCommands(vm, loader, plugins, console, new Expressions(vm, console),
                "asked for in a shell of OSGi")
                        .run(Stream.concat(Stream.of(command), Stream.of(words)).collect(Collectors.joining(" "))));
    }

    /** Says something on a console. */
    private interface Speaker {
        void speak(Console console);
    }

    private static String text(Speaker speaker) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), Set.of(), false, Console.Level.WARNING);
        speaker.speak(console);
        if (err.size() > 0) {
            throw new IllegalArgumentException(err.toString(StandardCharsets.UTF_8).strip());
        }
        return out.toString(StandardCharsets.UTF_8).stripTrailing();
    }
}
