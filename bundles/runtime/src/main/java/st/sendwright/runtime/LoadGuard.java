package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import st.sendwright.language.CodeDraft;
import st.sendwright.language.SourceText;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.KernelLayout.Behavior;
import st.sendwright.model.KernelLayout.MethodInfo;
import st.sendwright.model.KnownClass;
import st.sendwright.model.MethodDictionaries;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SymbolTable;
import st.sendwright.vm.KernelChange;
import st.sendwright.vm.KernelChange.Kind;
import st.sendwright.vm.LoadMode;

/**
 * Decides what a load may do to the classes that were there before anything was loaded, and notes what it does.
 * The reasons for the rules are in docs/adr/0009. <b>Thread</b>: the VM thread.
 */
final class LoadGuard {

    private final World world;
    private final ProtectedMethods table = ProtectedMethods.read();
    private final KernelJournal journal;
    private final List<KernelChange> changes = new ArrayList<>();
    private final Map<String, Set<String>> foreignVariables = new HashMap<>();
    private final Map<String, String> foreignSuperclasses = new HashMap<>();
    private final Set<String> otherShapes = new HashSet<>();
    private final Set<String> takenShapes = new HashSet<>();
    private final List<Deferred> deferred = new ArrayList<>();
    private KernelInventory inventory;
    /** In a VM that goes on from an image: the names of globals that were the kernel's when the first VM started. */
    private Optional<Set<String>> namesFromImage = Optional.empty();
    private KernelValues values;
    private Optional<LoadMode> mode = Optional.empty();
    private boolean started;

    /** A method that waits for names that are not declared yet. */
    record Deferred(String className, Methods.Origin origin, String names) {
    }

    /** What becomes of a class definition. */
    enum ShapeVerdict {
        /** Go on as for any other class. */
        DEFINE,
        /** The class keeps its shape and gets the class variables. */
        KEEP,
        /** Nothing happens at all. */
        IGNORE,
        /** The definition is an error. */
        REFUSE
    }

    LoadGuard(World world) {
        this.world = world;
        this.journal = new KernelJournal(world);
    }

    // State

    /** The VM is complete: what is there from now on is the kernel. */
    void start() {
        started = true;
    }

    /** Notes what there is, before it is changed for the first time. */
    void takeStock() {
        if (started && inventory == null) {
            inventory = new KernelInventory(world,
                    name -> namesFromImage.isEmpty() || namesFromImage.get().contains(name));
        }
    }

    /** The names of the kernel's globals; empty when nothing was loaded, so that all that there are are its. */
    Optional<Set<String>> kernelNames() {
        return inventory == null ? namesFromImage : Optional.of(inventory.globals());
    }

    /** Says that other globals are those of programs, which an image has brought. */
    void goOnWith(Set<String> kernelNames) {
        namesFromImage = Optional.of(kernelNames);
    }

    /** Begins a file, or ends all with an empty mode. At a driver exit only. */
    void enter(Optional<LoadMode> newMode) {
        takeStock();
        mode = newMode;
        if (newMode.isEmpty()) {
            journal.commit();
            forgetValues();
        } else if (values == null) {
            values = new KernelValues(world, inventory);
        }
    }

    private void forgetValues() {
        if (values != null) {
            values.close();
            values = null;
        }
    }

    Optional<LoadMode> mode() {
        return mode;
    }

    KernelJournal journal() {
        return journal;
    }

    /** Whether anything was done to the kernel that the self-check has not seen. */
    boolean isDirty() {
        return mode.isPresent() && mode.get() != LoadMode.FORCE && (!journal.isEmpty() || values.haveChanged());
    }

    /** What was done stays. At a driver exit only. */
    void commit() {
        if (values != null) {
            values.changedGlobals().forEach(name -> note(Kind.GLOBAL_CHANGED, name, "", "", ""));
        }
        journal.commit();
        forgetValues();
        values = new KernelValues(world, inventory);
    }

    KernelValues values() {
        return values;
    }

    void note(Kind kind, String className, String selector, String reason, String place) {
        changes.add(new KernelChange(kind, className, selector, reason, place));
    }

    List<KernelChange> takeChanges() {
        List<KernelChange> taken = List.copyOf(changes);
        changes.clear();
        return taken;
    }

