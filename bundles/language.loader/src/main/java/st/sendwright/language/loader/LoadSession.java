package st.sendwright.language.loader;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Diagnostic.Severity;
import st.sendwright.language.Dialect;
import st.sendwright.language.SmalltalkText;
import st.sendwright.language.SourceCompiler;
import st.sendwright.language.SourceFormat;
import st.sendwright.language.SourceItem;
import st.sendwright.language.SourceLoader;
import st.sendwright.language.SourceText;
import st.sendwright.vm.LoadMode;
import st.sendwright.vm.LoadWatch;
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
            "classDefinition:", "traitDefinition:", "provides:", "description:", "reorganize",
            "excludedMethod", "commentStamp:");

    /** So many items for a class that never came are reported one by one. */
    private static final int MOST_SAID = 3;

    /** Directive: the dialect of the files that follow, or {@code auto}. */
    static final String DIALECT = "dialect";

    /** The directive that says what a file may do to classes that were there before. */
    static final String MODE = "mode";

    private final Vm vm;
    private final List<SourceFormat> formats;
    private final DialectChoice dialects;
    private final SourceLoader.Settings settings;
    private final SourceLoader.Listener listener;
    private final ClassDefinitions definitions;
    private final TraitMethods traits;
    private final Initializers initializers;
    private final Set<String> definedClasses = new LinkedHashSet<>();
    private final HeldItems held = new HeldItems();
    private final LoadWatch watch;
    private final KernelReport kernel = new KernelReport();
    private final Findings findings = new Findings();
    private final UndeclaredNames undeclared = new UndeclaredNames();
    private final Set<String> reportedKeys = new HashSet<>();
    private final Set<String> unknownClasses = new HashSet<>();
    private final Set<Path> loadedFiles = new HashSet<>();
    private Optional<DolphinPackage> openPackage = Optional.empty();
    private final UnboundPrimitives unbound = new UnboundPrimitives();
    private LoadMode mode;
    private SourceText last;
    private int files;
    private int methods;
    private int statements;
    private int warnings;
    private int errors;
    /** Whether the kernel was told of a dialect. */
    private boolean hasAdopted;
    private boolean mayRelease = true;
    private boolean hasExited;
    private boolean hasStopped;

    LoadSession(Vm vm, SourceCompiler compiler, List<SourceFormat> formats, DialectChoice dialects,
            SourceLoader.Settings settings, SourceLoader.Listener listener) {
        this.vm = vm;
        this.formats = formats;
        this.dialects = dialects;
        this.settings = settings;
        this.listener = listener;
        this.mode = settings.mode();
        this.watch = vm.watchLoad();
        watch.enter(mode);
        this.definitions = new ClassDefinitions(vm, watch, compiler);
        this.traits = new TraitMethods(definitions);
        this.initializers = new Initializers(definitions);
    }

    /** Ends the session and says what was done. */
    SourceLoader.Report report() {
        watch.close();
        return new SourceLoader.Report(files, methods, statements, warnings, errors, hasExited, kernel.changes(),
                findings.all(), List.copyOf(definedClasses));
    }

    void loadFiles(List<SourceLoader.Entry> entries) {
        int index = 0;
        for (SourceLoader.Entry entry : entries) {
            if (isOver()) {
                return;
            }
            index++;
            if (Files.isDirectory(entry.file())) {
                loadDirectory(SourceDirectory.of(entry.file()), entry.directives());
            } else if (GnuPackageOrder.isXml(entry.file())) {
                loadDirectory(GnuPackageOrder.of(entry.file()), entry.directives());
            } else {
                loadFile(entry.file(), index, entries.size(), entry.directives());
            }
        }
        end();
    }

    /** What only declares is read first and then made in the order that its classes need. */
    private void loadDirectory(SourceDirectory directory, Map<String, SourceLoader.Directive> given) {
        Map<String, SourceLoader.Directive> directives = new HashMap<>(given);
        directory.dialect().filter(_ -> settings.dialect().isEmpty()).ifPresent(name -> directives.putIfAbsent(
                DIALECT, new SourceLoader.Directive(name, SourceText.of("", ""))));
        directory.diagnostics().forEach(this::tell);
        directory.statements().forEach(statement -> run(statement, treatment(statement, directives)));
        List<Contents> declared = new ArrayList<>();
        int index = 0;
        for (Path file : directory.files()) {
            if (isOver()) {
                return;
            }
            listener.file(file, ++index, directory.files().size());
            Contents contents = isNew(file) ? read(file, directives) : Contents.NONE;
            if (contents.isDeclarative()) {
                declared.add(contents);
            } else {
                loadContents(contents, file, directives);
            }
        }
        loadDeclared(declared);
    }

    private void loadDeclared(List<Contents> declared) {
        for (boolean isDefining : new boolean[] {true, false}) {
            for (int i = 0; i < declared.size() && !isOver(); i++) {
                loadItems(declared.get(i).part(isDefining));
            }
        }
        declared.forEach(initializers::addAll);
    }

    private boolean isNew(Path file) {
        return loadedFiles.add(file.toAbsolutePath().normalize());
    }

    /** Loads a file unless this load has done so already, as a part of a package. */
    private void loadFile(Path path, int index, int count, Map<String, SourceLoader.Directive> directives) {
        listener.file(path, index, count);
        if (isNew(path)) {
            loadContents(read(path, directives), path, directives);
        }
    }

    private void loadContents(Contents contents, Path path, Map<String, SourceLoader.Directive> directives) {
        DolphinPackage.in(contents.items()).ifPresentOrElse(
                found -> loadPackage(found, path, contents, directives), () -> loadItems(contents));
        initializers.addAll(contents);
    }

    private Contents read(Path path, Map<String, SourceLoader.Directive> directives) {
        SourceDecoder.Decoded decoded = SourceDecoder.read(path);
        decoded.diagnostic().ifPresent(this::tell);
        if (decoded.text().isEmpty() || isOver()) {
            return Contents.NONE;
        }
        files++;
        return read(decoded.text().get(), directives);
    }

    /** A Dolphin package: what it needs, its own code, then the files of its classes. */
    private void loadPackage(DolphinPackage loaded, Path path, Contents contents,
            Map<String, SourceLoader.Directive> directives) {
        loadPrerequisites(loaded, path, directives);
        Optional<DolphinPackage> outer = openPackage;
        openPackage = Optional.of(loaded);
        loaded.script("preinstall").ifPresent(source -> run(source, contents.treatment()));
        for (String global : loaded.globals()) {
            run(Annotations.global(global, loaded.description()), contents.treatment());
        }
        Map<Boolean, List<SourceItem>> byAlias = contents.items().stream()
                .collect(Collectors.partitioningBy(DolphinPackage::isAlias));
        loadItems(contents.with(byAlias.get(false)));
        List<Path> classFiles = loaded.classFiles(path);
        for (int i = 0; i < classFiles.size() && !isOver(); i++) {
            loadFile(classFiles.get(i), i + 1, classFiles.size(), directives);
        }
        loadItems(contents.with(byAlias.get(true).stream()
                .filter(item -> !DolphinPackage.isTrivialAlias(item)).toList()));
        loaded.script("postinstall").ifPresent(source -> run(source, contents.treatment()));
        openPackage = outer;
    }

    private void loadPrerequisites(DolphinPackage loaded, Path path,
            Map<String, SourceLoader.Directive> directives) {
        List<String> missing = new ArrayList<>();
        for (String prerequisite : loaded.prerequisites()) {
            Optional<Path> file = DolphinPackage.fileOf(prerequisite, path);
            boolean isOwn = file.isEmpty() || DolphinPackage.isOfSystem(prerequisite, file.get());
            if (!isOwn && !isOver()) {
                loadFile(file.get(), 1, 1, directives);
            } else if (!DolphinPackage.isInKernel(prerequisite)
                    && file.filter(found -> loadedFiles.contains(found.toAbsolutePath().normalize())).isEmpty()) {
                missing.add(DolphinPackage.nameOf(prerequisite));
            }
        }
        if (!missing.isEmpty()) {
            tell(Diagnostic.at(Severity.WARNING, "SW-LOAD-030", "package '" + loaded.name()
                    + "' needs packages that are not loaded: " + String.join(", ", missing)
                    + "; load their files first if it does not do without", loaded.description(), 0));
        }
    }

    private void run(SourceText source, Treatment treatment) {
        if (!isOver()) {
            load(new SourceItem.Statements(source), treatment);
        }
    }

    void loadTexts(List<SourceText> texts) {
        List<Contents> declared = new ArrayList<>();
        for (SourceText text : texts) {
            if (isOver()) {
                return;
            }
            files++;
            String withLineFeeds = SourceDecoder.withLineFeeds(text.text());
            Contents contents = read(new SourceText(withLineFeeds, text.file(), text.line(), text.column()), Map.of());
            if (contents.isDeclarative()) {
                declared.add(contents);
            } else {
                loadItems(contents);
                initializers.addAll(contents);
            }
        }
        loadDeclared(declared);
        end();
    }

    /** What follows is to be loaded in this mode. */
    private void enter(LoadMode newMode) {
        if (newMode != mode) {
            mode = newMode;
            watch.enter(newMode);
        }
    }

    /** Has the kernel checked, if anything was done to it. */
    private void settle(SourceText at) {
        watch.settle();
        noteChanges(at);
    }

    private void noteChanges(SourceText at) {
        kernel.add(watch.changes(), mode, at).forEach(this::tell);
    }

    private void end() {
        reportHeld();
        updateTraits();
        initializeClasses();
        if (last != null) {
            watch.finish();
            noteChanges(last);
            kernel.finish(last).forEach(this::tell);
        }
        tellFirst("names that are not declared", undeclared.report(watch::isDeclared));
        tellFirst("primitives without a counterpart", unbound.report());
        // These totals stand for warnings that have been counted.
        findings.hidden().forEach(listener::diagnostic);
    }

    private void tellFirst(String subject, List<Diagnostic> found) {
        Findings.Shown shown = findings.add(subject, found);
        shown.diagnostics().forEach(this::tell);
        warnings += shown.hidden();
    }

    /** Classes that were given such a method are sent {@code initialize}, superclasses first, as in Pharo. */
    private void initializeClasses() {
        for (Initializers.Initializer each : initializers.inOrder(definedClasses)) {
            if (!isOver() && definitions.exists(each.className())) {
                run(each.message(), each.treatment());
            }
        }
    }

    /** Before anything runs, users of traits get the methods that the traits were given meanwhile. */
    private void updateTraits() {
        traits.update().ifPresent(this::annotate);
    }

    /** Counts a diagnostic and shows it, unless enough of its kind were shown. */
    void tell(Diagnostic diagnostic) {
        if (!findings.hides(diagnostic)) {
            listener.diagnostic(diagnostic);
        }
        if (diagnostic.isError()) {
            countError();
        } else {
            warnings++;
        }
    }

    private void countError() {
        errors++;
        hasStopped |= settings.onError() == SourceLoader.OnError.STOP;
    }

    private boolean isOver() {
        return hasExited || hasStopped;
    }

    private Contents read(SourceText text, Map<String, SourceLoader.Directive> directives) {
        Optional<SourceFormat> format = formats.stream()
                .filter(candidate -> candidate.confidence(text.file(), text.text()) > 0)
                .max(Comparator.comparingInt(candidate -> candidate.confidence(text.file(), text.text())));
        if (format.isEmpty()) {
            tell(error("SW-LOAD-008", "no installed source format knows this file; installed are "
                    + formats.stream().map(SourceFormat::name).toList(), text));
            return Contents.NONE;
        }
        last = text;
        Treatment treatment = treatment(text, directives);
        return new Contents(isOver() ? List.of() : format.get().read(text), treatment,
                format.get().isDeclarative());
    }

    private void loadItems(Contents contents) {
        loadAll(contents);
        if (last != null && !isOver()) {
            settle(last);
        }
    }

    private void loadAll(Contents contents) {
        List<SourceItem> items = contents.items();
        int done = 0;
        for (SourceItem item : items) {
            loadOrHold(item, contents.treatment());
            listener.progress(++done, items.size());
            if (isOver()) {
                return;
            }
        }
        retryHeld();
    }

    private Treatment treatment(SourceText text, Map<String, SourceLoader.Directive> directives) {
        DialectChoice.Chosen chosen =
                dialects.choose(text, Optional.ofNullable(directives.get(DIALECT)), settings.dialect());
        chosen.warning().ifPresent(this::tell);
        if (!hasAdopted && chosen.dialect() != Dialect.DEFAULT) {
            hasAdopted = true;
            chosen.dialect().adopt(vm);
        }
        LoadMode itsMode = Optional.ofNullable(directives.get(MODE))
                .flatMap(directive -> LoadMode.named(directive.value())).orElse(settings.mode());
        return new Treatment(chosen.dialect(), itsMode);
    }

    private void loadOrHold(SourceItem item, Treatment treatment) {
        if (definitions.isAboutNamespace(item)) {
            return;
        }
        Optional<String> needed = definitions.missingClass(item, held::isHeldDefinition);
        if (needed.isPresent()) {
            held.add(item, treatment, needed.get(), definitions.definedClass(item));
        } else {
            load(item, treatment);
        }
    }

    private void load(SourceItem item, Treatment treatment) {
        enter(treatment.mode());
        switch (item) {
            case SourceItem.Statements(SourceText source) -> {
                if (isForeignDefinition(item, source)) {
                    return;
                }
                updateTraits();
                settle(source);
                evaluate(item, source, vm.evaluate(source, treatment.dialect()));
                noteChanges(source);
            }
            case SourceItem.ClassStatements(String className, SourceText source) -> {
                updateTraits();
                settle(source);
                evaluate(item, source, vm.evaluate(source, className, treatment.dialect()));
                noteChanges(source);
            }
            case SourceItem.Method method -> compile(method, treatment);
            case SourceItem.ClassComment comment -> comment(comment);
            case SourceItem.Metadata metadata -> note(metadata);
            case SourceItem.Unreadable unreadable -> tell(unreadable.diagnostic());
        }
    }

    /** Whether the item defines a class that was there and that this load may not define; then that is an error. */
    private boolean isForeignDefinition(SourceItem item, SourceText source) {
        Optional<String> foreign = settings.ownClasses().flatMap(own -> definitions.definedClass(item)
                .filter(name -> !own.contains(name) && !definedClasses.contains(name) && watch.hasClass(name)));
        foreign.ifPresent(name -> tell(error("SW-LOAD-068", "class " + name + " is there already, and these sources may define"
                + " only classes of their own; give it another name, or add methods to the one that is there", source)));
        return foreign.isPresent();
    }

    private void evaluate(SourceItem item, SourceText source, Vm.Evaluation evaluation) {
        statements++;
        mayRelease = true;
        traits.statementsRun(source);
        switch (evaluation) {
            case Vm.Evaluation.Value value -> {
                value.handle().close();
                value.warnings().forEach(this::tell);
                definitions.definedClass(item).ifPresent(name -> define(name, source));
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

    private void define(String className, SourceText source) {
        definitions.defined(className);
        definedClasses.add(className);
        openPackage.ifPresent(
                loaded -> annotate(Annotations.packageOf(className, source, loaded.name())));
    }

    private void comment(SourceItem.ClassComment comment) {
        List<Diagnostic> diagnostics = vm.commentClass(comment.className(), comment.source());
        diagnostics.forEach(this::tell);
        if (diagnostics.isEmpty()) {
            comment.stamp().ifPresent(stamp -> annotate(Annotations.commentStamp(comment, stamp)));
        }
    }

    /** Has a class remember something; that is no statement of the file, but it runs as one, so what came before must work. */
    private void annotate(SourceText message) {
        settle(message);
        switch (vm.evaluate(message)) {
            case Vm.Evaluation.Value value -> value.handle().close();
            case Vm.Evaluation.NotCompiled notCompiled -> notCompiled.diagnostics().forEach(this::tell);
            case Vm.Evaluation.Failed failed -> {
                listener.failure(message, failed.walkback());
                countError();
            }
            case Vm.Evaluation.Terminated terminated -> listener.failure(message, terminated.reason());
            case Vm.Evaluation.Exited _ -> hasExited = true;
        }
    }

    private void compile(SourceItem.Method method, Treatment treatment) {
        Vm.Installation installation = vm.compileMethod(method.className(), method.category(), method.stamp(),
                method.source(), treatment.dialect());
        installation.unboundPrimitive().ifPresent(primitive -> unbound.add(treatment.dialect(), primitive,
                method.className() + ">>" + installation.selector().orElse("?"), method.source()));
        if (installation.diagnostics().stream().noneMatch(Diagnostic::isError)) {
            methods++;
            traits.methodCompiled(method.className());
        }
        installation.diagnostics().stream().filter(diagnostic -> !undeclared.take(diagnostic)).forEach(this::tell);
    }

    private void note(SourceItem.Metadata metadata) {
        Optional<SourceText> message = Annotations.message(metadata);
        if (message.isPresent()) {
            annotate(message.get());
            return;
        }
        String kind = metadata.key().split("[\\s#]", 2)[0];
        if (!SILENT.contains(kind) && reportedKeys.add(kind)) {
            tell(Diagnostic.at(Severity.WARNING, "SW-LOAD-012", "'" + kind + "' has no effect here; what it"
                    + " says is passed over. This is said once for all of its kind", metadata.source(), 0));
        }
    }

    /** Only what has run since the last time can have made what something waits for. */
    private void retryHeld() {
        if (!mayRelease) {
            return;
        }
        mayRelease = false;
        List<HeldItems.Held> ready = held.takeReady(definitions::exists);
        while (!ready.isEmpty()) {
            for (HeldItems.Held item : ready) {
                if (isOver()) {
                    return;
                }
                loadOrHold(item.item(), item.treatment());
            }
            ready = held.takeReady(definitions::exists);
        }
    }

    private void reportHeld() {
        if (isOver()) {
            return;
        }
        retryHeld();
        Map<String, List<HeldItems.Held>> unsaid = new LinkedHashMap<>();
        Map<String, Integer> said = new HashMap<>();
        for (HeldItems.Held item : held.remaining()) {
            if (isOver()) {
                return;
            }
            boolean isOneOfMany = !(item.item() instanceof SourceItem.Statements)
                    && said.merge(item.needs(), 1, Integer::sum) > MOST_SAID;
            if (isOneOfMany) {
                unsaid.computeIfAbsent(item.needs(), _ -> new ArrayList<>()).add(item);
            } else {
                report(item);
            }
        }
        unsaid.forEach(this::reportRest);
    }

    /** A class that does not come costs one message, not one for each of its hundred methods. */
    private void reportRest(String className, List<HeldItems.Held> items) {
        tell(error("SW-LOAD-011", items.size() + " more methods and comments, this one the first, are for"
                + " class " + className + ", which does not exist", items.getFirst().item().source()));
        errors += items.size() - 1;
    }

    private void report(HeldItems.Held waiting) {
        SourceText source = waiting.item().source();
        String needed = waiting.needs();
        if (!(waiting.item() instanceof SourceItem.Metadata)) {
            unknownClasses.add(needed);
        }
        switch (waiting.item()) {
            case SourceItem.Method _ -> tell(error("SW-LOAD-011", "method "
                    + definitions.selectorOf(source).map(selector -> "#" + selector).orElse("of unknown name")
                    + " on class " + needed + ", which does not exist; define the class before or after it",
                    source));
            case SourceItem.Metadata metadata -> {
                if (unknownClasses.add(needed)) {
                    tell(error("SW-LOAD-011", "'" + metadata.key() + "' for class " + needed
                            + ", which does not exist; define the class before or after it", source));
                }
            }
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
            boolean isTrait = definitions.usesTrait(waiting.item(), needed);
            tell(error("SW-LOAD-009", (isTrait ? "the trait " : "the superclass ") + needed + " of class "
                    + waiting.defines().get() + " does not exist; no file of this load defines it", source));
        } else {
            tell(error("SW-LOAD-011", "this names class " + needed + ", which does not exist", source));
        }
    }

    private static Diagnostic error(String code, String message, SourceText source) {
        return Diagnostic.at(Severity.ERROR, code, message, source, SmalltalkText.codeStart(source.text()));
    }
}
