package st.sendwright.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Dialect;
import st.sendwright.language.KernelLibrary;
import st.sendwright.language.Literal;
import st.sendwright.language.SourceCompiler;
import st.sendwright.language.SourceCompiler.ConstantMessage;
import st.sendwright.language.SourceFormat;
import st.sendwright.language.SourceItem;
import st.sendwright.language.SourceText;
import st.sendwright.model.Bytecode;
import st.sendwright.model.Allocation;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.KernelLayout;
import st.sendwright.model.KernelLayout.Behavior;
import st.sendwright.model.KernelLayout.LinkedList;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SpecialObject;
import st.sendwright.model.SymbolTable;
import st.sendwright.model.SymbolDictionaries;
import st.sendwright.model.WriteBarrier;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.VmStartException;

/**
 * Builds the kernel from its sources: the objects the VM needs, then all classes, then all methods, then the
 * statements in the files.
 */
final class Bootstrap {

    private static final int SYMBOL_TABLE_SIZE = 16384;
    private static final int GLOBALS_SIZE = 1024;
    private static final Map<String, String> KINDS = Map.of(
            "subclass", "normal",
            "variableSubclass", "variable",
            "variableByteSubclass", "bytes",
            "variableWordSubclass", "words",
            "variableDoubleByteSubclass", "doubleBytes",
            "variable64Subclass", "words64",
            "weakSubclass", "weak",
            "ephemeronSubclass", "ephemeron");

    private final World world;
    private final long mutator;
    private final Driver driver;
    private final Map<String, Integer> knownIndices = new HashMap<>();
    private final Map<String, List<String>> metaVariables = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    Bootstrap(World world, Driver driver) {
        this.world = world;
        this.mutator = world.mutator;
        this.driver = driver;
        for (KnownClass known : KnownClass.values()) {
            knownIndices.put(known.className(), known.index());
        }
    }

    /** Builds everything; the message of the exception lists all faults found. */
    void build(KernelLibrary library, SourceFormat format) throws VmStartException {
        List<SourceItem> items = new ArrayList<>();
        try {
            for (SourceText source : library.sources()) {
                items.addAll(format.read(source));
            }
        } catch (IOException failure) {
            throw new VmStartException("SW-VM-040 the kernel library's sources cannot be read: "
                    + failure.getMessage(), failure);
        }
        createRoots();
        List<SourceText> statements = defineClasses(items);
        checkFaults();
        finishMetaclasses();
        compileMethods(items);
        checkFaults();
        for (SourceText source : statements) {
            run(source);
        }
        SymbolDictionaries.forEach(MutatorBlock.special(mutator, SpecialObject.UNDECLARED), association ->
                faults.add("'" + world.text(ObjectHeader.slot(association, KernelLayout.Association.KEY))
                        + "' is used and nowhere defined"));
        checkFaults();
    }

    private void checkFaults() throws VmStartException {
        if (!faults.isEmpty()) {
            throw new VmStartException("SW-VM-041 the kernel library has " + faults.size() + " faults:\n"
                    + faults.stream().limit(40).collect(Collectors.joining("\n")));
        }
    }

    // Roots