    List<Deferred> takeDeferred() {
        List<Deferred> taken = List.copyOf(deferred);
        deferred.clear();
        return taken;
    }

    /** Whether a class, {@code Foo} or {@code Foo class}, was there before anything was loaded. */
    boolean isKernel(String className) {
        return inventory != null && inventory.hasClass(className);
    }

    // Classes

    /**
     * Whether a global that is to name a new class is only another name of a class of the kernel's, which does not
     * depend on it. Where classes of the kernel stay as they are, and where the VM itself makes the instances, so does
     * the name.
     */
    boolean isFreeAlias(long existing, String globalName) {
        takeStock();
        return isAlias(existing, globalName) && !mode.equals(Optional.of(LoadMode.SKIP))
                && !mode.equals(Optional.of(LoadMode.MERGE))
                && ClassObjects.classIndex(existing) >= KnownClass.FIRST_FREE_INDEX;
    }

    private boolean isAlias(long existing, String globalName) {
        String name = KernelJournal.nameOf(world, existing);
        return !name.equals(globalName) && isKernel(name);
    }

    /** What becomes of a definition of a class that exists; notes what has to be noted. */
    ShapeVerdict judge(long existing, Classes.Definition definition, boolean sameShape) {
        takeStock();
        String name = KernelJournal.nameOf(world, existing);
        if (isAlias(existing, definition.name()) && mode.isEmpty()) {
            return ShapeVerdict.REFUSE;
        }
        if (mode.equals(Optional.of(LoadMode.SKIP)) && isKernel(name)) {
            return ShapeVerdict.IGNORE;
        }
        if (isAlias(existing, definition.name())) {
            keepShape(existing, definition);
            return ShapeVerdict.KEEP;
        }
        if (!isKernel(name) || mode.equals(Optional.of(LoadMode.FORCE))) {
            return ShapeVerdict.DEFINE;
        }
        boolean merges = mode.equals(Optional.of(LoadMode.MERGE));
        if (sameShape) {
            return merges ? ShapeVerdict.KEEP : ShapeVerdict.DEFINE;
        }
        if (!merges && mayChangeShape(existing, definition)) {
            return ShapeVerdict.DEFINE;
        }
        if (mode.isEmpty()) {
            return ShapeVerdict.REFUSE;
        }
        keepShape(existing, definition);
        return ShapeVerdict.KEEP;
    }

    /** Variables may be added behind those that are there; more only to classes that nothing relies on. */
    private boolean mayChangeShape(long existing, Classes.Definition definition) {
        List<Long> affected = new Reshaper(world).withAllSubclasses(existing);
        if (affected.stream().anyMatch(at -> ClassObjects.classIndex(at) < KnownClass.FIRST_FREE_INDEX)) {
            // Out of a load the Reshaper says so with more words.
            return mode.isEmpty();
        }
        List<String> own = world.classes.ownInstanceVariableNames(existing);
        boolean onlyAdds = ClassObjects.superclass(existing) == definition.superclass()
                && definition.instanceVariables().size() >= own.size()
                && definition.instanceVariables().subList(0, own.size()).equals(own)
                && world.classes.objectFormat(definition,
                        world.classes.instanceVariableNames(existing).size()) == ClassObjects.objectFormat(existing);
        return onlyAdds || affected.stream().map(at -> KernelJournal.nameOf(world, at))
                .noneMatch(name -> isKernel(name) && table.keepsShape(name));
    }

    /** Why a definition out of a load is refused. */
    String refusal(long existing, Classes.Definition definition) {
        return "SW-VM-025 " + definition.name() + " is a class that the system itself relies on, and keeps "
                + KernelJournal.shapeOf(world, existing).description()
                + ". Define a class of another name, or a subclass";
    }

    private void keepShape(long existing, Classes.Definition definition) {
        String name = KernelJournal.nameOf(world, existing);
        KernelJournal.Shape there = new KernelJournal.Shape(KernelJournal.nameOf(world, definition.superclass()),
                definition.instanceVariables(), definition.kind());
        Set<String> missing = new LinkedHashSet<>(definition.instanceVariables());
        if (definition.superclass() != MutatorBlock.nil(world.mutator)) {
            missing.addAll(world.classes.instanceVariableNames(definition.superclass()));
            if (!there.superclass().equals(name)) {
                foreignSuperclasses.put(name, there.superclass());
            }
        }
        world.classes.instanceVariableNames(existing).forEach(missing::remove);
        foreignVariables.computeIfAbsent(name, _ -> new LinkedHashSet<>()).addAll(missing);
        if (otherShapes.add(name)) {
            note(Kind.SHAPE_KEPT, name, "", "here " + KernelJournal.shapeOf(world, existing).description()
                    + "; there " + there.description(), "");
        }
    }

