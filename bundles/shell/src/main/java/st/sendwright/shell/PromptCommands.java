package st.sendwright.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import st.sendwright.language.Dialect;
import st.sendwright.language.SourceLoader;
import st.sendwright.language.SourceLoader.Settings;
import st.sendwright.vm.Vm;

/** What the prompt does for lines that begin with a colon. Thread: the prompt's. */
final class PromptCommands {

    private static final String HELP = """
            An expression is run and its value printed; names that are nowhere declared become variables.
            Unfinished input goes on in the next line. Tab completes names. Ctrl-C stops what runs.
              :load FILE            load a source file
              :bytecodes C>>m       list the bytecodes of a method, such as Integer>>benchFib
              :sites C>>m           list what the send sites of a method have seen
              :ic C>>m              list the sends of a method: the classes they have seen, what these lead to
              :disassemble C>>m     print source, bytecodes and machine code of a method
              :dialects             list the dialects that sources may be in
              :stats                print the VM's counters
              :jit [blocks N]       print what machine code there is, what it took, and why it is left
              :profile EXPR         run it and print where the time went; every N EXPR looks each N microseconds
              :flame FILE           write the last profile: a picture (.svg), or stacks for makers of flame graphs
              :heap                 print what the heap's spaces hold, and the memory plan
              :heap classes [N]     list the classes whose instances take most memory
              :heap owners CLASS    print who keeps the instances of a class alive
              :heap path EXPR       print a path from a root of the heap to an object
              :heap allocations EXPR  run an expression and list where it allocates
              :heap export FILE     write the heap for viewers of Java heaps (HPROF)
              :tiers                list the tiers that can be exchanged, and their providers
              :primitives [use MODULE NAME]
                                    list the modules of primitives and who provides them, or have another set do so;
                                    all stands for every module
              :primitives calls     list what primitives have done, where they are traced
              :plugin [start NAME]  list the plugins of the distribution and which run, or start one; stop NAME stops it
              :exchange KIND=NAME   put another provider in force, such as memory-plan=semispace or jit=none;
                                    with --dry-run try and prepare it, and exchange nothing
              :revert [KIND]        put the provider in force again that was so before, of this tier or the last one
              :history [json FILE]  list what was exchanged: who wanted it, why not, how long programs stood still
              :vm COMMAND           the same as :COMMAND; :vm swap KIND NAME is :exchange KIND=NAME
              :verify               collect garbage and check the heap
              :save FILE            write an image
              :help                 print this
              :quit                 end, as Ctrl-D does
            """;

    private final Vm vm;
    private final SourceLoader loader;
    private final PluginCommands plugins;
    private final Console console;
    private final ProfileCommand profiles;
    private final String reason;

    /**
     * @param evaluator runs an expression and prints what came of it
     * @param reason what records of exchanges say of who wanted them
     */
    PromptCommands(Vm vm, SourceLoader loader, PluginCommands plugins, Console console, Consumer<String> evaluator, String reason) {
        this.vm = vm;
        this.loader = loader;
        this.plugins = plugins;
        this.console = console;
        this.reason = reason;
        this.profiles = new ProfileCommand(vm, console, evaluator);
    }

    /**
     * Carries out a line without its colon.
     *
     * @return whether the session goes on
     */
    boolean run(String line) {
        String[] words = line.split("\\s+", 2);
        String operand = words.length > 1 ? words[1].strip() : "";
        switch (words[0]) {
            case "help", "h", "?" -> console.print(HELP);
            case "load", "l" -> load(operand);
            case "bytecodes" -> method(operand, vm::disassemble);
            case "sites" -> method(operand, vm::sendSites);
            case "ic" -> method(operand, vm::inlineCaches);
            case "disassemble" -> method(operand, vm::machineCode);
            case "dialects" -> dialects();
            case "stats" -> statistics();
            case "heap" -> new HeapCommands(vm, console).run(operand);
            case "jit" -> new JitCommand(vm, console).run(operand);
            case "profile" -> profiles.profile(operand);
            case "flame" -> profiles.flame(operand);
            case "tiers" -> new TierCommands(vm, console, reason).tiers();
            case "primitives" -> new TierCommands(vm, console, reason).primitives(operand);
            case "plugin", "plugins" -> plugins.run(operand, console);
            case "exchange", "swap" -> new TierCommands(vm, console, reason).exchange(operand);
            case "revert" -> new TierCommands(vm, console, reason).revert(operand);
            case "history" -> new TierCommands(vm, console, reason).history(operand);
            case "vm" -> {
                if (!operand.isEmpty()) {
                    return run(operand);
                }
                console.error("write a command after :vm, such as :vm tiers or :vm swap KIND NAME; :help lists them.");
            }
            case "verify" -> verify();
            case "save" -> save(operand);
            case "quit", "q", "exit" -> {
                return false;
            }
            default -> console.error("there is no command :" + words[0] + "; :help lists them.");
        }
        return true;
    }

    private void load(String file) {
        if (file.isEmpty()) {
            console.error(":load needs the name of a file.");
            return;
        }
        SourceLoader.Report report =
                loader.loadFile(vm, Path.of(file), Settings.DEFAULT, new LoadListener(console));
        console.clearProgress();
        console.print(report.methods() + " methods, " + report.statements() + " statements, "
                + report.errors()
                + " errors\n");
    }

    private void method(String name, MethodText text) {
        int separator = name.indexOf(">>");
        if (separator < 0) {
            console.error("write the method as Class>>selector, such as Integer>>benchFib.");
            return;
        }
        String selector = name.substring(separator + 2).strip();
        String shown = text.of(name.substring(0, separator).strip(),
                selector.startsWith("#") ? selector.substring(1) : selector);
        console.print(shown.endsWith("\n") ? shown : shown + "\n");
    }

    private void dialects() {
        StringBuilder table = new StringBuilder();
        for (Dialect dialect : loader.dialects()) {
            String aliases = dialect.aliases().isEmpty() ? "" : " (also " + String.join(", ", dialect.aliases()) + ")";
            table.append("%-12s %s%s%n".formatted(dialect.name(), dialect.description(), aliases));
        }
        table.append("%-12s %s%n".formatted(Dialect.DEFAULT.name(), Dialect.DEFAULT.description()));
        console.print(table.toString());
    }

    private void statistics() {
        StringBuilder table = new StringBuilder();
        for (Vm.Statistic statistic : vm.statistics()) {
            table.append("%-32s %,20d %s%n".formatted(statistic.name(), statistic.value(), statistic.unit()));
        }
        console.print(table.toString());
    }

    private void verify() {
        List<String> faults = vm.verifyHeap();
        faults.forEach(console::error);
        if (faults.isEmpty()) {
            console.print("the heap is sound\n");
        }
    }

    private void save(String file) {
        if (file.isEmpty()) {
            console.error(":save needs the name of a file.");
            return;
        }
        try {
            vm.saveImage(Path.of(file));
            console.print("saved " + file + "\n");
        } catch (IOException e) {
            console.error("SW-HOST-012 the image " + file + " was not written: " + e.getMessage());
        }
    }

    /** A listing of one method. */
    private interface MethodText {
        String of(String className, String selector);
    }
}