    private void createRoots() {
        world.ensureRoom(ObjectHeader.bytesFor(SYMBOL_TABLE_SIZE) + (1 << 18));
        Memory.putLong(mutator + MutatorBlock.SPECIAL_OBJECTS, world.methods.newArray(SpecialObject.values().length));
        put(SpecialObject.SYMBOL_TABLE, Methods.room(SymbolTable.newTable(mutator, SYMBOL_TABLE_SIZE)));
        put(SpecialObject.SYMBOL_TALLY, Oop.smallInteger(0));
        put(SpecialObject.SMALLTALK, Methods.room(SymbolDictionaries.newDictionary(mutator,
                KnownClass.SYSTEM_DICTIONARY.index(), GLOBALS_SIZE)));
        put(SpecialObject.UNDECLARED, Methods.room(SymbolDictionaries.newDictionary(mutator,
                KnownClass.DICTIONARY.index(), 64)));
        put(SpecialObject.WORKSPACE, Methods.room(SymbolDictionaries.newDictionary(mutator,
                KnownClass.DICTIONARY.index(), 64)));
        put(SpecialObject.PROCESSOR, newScheduler());
        put(SpecialObject.SPECIAL_SELECTORS, newSpecialSelectors());
        put(SpecialObject.LIBRARY_OBJECTS, world.methods.newArray(64));
        symbol(SpecialObject.SELECTOR_DOES_NOT_UNDERSTAND, "doesNotUnderstand:");
        symbol(SpecialObject.SELECTOR_MUST_BE_BOOLEAN, "mustBeBoolean");
        symbol(SpecialObject.SELECTOR_CANNOT_RETURN, "cannotReturn:");
        symbol(SpecialObject.SELECTOR_ABOUT_TO_RETURN, "aboutToReturn:through:");
        symbol(SpecialObject.SELECTOR_WRONG_ARGUMENT_COUNT, "wrongArgumentCount:");
        symbol(SpecialObject.SELECTOR_USER_INTERRUPT, "userInterrupt");
        symbol(SpecialObject.SELECTOR_RECURSION_TOO_DEEP, "recursionTooDeep");
        symbol(SpecialObject.SELECTOR_OUT_OF_MEMORY, "outOfMemory:");
        symbol(SpecialObject.SELECTOR_DEADLOCK, "deadlock");
        symbol(SpecialObject.SELECTOR_ATTEMPT_TO_ASSIGN, "attemptToAssign:withIndex:");
        world.classes.defineGlobal("Smalltalk", MutatorBlock.special(mutator, SpecialObject.SMALLTALK));
        world.classes.defineGlobal("Processor", MutatorBlock.special(mutator, SpecialObject.PROCESSOR));
    }

    private void put(SpecialObject which, long oop) {
        WriteBarrier.putSlot(mutator, Memory.longAt(mutator + MutatorBlock.SPECIAL_OBJECTS), which.ordinal(), oop);
    }

    private void symbol(SpecialObject which, String text) {
        put(which, world.methods.symbol(text));
    }

    private long newScheduler() {
        long scheduler = Methods.room(Allocation.allocatePointers(mutator, KnownClass.PROCESSOR_SCHEDULER.index(),
                ObjectFormat.FIXED, KernelLayout.Scheduler.SLOTS));
        long lists = world.methods.newArray(KernelLayout.Scheduler.PRIORITIES);
        for (int i = 0; i < KernelLayout.Scheduler.PRIORITIES; i++) {
            ObjectHeader.rawPutSlot(lists, i, Methods.room(Allocation.allocatePointers(mutator,
                    KnownClass.LINKED_LIST.index(), ObjectFormat.FIXED, LinkedList.LAST_LINK + 1)));
        }
        // A program that gets hold of the Array must not take a list away.
        ObjectHeader.set(lists, ObjectHeader.IMMUTABLE);
        ObjectHeader.rawPutSlot(scheduler, KernelLayout.Scheduler.READY_LISTS, lists);
        return scheduler;
    }

    private long newSpecialSelectors() {
        long array = world.methods.newArray(Bytecode.SPECIAL_SENDS);
        for (int i = 0; i < Bytecode.SPECIAL_SENDS; i++) {
            Bytecode bytecode = Bytecode.of(Bytecode.FIRST_SPECIAL_SEND + i);
            if (bytecode != null && bytecode.specialSelector() != null) {
                ObjectHeader.rawPutSlot(array, i, world.methods.symbol(bytecode.specialSelector()));
            }
        }
        return array;
    }

    // Classes