    /** A class gets another shape: notes how to undo that, and removes methods that have lost their variables. */
    void reshape(Reshaper reshaper, long existing, Classes.Definition definition) {
        String name = definition.name();
        if (mode.isEmpty() || !isKernel(name)) {
            reshaper.reshape(existing, definition);
            return;
        }
        KernelJournal.Shape before = KernelJournal.shapeOf(world, existing);
        Set<String> lost = new HashSet<>(world.classes.instanceVariableNames(existing));
        journal.quietly(() -> reshaper.reshape(existing, definition));
        KernelJournal.Shape after = KernelJournal.shapeOf(world, world.classes.named(name));
        journal.shape(name, before, after);
        takenShapes.add(name);
        world.classes.instanceVariableNames(world.classes.named(name)).forEach(lost::remove);
        int removed = lost.isEmpty() ? 0 : removeUsersOf(lost, name);
        note(Kind.SHAPE_CHANGED, name, "", "was " + before.description() + "; is " + after.description()
                + (removed == 0 ? "" : "; " + removed + " old methods that rely on lost variables were removed"), "");
    }

    /**
     * Removes the kernel's methods of a class that use variables it has lost and then, on both of its sides, those
     * that send what only these had understood: they belong to a design that is gone.
     */
    private int removeUsersOf(Set<String> lost, String className) {
        Set<String> gone = new HashSet<>(removeFrom(className, (classOop, method) ->
                !MethodNames.undeclaredIn(world, classOop, method, lost).isEmpty()));
        int removed = gone.size();
        SentMessages messages = new SentMessages(world);
        Set<String> last = gone;
        while (!last.isEmpty()) {
            Set<String> dead = messages.withoutImplementors(gone);
            last = new HashSet<>();
            for (String side : List.of(className, className + Classes.CLASS_SIDE)) {
                List<String> more = removeFrom(side, (_, method) -> messages.sendsAnyOf(dead, method));
                removed += more.size();
                last.addAll(more);
            }
            gone.addAll(last);
        }
        return removed;
    }

    /** Removes those of the kernel's methods that a class still has and {@code which} holds for. */
    private List<String> removeFrom(String className, BiPredicate<Long, Long> which) {
        List<String> removed = new ArrayList<>();
        long classOop = world.classes.named(className);
        for (String text : inventory.selectors(className)) {
            long selector = SymbolTable.find(world.mutator, text);
            long method = selector == 0 ? 0
                    : MethodDictionaries.lookup(ClassObjects.methodDictionary(classOop), selector);
            if (method != 0 && which.test(classOop, method) && remove(classOop, selector)) {
                removed.add(text);
            }
        }
        return removed;
    }

    /** Removes a method and notes it; false when there was none. */
    boolean remove(long classOop, long selector) {
        long old = MethodDictionaries.lookup(ClassObjects.methodDictionary(classOop), selector);
        if (old == 0) {
            return false;
        }
        noteRemoval(classOop, selector, old);
        MethodDictionaries.remove(world.mutator, ClassObjects.methodDictionary(classOop), selector);
        world.lookup.methodChanged(classOop, selector);
        return true;
    }

    private void noteRemoval(long classOop, long selector, long old) {
        String name = KernelJournal.nameOf(world, classOop);
        if (mode.isPresent() && isKernel(name) && !journal.isPaused()) {
            journal.method(name, world.text(selector), old, 0);
            note(Kind.REMOVED, name, world.text(selector), "", "");
        }
    }

