package st.sendwright.language.loader;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Diagnostic.Severity;
import st.sendwright.language.SmalltalkText;
import st.sendwright.language.SourceCompiler;
import st.sendwright.language.SourceFormat;
import st.sendwright.language.SourceItem;
import st.sendwright.language.SourceLoader;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;

/**
 * One load into one VM, from its first file to its report. Used by one thread, once.
 *
 * <p>What needs a class that does not exist yet is held, tried again after each file that defined a class,
 * and reported at the end.
 */
final class LoadSession {

    /** What dialects say that changes nothing here, so that nobody need hear of it. */
    private static final Set<String> SILENT = Set.of("comment", "fileOutHeader", "changesMark", "package",
            "classDefinition:", "traitDefinition:", "provides:", "description:", "categoriesForClass",
            "categoriesForMethods", "categoriesFor:", "guid:", "isAbstract:", "isNonInstantiable:",
            "sourceManager:", "reorganize", "excludedMethod", "commentStamp:");

    private final Vm vm;
    private final List<SourceFormat> formats;
    private final SourceLoader.OnError onError;
    private final SourceLoader.Listener listener;
    private final ClassDefinitions definitions;
    private final HeldItems held = new HeldItems();
    private final Set<String> reportedKeys = new HashSet<>();
    private int files;
    private int methods;
    private int statements;
    private int warnings;
    private int errors;
    private boolean hasExited;
    private boolean hasStopped;

    LoadSession(Vm vm, SourceCompiler compiler, List<SourceFormat> formats, SourceLoader.OnError onError,
            SourceLoader.Listener listener) {
        this.vm = vm;
        this.formats = formats;
        this.onError = onError;
        this.listener = listener;
        this.definitions = new ClassDefinitions(vm, compiler);
    }

    SourceLoader.Report report() {
        return new SourceLoader.Report(files, methods, statements, warnings, errors, hasExited);
    }

    void loadFiles(List<Path> paths) {
        int index = 0;
        for (Path path : paths) {
            if (isOver()) {
                return;
            }
            listener.file(path, ++index, paths.size());
            SourceDecoder.Decoded decoded = SourceDecoder.read(path);
            decoded.diagnostic().ifPresent(this::tell);
            if (decoded.text().isPresent() && !isOver()) {
                files++;
                loadItems(decoded.text().get());
            }
        }
        reportHeld();
    }

    void loadText(SourceText text) {
        files++;
        String withLineFeeds = SourceDecoder.withLineFeeds(text.text());
        loadItems(new SourceText(withLineFeeds, text.file(), text.line(), text.column()));
        reportHeld();
    }

    /** Counts and shows a diagnostic. */
    void tell(Diagnostic diagnostic) {
        listener.diagnostic(diagnostic);
        if (diagnostic.isError()) {
            countError();
        } else {
            warnings++;
        }
    }

    private void countError() {
        errors++;
        hasStopped |= onError == SourceLoader.OnError.STOP;
    }

    private boolean isOver() {
        return hasExited || hasStopped;
    }

    private void loadItems(SourceText text) {
        Optional<SourceFormat> format = formats.stream()
                .filter(candidate -> candidate.confidence(text.file(), text.text()) > 0)
                .max(Comparator.comparingInt(candidate -> candidate.confidence(text.file(), text.text())));
        if (format.isEmpty()) {
            tell(error("SW-LOAD-008", "no installed source format knows this file; installed are "
                    + formats.stream().map(SourceFormat::name).toList(), text));
            return;
        }
        List<SourceItem> items = format.get().read(text);
        int done = 0;
        for (SourceItem item : items) {
            loadOrHold(item);
            listener.progress(++done, items.size());
            if (isOver()) {
                return;
            }
        }
        retryHeld();
    }

    private void loadOrHold(SourceItem item) {
        Optional<String> needed = definitions.missingClass(item, held::isHeldDefinition);
        if (needed.isPresent()) {
            held.add(item, needed.get(), definitions.definedClass(item));
        } else {
            load(item);
        }
    }

