package st.sendwright.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import st.sendwright.heap.HeapInspector.ClassUse;
import st.sendwright.heap.HeapInspector.Owner;
import st.sendwright.heap.HeapInspector.Ownership;
import st.sendwright.language.SourceText;
import st.sendwright.vm.ObjectHandle;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.AllocationSite;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.Vm.Statistic;

/** What the prompt's command {@code :heap} does. Thread: the prompt's. */
final class HeapCommands {

    private static final int MOST_CLASSES = 20;
    private static final int MOST_OWNERS = 5;
    private static final long SAMPLE_BYTES = 16_384;
    private static final String USAGE = "write :heap, :heap classes [N], :heap owners CLASS, :heap path EXPRESSION,"
            + " :heap allocations EXPRESSION or :heap export FILE.";

    private final Vm vm;
    private final Console console;

    HeapCommands(Vm vm, Console console) {
        this.vm = vm;
        this.console = console;
    }

    void run(String line) {
        String[] words = line.split("\\s+", 2);
        String operand = words.length > 1 ? words[1].strip() : "";
        try {
            switch (words[0]) {
                case "" -> spaces();
                case "classes" -> classes(operand);
                case "owners" -> owners(operand);
                case "path" -> path(operand);
                case "allocations" -> allocations(operand);
                case "export" -> export(operand);
                default -> console.error(USAGE);
            }
        } catch (UnsupportedOperationException missing) {
            console.error(missing.getMessage());
        }
    }

    private void spaces() {
        vm.tiers().stream().filter(tier -> tier.kind().equals("memory-plan"))
                .forEach(tier -> console.print("memory plan: " + tier.provider() + "\n"));
        for (Statistic each : vm.statistics()) {
            if (each.name().startsWith("heap-") || each.name().startsWith("collect")) {
                printStatistic(each);
            }
        }
        vm.heapResidence().forEach(this::printStatistic);
    }

    private void printStatistic(Statistic each) {
        console.print("%-32s %,20d %s%n".formatted(each.name(), each.value(), each.unit()));
    }

    private void classes(String operand) {
        if (!operand.matches("[0-9]{0,6}")) {
            console.error(USAGE);
            return;
        }
        List<ClassUse> all = vm.heapClasses();
        int most = operand.isEmpty() ? MOST_CLASSES : Integer.parseInt(operand);
        console.print("%16s %16s  %s%n".formatted("bytes", "instances", "class"));
        all.stream().limit(most).forEach(each -> console.print(
                "%,16d %,16d  %s%n".formatted(each.bytes(), each.instances(), each.className())));
        console.print("%,16d %,16d  in all %,d classes%n".formatted(all.stream().mapToLong(ClassUse::bytes).sum(),
                all.stream().mapToLong(ClassUse::instances).sum(), all.size()));
    }

    private void owners(String className) {
        Optional<Ownership> found = className.isEmpty() ? Optional.empty() : vm.heapOwners(className, MOST_OWNERS);
        if (found.isEmpty()) {
            console.error(className.isEmpty() ? USAGE : "there is no class " + className + ".");
            return;
        }
        ClassUse use = found.get().use();
        console.print("%s: %,d instances, %,d bytes; with what only they keep %,d bytes%n".formatted(use.className(),
                use.instances(), use.bytes(), found.get().retainedBytes()));
        for (Owner each : found.get().owners()) {
            console.print("%,d of them, %,d bytes, kept by %s%n".formatted(each.instances(), each.retainedBytes(),
                    each.owner()));
            printPath(each.path());
        }
    }

    private void printPath(List<String> path) {
        path.forEach(step -> console.print("    " + step + "\n"));
    }

    private void path(String expression) {
        evaluate(expression, object -> vm.heapPath(object).ifPresentOrElse(this::printPath,
                () -> console.print("nothing keeps it but this command\n")));
    }

    private void allocations(String expression) {
        if (expression.isEmpty()) {
            console.error(USAGE);
            return;
        }
        List<AllocationSite> sites;
        vm.startSamplingAllocations(SAMPLE_BYTES);
        try {
            evaluate(expression, object -> { });
        } finally {
            sites = vm.stopSamplingAllocations();
        }
        console.print("%16s  %-28s %s%n".formatted("bytes, about", "class", "allocated in"));
        sites.stream().limit(MOST_CLASSES).forEach(each -> console.print(
                "%,16d  %-28s %s%n".formatted(each.bytes(), each.className(), each.method())));
        console.print("%,16d  in all; looked at every %,d bytes%n".formatted(
                sites.stream().mapToLong(AllocationSite::bytes).sum(), SAMPLE_BYTES));
    }

    private void evaluate(String expression, Consumer<ObjectHandle> then) {
        if (expression.isEmpty()) {
            console.error(USAGE);
            return;
        }
        switch (vm.evaluate(SourceText.of(expression, "the prompt"))) {
            case Evaluation.Value value -> {
                try (var object = value.handle()) {
                    then.accept(object);
                }
            }
            case Evaluation.Failed failed -> console.error(failed.description());
            case Evaluation.NotCompiled bad -> bad.diagnostics().forEach(each -> console.error(each.format()));
            case Evaluation.Terminated ended -> console.error("terminated: " + ended.reason());
            case Evaluation.Exited exited -> console.error("the program has ended the VM");
        }
    }

    private void export(String file) {
        if (file.isEmpty()) {
            console.error(USAGE);
            return;
        }
        try {
            vm.exportHeap(Path.of(file));
            console.print("wrote " + file + "\n");
        } catch (IOException failure) {
            console.error("SW-HEAP-031 the heap was not written to " + file + ": " + failure.getMessage());
        }
    }
}