    private List<SourceText> defineClasses(List<SourceItem> items) {
        List<SourceText> statements = new ArrayList<>();
        List<ConstantMessage> definitions = new ArrayList<>();
        for (SourceItem item : items) {
            switch (item) {
                case SourceItem.Statements code -> {
                    Optional<ConstantMessage> message = world.compiler.constantMessage(code.source().text());
                    if (message.isPresent() && isDefinition(message.get())) {
                        definitions.add(message.get());
                    } else if (message.isPresent() && isMetaVariables(message.get())) {
                        metaVariables.put(message.get().receiver(), words(message.get().arguments().getFirst()));
                    } else {
                        statements.add(code.source());
                    }
                }
                case SourceItem.ClassStatements code -> faults.add(code.source().file()
                        + ": kernel files use 'Foo addClassVarName: ... value: ...' for class variables");
                case SourceItem.Unreadable bad -> faults.add(bad.diagnostic().format());
                case SourceItem.ClassComment comment -> faults.add(comment.source().file()
                        + ": kernel files use 'Foo comment: ...' for class comments");
                case SourceItem.Method method -> { }
                case SourceItem.Metadata metadata -> { }
            }
        }
        definitions.forEach(this::define);
        return statements;
    }

    private static boolean isDefinition(ConstantMessage message) {
        int colon = message.selector().indexOf(':');
        return colon > 0 && KINDS.containsKey(message.selector().substring(0, colon))
                && message.selector().contains("instanceVariableNames:");
    }

    private static boolean isMetaVariables(ConstantMessage message) {
        return message.receiver().endsWith(" class") && message.selector().equals("instanceVariableNames:");
    }

    private static List<String> words(Literal literal) {
        String text = text(literal).trim();
        return text.isEmpty() ? List.of() : List.of(text.split("\\s+"));
    }

    private static String text(Literal literal) {
        return switch (literal) {
            case Literal.Str string -> string.value();
            case Literal.Sym symbol -> symbol.value();
            default -> "";
        };
    }

    private void define(ConstantMessage message) {
        String[] keywords = message.selector().split(":");
        Map<String, Literal> parts = new HashMap<>();
        for (int i = 0; i < keywords.length; i++) {
            parts.put(keywords[i], message.arguments().get(i));
        }
        String name = text(message.arguments().getFirst());
        long superclass = message.receiver().equals("nil")
                ? MutatorBlock.nil(mutator) : world.classes.named(message.receiver());
        if (superclass == 0) {
            faults.add(name + ": its superclass " + message.receiver() + " comes later in the load order");
            return;
        }
        Literal none = new Literal.Str("");
        List<String> onMeta = metaVariables.getOrDefault(name + " class", List.of());
        Classes.Definition draft = new Classes.Definition(superclass, name,
                words(parts.getOrDefault("instanceVariableNames", none)),
                words(parts.getOrDefault("classVariableNames", none)),
                words(parts.getOrDefault("poolDictionaries", none)),
                text(parts.getOrDefault("category", none)), KINDS.get(keywords[0]));
        world.ensureRoom(world.classes.definitionBytes(draft) + 64L * onMeta.size());
        Classes.Definition definition = new Classes.Definition(
                message.receiver().equals("nil") ? superclass : world.classes.named(message.receiver()),
                draft.name(), draft.instanceVariables(), draft.classVariables(), draft.pools(), draft.category(),
                draft.kind());
        Integer known = knownIndices.remove(name);
        long created = world.classes.create(definition, onMeta, known == null ? 0 : known);
        if (known != null && known == KnownClass.FLOAT.index()) {
            Memory.putLong(Memory.longAt(mutator + MutatorBlock.CLASS_TABLE) + Oop.FLOAT_TAG * 8, created);
        }
    }