    /**
     * The class-side variables that a class gets, when it is said to have {@code names}; empty when it keeps those
     * that it has.
     */
    Optional<List<String>> classSideVariables(long metaclass, List<String> names) {
        takeStock();
        String name = KernelJournal.nameOf(world, metaclass);
        List<String> own = world.classes.ownInstanceVariableNames(metaclass);
        if (mode.isEmpty() || mode.get() == LoadMode.FORCE || !isKernel(name)) {
            return Optional.of(names);
        }
        Set<String> missing = new LinkedHashSet<>(names);
        world.classes.instanceVariableNames(metaclass).forEach(missing::remove);
        if (missing.isEmpty() || mode.get() == LoadMode.SKIP) {
            return Optional.empty();
        }
        long sole = ObjectHeader.slot(metaclass, Behavior.THIS_CLASS);
        if (mode.get() == LoadMode.REPLACE && world.classes.subclasses(metaclass).isEmpty()
                && !table.keepsShape(Classes.instanceSide(name)) && ClassObjects.classIndex(sole) >= KnownClass.FIRST_FREE_INDEX) {
            List<String> all = new ArrayList<>(own);
            all.addAll(missing);
            return Optional.of(all);
        }
        foreignVariables.computeIfAbsent(name, _ -> new LinkedHashSet<>()).addAll(missing);
        note(Kind.SHAPE_KEPT, name, "", "it has no variables '" + String.join(" ", missing) + "' here", "");
        return Optional.empty();
    }

    /** Whether a class's comment may be set. */
    boolean mayComment(String className) {
        return mode.isEmpty() || mode.get() == LoadMode.REPLACE || mode.get() == LoadMode.FORCE
                || !isKernel(Classes.instanceSide(className));
    }

    // Methods

    /**
     * Why a method shall not even be compiled, because the one that is there stays whatever it says; noted, when
     * so.
     */
    boolean keeps(long classOop, String selector, SourceText source) {
        String name = KernelJournal.nameOf(world, classOop);
        if (mode.isEmpty() || mode.get() == LoadMode.FORCE || !isKernel(name)) {
            return false;
        }
        boolean isDefined = inventory.defines(name, selector);
        if (mode.get() == LoadMode.SKIP) {
            note(Kind.KEPT, name, selector, "classes that were there are skipped", place(source));
            return true;
        }
        if (mode.get() == LoadMode.MERGE && isDefined) {
            note(Kind.KEPT, name, selector, "it is there", place(source));
            return true;
        }
        Optional<String> protection = isDefined ? table.reason(name, selector) : table.reasonAgainstAdding(selector);
        if (protection.isPresent()) {
            note(Kind.PROTECTED, name, selector, protection.get(), place(source));
            return true;
        }
        String holder = isDefined ? name : kernelImplementor(classOop, selector);
        if (holder.isEmpty()) {
            return false;
        }
        if (mode.get() == LoadMode.MERGE) {
            note(Kind.KEPT, name, selector, "it is inherited from " + holder, place(source));
            return true;
        }
        String shaped = otherShape(classOop);
        if (!shaped.isEmpty()) {
            note(Kind.KEPT, name, selector, shaped + " has another shape here", place(source));
            return true;
        }
        return false;
    }

    /** The class whose original method a class inherits; empty when there is none, or it is for subclasses to write. */
    private String kernelImplementor(long classOop, String selector) {
        long symbol = SymbolTable.find(world.mutator, selector);
        long holder = symbol == 0 ? 0 : ClassObjects.lookupHolder(world.mutator, classOop, symbol);
        if (holder == 0 || holder == MutatorBlock.nil(world.mutator)) {
            return "";
        }
        String name = KernelJournal.nameOf(world, holder);
        long method = MethodDictionaries.lookup(ClassObjects.methodDictionary(holder), symbol);
        return method != 0 && inventory.defines(name, selector) && !MethodNames.isForSubclasses(world, method)
                ? name : "";
    }

    /** The class, this one or one above it, that has another shape than the load's source says; or empty. */
    private String otherShape(long classOop) {
        for (long at = classOop; at != MutatorBlock.nil(world.mutator); at = ClassObjects.superclass(at)) {
            String name = Classes.instanceSide(KernelJournal.nameOf(world, at));
            if (takenShapes.contains(name)) {
                // From here down the design is the source's, and so must be the methods.
                return "";
            }
            if (otherShapes.contains(name)) {
                return name;
            }
        }
        return "";
    }