    private void load(SourceItem item) {
        switch (item) {
            case SourceItem.Statements(SourceText source) -> evaluate(item, source, vm.evaluate(source));
            case SourceItem.ClassStatements(String className, SourceText source) ->
                    evaluate(item, source, vm.evaluate(source, className));
            case SourceItem.Method method -> compile(method);
            case SourceItem.ClassComment comment ->
                    vm.commentClass(comment.className(), comment.source()).forEach(this::tell);
            case SourceItem.Metadata metadata -> note(metadata);
            case SourceItem.Unreadable unreadable -> tell(unreadable.diagnostic());
        }
    }

    private void evaluate(SourceItem item, SourceText source, Vm.Evaluation evaluation) {
        statements++;
        switch (evaluation) {
            case Vm.Evaluation.Value value -> {
                value.handle().close();
                value.warnings().forEach(this::tell);
                definitions.definedClass(item).ifPresent(definitions::defined);
            }
            case Vm.Evaluation.NotCompiled notCompiled -> notCompiled.diagnostics().forEach(this::tell);
            case Vm.Evaluation.Failed failed -> {
                failed.warnings().forEach(this::tell);
                listener.failure(source, failed.walkback());
                countError();
            }
            case Vm.Evaluation.Terminated terminated -> {
                listener.failure(source, terminated.reason());
                countError();
            }
            case Vm.Evaluation.Exited _ -> hasExited = true;
        }
    }

    private void compile(SourceItem.Method method) {
        Vm.Installation installation = vm.compileMethod(method.className(), method.category(), method.stamp(),
                method.source());
        if (installation.diagnostics().stream().noneMatch(Diagnostic::isError)) {
            methods++;
        }
        installation.diagnostics().forEach(this::tell);
    }

    private void note(SourceItem.Metadata metadata) {
        String kind = metadata.key().split("[\\s#]", 2)[0];
        if (!SILENT.contains(kind) && reportedKeys.add(kind)) {
            tell(Diagnostic.at(Severity.WARNING, "SW-LOAD-012", "'" + kind + "' has no effect here; what it"
                    + " says is passed over. This is said once for all of its kind", metadata.source(), 0));
        }
    }

    private void retryHeld() {
        List<HeldItems.Held> ready = held.takeReady(definitions::exists);
        while (!ready.isEmpty()) {
            for (HeldItems.Held item : ready) {
                if (isOver()) {
                    return;
                }
                loadOrHold(item.item());
            }
            ready = held.takeReady(definitions::exists);
        }
    }

    private void reportHeld() {
        if (isOver()) {
            return;
        }
        retryHeld();
        for (HeldItems.Held item : held.remaining()) {
            if (isOver()) {
                return;
            }
            report(item);
        }
    }

    private void report(HeldItems.Held waiting) {
        SourceText source = waiting.item().source();
        String needed = waiting.needs();
        switch (waiting.item()) {
            case SourceItem.Method _ -> tell(error("SW-LOAD-011", "method "
                    + definitions.selectorOf(source).map(selector -> "#" + selector).orElse("of unknown name")
                    + " on class " + needed + ", which does not exist; define the class before or after it",
                    source));
            case SourceItem.ClassComment _ -> tell(error("SW-LOAD-011", "comment for class " + needed
                    + ", which does not exist; define the class before or after it", source));
            default -> reportDefinition(waiting, needed, source);
        }
    }

    private void reportDefinition(HeldItems.Held waiting, String needed, SourceText source) {
        List<String> cycle = waiting.defines().map(held::cycleFrom).orElse(List.of());
        if (!cycle.isEmpty()) {
            tell(error("SW-LOAD-010", "class " + waiting.defines().get() + " would inherit from itself: "
                    + String.join(" < ", cycle) + "; give one of them another superclass", source));
        } else if (waiting.defines().isPresent()) {
            tell(error("SW-LOAD-009", "the superclass " + needed + " of class " + waiting.defines().get()
                    + " does not exist; no file of this load defines it", source));
        } else {
            tell(error("SW-LOAD-011", "this names class " + needed + ", which does not exist", source));
        }
    }

    private static Diagnostic error(String code, String message, SourceText source) {
        return Diagnostic.at(Severity.ERROR, code, message, source, SmalltalkText.codeStart(source.text()));
    }
}