    /** The root's metaclass inherits from Class, which did not exist when the root was made. */
    private void finishMetaclasses() throws VmStartException {
        if (!knownIndices.isEmpty()) {
            throw new VmStartException("SW-VM-042 the kernel library lacks classes that the VM needs: "
                    + Set.copyOf(knownIndices.keySet()));
        }
        world.ensureRoom(1 << 16);
        long root = world.classes.named(KnownClass.OBJECT.className());
        long rootMeta = MutatorBlock.classOf(mutator, root);
        long classClass = world.classes.named(KnownClass.CLASS.className());
        WriteBarrier.putSlot(mutator, rootMeta, Behavior.SUPERCLASS, classClass);
        world.classes.addSubclass(classClass, rootMeta);
        checkShape(classClass, Behavior.CLASS_SLOTS);
        checkShape(world.classes.named(KnownClass.METACLASS.className()), Behavior.METACLASS_SLOTS);
        checkShape(world.classes.named(KnownClass.PROCESS.className()), KernelLayout.Process.SLOTS);
        checkShape(world.classes.named(KnownClass.METHOD_INFO.className()), KernelLayout.MethodInfo.SLOTS);
        checkShape(world.classes.named(KnownClass.MESSAGE.className()), KernelLayout.Message.SLOTS);
        checkShape(world.classes.named(KnownClass.ASSOCIATION.className()), KernelLayout.Association.SLOTS);
        checkShape(world.classes.named(KnownClass.WEAK_KEY_ASSOCIATION.className()), KernelLayout.Association.SLOTS);
        checkShape(world.classes.named(KnownClass.CONTEXT.className()), KernelLayout.Context.FIRST_TEMPORARY);
        checkShape(world.classes.named(KnownClass.BLOCK_CLOSURE.className()), KernelLayout.Closure.FIRST_COPIED);
        checkShape(world.classes.named(KnownClass.SYSTEM_DICTIONARY.className()), KernelLayout.Dictionary.SLOTS);
        checkShape(world.classes.named(KnownClass.DICTIONARY.className()), KernelLayout.Dictionary.SLOTS);
        checkFaults();
    }

    private void checkShape(long classOop, int slots) {
        int found = ClassObjects.instanceSlots(classOop);
        if (found != slots) {
            faults.add(ClassObjects.name(mutator, classOop) + " has " + found + " instance variables; the VM needs "
                    + slots);
        }
    }

    // Methods

    private void compileMethods(List<SourceItem> items) {
        for (SourceItem item : items) {
            if (item instanceof SourceItem.Method method) {
                compile(method);
            }
        }
    }

    private void compile(SourceItem.Method item) {
        long classOop = world.classes.named(item.className());
        if (classOop == 0) {
            faults.add(item.source().file() + ":" + item.source().line() + ": no class " + item.className());
            return;
        }
        SourceCompiler.Result result = world.methods.compile(item.source(), SourceCompiler.Kind.METHOD, classOop,
                Dialect.DEFAULT);
        // Names that a later file defines are undeclared for now; what is left of them is reported at the end.
        result.diagnostics().stream().filter(Diagnostic::isError).map(Diagnostic::format).forEach(faults::add);
        result.code().ifPresent(code -> {
            Methods.Origin origin = new Methods.Origin(item.source(), item.category(), item.stamp(),
                    Dialect.DEFAULT);
            world.ensureRoom(world.methods.bytesFor(code, origin) + world.methods.installBytes(classOop));
            long placedIn = world.classes.named(item.className());
            long method = world.methods.place(code, origin, placedIn);
            world.methods.install(placedIn, world.methods.symbol(code.selector()), method);
        });
    }

    // Statements

    private void run(SourceText source) {
        CompletableFuture<Evaluation> result = new CompletableFuture<>();
        driver.evaluate(source, result);
        driver.runUntil(result::isDone);
        switch (result.join()) {
            case Evaluation.Value value -> value.handle().close();
            case Evaluation.NotCompiled bad -> bad.diagnostics().forEach(d -> faults.add(d.format()));
            case Evaluation.Failed failed -> faults.add(place(source) + failed.walkback());
            case Evaluation.Terminated ended -> faults.add(place(source) + ended.reason());
            case Evaluation.Exited exited -> faults.add(place(source) + "ended the VM");
        }
    }

    private static String place(SourceText source) {
        return source.file() + ":" + source.line() + ": ";
    }
}