    /**
     * Whether a compiled method is kept out, for what it uses; noted, when so.
     *
     * @param draft the method, compiled
     */
    boolean keepsOut(long classOop, CodeDraft draft, Methods.Origin origin) {
        if (mode.isEmpty() || mode.get() == LoadMode.FORCE) {
            return false;
        }
        String selector = draft.selector();
        MethodNames names = new MethodNames(world, draft);
        SourceText source = origin.source();
        String name = KernelJournal.nameOf(world, classOop);
        boolean replaces = isKernel(name)
                && (inventory.defines(name, selector) || !kernelImplementor(classOop, selector).isEmpty());
        Set<String> variables = missingVariables(name, names.undeclared());
        if (!variables.isEmpty()) {
            note(replaces ? Kind.KEPT : Kind.HELD_OUT, name, selector, "it uses '" + String.join(" ", variables)
                    + "', which " + name + " does not have here", place(source));
            return true;
        }
        if (!replaces) {
            return false;
        }
        if (!names.unknownPrimitive().isEmpty()) {
            note(Kind.KEPT, name, selector, names.unknownPrimitive() + " is not known here", place(source));
            return true;
        }
        if (names.isForSubclasses() && !takenShapes.contains(Classes.instanceSide(name))
                && !kernelImplementor(classOop, selector).isEmpty()) {
            note(Kind.KEPT, name, selector, "it leaves it to subclasses to define what works here", place(source));
            return true;
        }
        Optional<String> otherName = new OtherNames(world).mutual(classOop, draft);
        if (otherName.isPresent()) {
            note(Kind.KEPT, name, selector, "it only sends " + otherName.get() + ", which here only sends it",
                    place(source));
            return true;
        }
        Set<String> waiting = new LinkedHashSet<>(names.undeclared());
        names.unsetClassVariables(inventory).forEach(waiting::add);
        if (!waiting.isEmpty()) {
            deferred.add(new Deferred(name, origin, String.join(" ", waiting)));
            return true;
        }
        return false;
    }

    /** Whether a method that cannot be one of its class is left out with a note, and is no error; so it is in a load. */
    boolean holdsOut(long classOop, String selector, String reason, SourceText source) {
        if (mode.isEmpty() || mode.get() == LoadMode.FORCE) {
            return false;
        }
        note(Kind.HELD_OUT, KernelJournal.nameOf(world, classOop), selector, reason, place(source));
        return true;
    }

    /** The instance variables that a method expects and its class has not; only kernel classes and those below. */
    private Set<String> missingVariables(String className, Set<String> undeclared) {
        Set<String> missing = new LinkedHashSet<>();
        boolean isKernel = isKernel(className);
        for (String name : undeclared) {
            if (isKernel && Character.isLowerCase(name.codePointAt(0)) || isForeignVariable(className, name)) {
                missing.add(name);
            }
        }
        return missing;
    }

    private boolean isForeignVariable(String className, String variable) {
        Set<String> seen = new HashSet<>();
        List<String> open = new ArrayList<>(List.of(className));
        while (!open.isEmpty()) {
            String at = open.removeLast();
            if (seen.add(at)) {
                if (foreignVariables.getOrDefault(at, Set.of()).contains(variable)) {
                    return true;
                }
                Optional.ofNullable(foreignSuperclasses.get(at)).ifPresent(open::add);
                long classOop = world.classes.named(at);
                if (classOop != 0 && ClassObjects.superclass(classOop) != MutatorBlock.nil(world.mutator)) {
                    open.add(KernelJournal.nameOf(world, ClassObjects.superclass(classOop)));
                }
            }
        }
        return false;
    }

    /** Hears of every method that is about to be installed. */
    void installing(long classOop, long selector, long method) {
        if (mode.isEmpty() || mode.get() == LoadMode.FORCE || journal.isPaused()) {
            return;
        }
        String name = KernelJournal.nameOf(world, classOop);
        if (!isKernel(name)) {
            return;
        }
        String text = world.text(selector);
        journal.method(name, text, MethodDictionaries.lookup(ClassObjects.methodDictionary(classOop), selector),
                method);
        note(inventory.defines(name, text) ? Kind.REPLACED : Kind.ADDED, name, text, "", placeOf(method));
    }

    private String placeOf(long method) {
        long info = MethodLayout.info(method);
        long file = ObjectHeader.slot(info, MethodInfo.FILE);
        return file == MutatorBlock.nil(world.mutator) ? "" : world.text(file) + ":"
                + Oop.integerValue(ObjectHeader.slot(info, MethodInfo.LINE));
    }

    static String place(SourceText source) {
        return source.file() + ":" + source.line();
    }
}
