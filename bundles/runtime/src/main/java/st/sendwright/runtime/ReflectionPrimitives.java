package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import st.sendwright.heap.HeapSearch;
import st.sendwright.language.CodeDraft;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Dialect;
import st.sendwright.language.SourceCompiler;
import st.sendwright.language.SourceText;
import st.sendwright.model.Allocation;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.KernelLayout.Behavior;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodDictionaries;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SpecialObject;
import st.sendwright.model.StringObjects;
import st.sendwright.model.SymbolDictionaries;
import st.sendwright.model.SymbolTable;
import st.sendwright.primitives.DeferredPrimitive;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.runtime.LoadGuard.ShapeVerdict;

/** Module {@code Reflection}: classes, methods and identity as data. */
final class ReflectionPrimitives implements PrimitiveSet {

    private final World world;
    private final long mutator;
    private final DefinitionCheck check;

    ReflectionPrimitives(World world) {
        this.world = world;
        this.mutator = world.mutator;
        this.check = new DefinitionCheck(world);
    }

    @Override
    public String module() {
        return "Reflection";
    }

    @Override
    public List<Binding> bindings() {
        return DeferredPrimitive.bindings(this::code,
                "defineClass 6", "defineMetaclassVariables 1", "removeClass 0", "compile 2",
                "compileExpression 1", "addSelector 2", "removeSelector 1", "lookup 1", "flushCaches 0",
                "allInstances 0", "allReferences 0", "allClasses 0", "become 1", "becomeForward 1",
                "globalAtPut 2", "methodSourceLine 1", "methodPosition -1", "lastError 0");
    }

    private Primitive code(String name) {
        return switch (name) {
            case "defineClass" -> this::defineClass;
            case "defineMetaclassVariables" -> this::defineMetaclassVariables;
            case "removeClass" -> this::removeClass;
            case "compile" -> this::compile;
            case "compileExpression" -> this::compileExpression;
            case "addSelector" -> this::addSelector;
            case "removeSelector" -> this::removeSelector;
            case "lookup" -> this::lookup;
            case "flushCaches" -> this::flushCaches;
            case "allInstances" -> this::allInstances;
            case "allReferences" -> this::allReferences;
            case "allClasses" -> this::allClasses;
            case "become" -> frame -> exchange(frame, true);
            case "becomeForward" -> frame -> exchange(frame, false);
            case "globalAtPut" -> this::globalAtPut;
            case "methodSourceLine" -> this::methodSourceLine;
            case "methodPosition" -> this::methodPosition;
            case "lastError" -> frame -> newString(world.lastError);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private long newString(String text) {
        long string = StringObjects.newString(mutator, text);
        return string == Allocation.NO_ROOM ? Primitive.NEEDS_ROOM : string;
    }

    private boolean isBehavior(long oop) {
        return Oop.isPointer(oop)
                && (ClassObjects.isClass(mutator, oop) || ClassObjects.isMetaclass(mutator, oop));
    }

    /** A class that is no metaclass: those come and go with their only instance. */
    private boolean isNamedClass(long oop) {
        return ClassObjects.isClass(mutator, oop) && !ClassObjects.isMetaclass(mutator, oop);
    }

    private boolean isText(long oop) {
        return StringObjects.isText(mutator, oop);
    }

    private static List<String> words(String text) {
        String trimmed = text.trim();
        return trimmed.isEmpty() ? List.of() : List.of(trimmed.split("\\s+"));
    }

    private long refuse(PrimitiveFrame frame, Failure reason, String message) {
        world.lastError = message;
        return frame.fail(reason);
    }

    // Classes

    private long defineClass(PrimitiveFrame frame) {
        long superclass = frame.receiver();
        long nil = MutatorBlock.nil(mutator);
        if (superclass != nil && !isNamedClass(superclass)) {
            return refuse(frame, Failure.WRONG_RECEIVER, "SW-VM-014 only a class can have subclasses");
        }
        for (int i = 0; i < 6; i++) {
            if (i != 4 && !isText(frame.argument(i)) || i == 4 && frame.argument(i) != nil && !isText(frame.argument(i))) {
                return refuse(frame, Failure.WRONG_ARGUMENT,
                        "SW-VM-015 a class definition takes strings; argument " + (i + 1) + " is none");
            }
        }
        String category = frame.argument(4) == nil ? "" : world.text(frame.argument(4));
        Classes.Definition definition = new Classes.Definition(superclass, world.text(frame.argument(0)),
                words(world.text(frame.argument(1))), words(world.text(frame.argument(2))),
                words(world.text(frame.argument(3))), category, world.text(frame.argument(5)));
        world.guard.takeStock();
        long existing = world.classes.named(definition.name());
        boolean isNew = existing == 0 || world.guard.isFreeAlias(existing, definition.name());
        ShapeVerdict verdict = isNew ? ShapeVerdict.DEFINE
                : world.guard.judge(existing, definition, isSameShape(existing, definition));
        switch (verdict) {
            case IGNORE -> {
                return existing;
            }
            case REFUSE -> {
                return refuse(frame, Failure.DENIED, world.guard.refusal(existing, definition));
            }
            case KEEP -> {
                return addClassVariables(existing, definition);
            }
            case DEFINE -> { }
        }
        String fault = check.fault(definition);
        if (fault != null) {
            return refuse(frame, Failure.WRONG_ARGUMENT, fault);
        }
        if (!isNew) {
            return redefine(frame, existing, definition);
        }
        if (!Allocation.hasRoom(mutator, world.classes.definitionBytes(definition))) {
            return Primitive.NEEDS_ROOM;
        }
        return world.classes.create(definition, List.of(), 0);
    }

    private boolean isSameShape(long existing, Classes.Definition definition) {
        int size = world.classes.instanceVariableNames(existing).size();
        return ClassObjects.superclass(existing) == definition.superclass()
                && world.classes.ownInstanceVariableNames(existing).equals(definition.instanceVariables())
                && world.classes.objectFormat(definition, size) == ClassObjects.objectFormat(existing);
    }

    private long redefine(PrimitiveFrame frame, long existing, Classes.Definition definition) {
        if (isSameShape(existing, definition)) {
            if (!Allocation.hasRoom(mutator, world.classes.definitionBytes(definition))) {
                return Primitive.NEEDS_ROOM;
            }
            world.classes.update(existing, definition);
            return existing;
        }
        Reshaper reshaper = new Reshaper(world);
        if (!Allocation.hasRoom(mutator, reshaper.bytesFor(existing, definition))) {
            return Primitive.NEEDS_ROOM;
        }
        try {
            world.guard.reshape(reshaper, existing, definition);
        } catch (IllegalArgumentException refused) {
            return refuse(frame, Failure.DENIED, refused.getMessage());
        }
        return world.classes.named(definition.name());
    }

    private long addClassVariables(long existing, Classes.Definition definition) {
        Classes.Definition more = new Classes.Definition(definition.superclass(), definition.name(), List.of(),
                definition.classVariables(), List.of(), "", definition.kind());
        if (!Allocation.hasRoom(mutator, world.classes.definitionBytes(more))) {
            return Primitive.NEEDS_ROOM;
        }
        world.classes.update(existing, more);
        return existing;
    }

    /** The class object itself gets other slots, as do those of its subclasses, so new ones take their places. */
    private long defineMetaclassVariables(PrimitiveFrame frame) {
        long metaclass = frame.receiver();
        if (!Oop.isPointer(metaclass) || !ClassObjects.isMetaclass(mutator, metaclass) || !isText(frame.argument(0))) {
            return refuse(frame, Failure.WRONG_ARGUMENT, "SW-VM-015 class-side variables are named by one string");
        }
        Optional<List<String>> wanted = world.guard.classSideVariables(metaclass,
                words(world.text(frame.argument(0))));
        if (wanted.isEmpty()) {
            return metaclass;
        }
        List<String> names = wanted.get();
        if (names.equals(world.classes.ownInstanceVariableNames(metaclass))) {
            return metaclass;
        }
        ClassSideReshaper reshaper = new ClassSideReshaper(world, metaclass, names);
        String fault = reshaper.fault();
        if (fault != null) {
            return refuse(frame, fault.startsWith("SW-VM-010") ? Failure.DENIED : Failure.WRONG_ARGUMENT, fault);
        }
        try {
            reshaper.refuseRunning();
        } catch (IllegalArgumentException refused) {
            return refuse(frame, Failure.DENIED, refused.getMessage());
        }
        if (!Allocation.hasRoom(mutator, reshaper.bytes())) {
            return Primitive.NEEDS_ROOM;
        }
        reshaper.reshape();
        return metaclass;
    }

    /** Takes a class without subclasses out of the system; its instances keep it alive. */
    private long removeClass(PrimitiveFrame frame) {
        long classOop = frame.receiver();
        if (!isNamedClass(classOop)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (!world.classes.subclasses(classOop).isEmpty()) {
            return refuse(frame, Failure.DENIED, "SW-VM-021 " + ClassObjects.name(mutator, classOop)
                    + " has subclasses; remove them first");
        }
        long superclass = ClassObjects.superclass(classOop);
        long metaclass = MutatorBlock.classOf(mutator, classOop);
        long superMeta = ClassObjects.superclass(metaclass);
        boolean isRoot = superclass == MutatorBlock.nil(mutator);
        int siblings = world.classes.subclasses(isRoot ? superMeta : superclass).size();
        if (!Allocation.hasRoom(mutator, 4096 + 64L * (siblings + 1))) {
            return Primitive.NEEDS_ROOM;
        }
        if (!isRoot) {
            world.classes.removeSubclass(superclass, classOop);
        }
        world.classes.removeSubclass(superMeta, metaclass);
        SymbolDictionaries.remove(mutator, MutatorBlock.special(mutator, SpecialObject.SMALLTALK),
                ObjectHeader.slot(classOop, Behavior.NAME));
        world.lookup.everythingChanged();
        return classOop;
    }

    // Methods

    /** Arguments: source String, category Symbol or nil. Answers the selector; nil when there are errors. */
    private long compile(PrimitiveFrame frame) {
        long classOop = frame.receiver();
        long nil = MutatorBlock.nil(mutator);
        if (!isBehavior(classOop)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (!isText(frame.argument(0))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        world.guard.takeStock();
        SourceText source = SourceText.of(world.text(frame.argument(0)), ClassObjects.name(mutator, classOop));
        Dialect dialect = dialectOfPredecessor(source.text(), classOop);
        SourceCompiler.Result result = new VmStores(world).checked(
                world.methods.compile(source, SourceCompiler.Kind.METHOD, classOop, dialect), source, classOop);
        world.lastError = format(result.diagnostics());
        if (result.code().isEmpty()) {
            return nil;
        }
        CodeDraft draft = result.code().get();
        Methods.Origin origin = new Methods.Origin(source,
                isText(frame.argument(1)) ? Optional.of(world.text(frame.argument(1))) : Optional.empty(),
                Optional.empty(), dialect);
        if (!Allocation.hasRoom(mutator, world.methods.bytesFor(draft, origin) + world.methods.installBytes(classOop))) {
            return Primitive.NEEDS_ROOM;
        }
        long method = world.methods.place(draft, origin, classOop);
        long selector = world.methods.symbol(draft.selector());
        world.methods.install(classOop, selector, method);
        return selector;
    }

    /** A method that is edited stays in the dialect it was loaded in, so that its primitive keeps its meaning. */
    private Dialect dialectOfPredecessor(String source, long classOop) {
        long selector = world.compiler.selectorOf(source).map(text -> SymbolTable.find(mutator, text))
                .orElse(0L);
        long method = selector == 0 ? 0
                : MethodDictionaries.lookup(ClassObjects.methodDictionary(classOop), selector);
        return method == 0 ? Dialect.DEFAULT : world.methods.dialectOf(method);
    }

    private static String format(List<Diagnostic> diagnostics) {
        return diagnostics.stream().map(Diagnostic::format).collect(Collectors.joining("\n"));
    }

    /** Argument: source String. Answers a CompiledMethod without arguments for instances of the receiver. */
    private long compileExpression(PrimitiveFrame frame) {
        long classOop = frame.receiver();
        if (!isBehavior(classOop)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (!isText(frame.argument(0))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        SourceText source = SourceText.of(world.text(frame.argument(0)), "expression");
        SourceCompiler.Result result = new VmStores(world).checked(world.methods.compile(source,
                SourceCompiler.Kind.EXPRESSION, classOop, Dialect.DEFAULT), source, classOop);
        if (result.code().isEmpty()) {
            return refuse(frame, Failure.WRONG_ARGUMENT, format(result.diagnostics()));
        }
        Methods.Origin origin = new Methods.Origin(source, Dialect.DEFAULT);
        if (!Allocation.hasRoom(mutator, world.methods.bytesFor(result.code().get(), origin))) {
            return Primitive.NEEDS_ROOM;
        }
        return world.methods.place(result.code().get(), origin, classOop);
    }

    private long addSelector(PrimitiveFrame frame) {
        long method = frame.argument(1);
        if (!isBehavior(frame.receiver()) || !StringObjects.isSymbol(mutator, frame.argument(0))
                || !Oop.isPointer(method) || !ObjectFormat.isMethod(ObjectHeader.format(method))
                || MethodLayout.isBlock(MethodLayout.header(method))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        if (Methods.argumentsOf(world.text(frame.argument(0)))
                != MethodLayout.arguments(MethodLayout.header(method))) {
            return frame.fail(Failure.WRONG_ARGUMENT_COUNT);
        }
        world.guard.takeStock();
        if (!new VariableUse(world).fitsInstancesOf(method, frame.receiver())) {
            return refuse(frame, Failure.DENIED, "SW-VM-023 " + world.codeName(method) + " uses instance variables"
                    + " that instances of " + ClassObjects.name(mutator, frame.receiver())
                    + " do not have, or that only the VM stores into");
        }
        if (!Allocation.hasRoom(mutator, world.methods.installBytes(frame.receiver()))) {
            return Primitive.NEEDS_ROOM;
        }
        world.methods.install(frame.receiver(), frame.argument(0), method);
        return frame.receiver();
    }

    private long removeSelector(PrimitiveFrame frame) {
        if (!isBehavior(frame.receiver())) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        world.guard.takeStock();
        if (!world.guard.remove(frame.receiver(), frame.argument(0))) {
            return frame.fail(Failure.NOT_FOUND);
        }
        return frame.receiver();
    }

    private long lookup(PrimitiveFrame frame) {
        if (!isBehavior(frame.receiver())) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        long method = world.lookup.findFrom(frame.receiver(), frame.argument(0));
        return method == 0 ? MutatorBlock.nil(mutator) : method;
    }

    private long flushCaches(PrimitiveFrame frame) {
        world.lookup.everythingChanged();
        return frame.receiver();
    }

    // The heap as data

    private long allInstances(PrimitiveFrame frame) {
        if (!isBehavior(frame.receiver())) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        return newArray(HeapSearch.instances(world.regions(), ClassObjects.classIndex(frame.receiver())));
    }

    private long newArray(long[] elements) {
        long array = Allocation.allocatePointers(mutator, KnownClass.ARRAY.index(), ObjectFormat.VARIABLE,
                elements.length);
        if (array == Allocation.NO_ROOM) {
            return Primitive.NEEDS_ROOM;
        }
        Memory.copy(elements, 0, ObjectHeader.slotAddress(array, 0), elements.length);
        return array;
    }

    private long allClasses(PrimitiveFrame frame) {
        List<Long> found = new ArrayList<>();
        SymbolDictionaries.forEach(MutatorBlock.special(mutator, SpecialObject.SMALLTALK), association -> {
            long value = ObjectHeader.slot(association, 1);
            if (ClassObjects.isClass(mutator, value)
                    && ObjectHeader.slot(value, Behavior.NAME) == ObjectHeader.slot(association, 0)) {
                found.add(value);
            }
        });
        return newArray(found.stream().mapToLong(Long::longValue).toArray());
    }

    /** All objects in memory with a slot that refers to the receiver; what is dead may be among them. */
    private long allReferences(PrimitiveFrame frame) {
        return newArray(HeapSearch.allReferencesTo(world.regions(), frame.receiver()));
    }

    /** Receiver and argument are Arrays of one size: references to the n-th of one lead to the n-th of the other. */
    private long exchange(PrimitiveFrame frame, boolean twoWay) {
        long from = frame.receiver();
        long to = frame.argument(0);
        if (Oop.classIndex(from) != KnownClass.ARRAY.index() || Oop.classIndex(to) != KnownClass.ARRAY.index()
                || ObjectHeader.slots(from) != ObjectHeader.slots(to)) {
            return refuse(frame, Failure.WRONG_ARGUMENT, "SW-VM-027 identities are exchanged between the elements of two"
                    + " Arrays of the same size. Nothing has changed");
        }
        IdentityExchange exchange = new IdentityExchange(world);
        for (long i = 0; i < ObjectHeader.slots(from); i++) {
            long one = ObjectHeader.slot(from, i);
            long other = ObjectHeader.slot(to, i);
            String refusal = exchange.refusal(one, other, twoWay);
            if (refusal != null) {
                return refuse(frame, Failure.WRONG_ARGUMENT, "SW-VM-027 " + refusal + ". Nothing has changed");
            }
            if (IdentityExchange.isReadOnly(one) || twoWay && IdentityExchange.isReadOnly(other)) {
                return refuse(frame, Failure.IMMUTABLE, "");
            }
            exchange.forward(one, other);
            if (twoWay) {
                exchange.forward(other, one);
            }
        }
        String misfit = exchange.misfit();
        if (misfit != null) {
            return refuse(frame, Failure.DENIED, "SW-VM-022 " + misfit + " is not finished and uses variables"
                    + " of its receiver that the object to take its place does not have. Nothing has changed");
        }
        if (twoWay && exchange.isOfPairs(ObjectHeader.slots(from))) {
            exchange.commitPairs();
        } else {
            exchange.commitWithoutClasses();
        }
        return twoWay ? from : to;
    }

    /** Receiver: {@code Smalltalk}. Keeps the Association of a name that was used before it was defined. */
    private long globalAtPut(PrimitiveFrame frame) {
        if (frame.receiver() != MutatorBlock.special(mutator, SpecialObject.SMALLTALK)
                || !StringObjects.isSymbol(mutator, frame.argument(0))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        if (!Allocation.hasRoom(mutator,
                SymbolDictionaries.bytesForPut(MutatorBlock.special(mutator, SpecialObject.SMALLTALK)) + 4096)) {
            return Primitive.NEEDS_ROOM;
        }
        world.classes.defineGlobal(world.text(frame.argument(0)), frame.argument(1));
        return frame.argument(1);
    }

    // Source positions

    /** Receiver a CompiledMethod or CompiledBlock, argument a pc; the line in the file, or nil. */
    private long methodSourceLine(PrimitiveFrame frame) {
        if (!isCode(frame.receiver())) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        int line = new MethodSource(world).line(frame.receiver(), pcArgument(frame));
        return line == 0 ? MutatorBlock.nil(mutator) : Oop.smallInteger(line);
    }

    private static int pcArgument(PrimitiveFrame frame) {
        return frame.arguments() > 0 && Oop.isSmallInteger(frame.argument(0))
                ? (int) Oop.integerValue(frame.argument(0)) : 0;
    }

    private static boolean isCode(long oop) {
        return Oop.isPointer(oop) && ObjectFormat.isMethod(ObjectHeader.format(oop));
    }

    /** Receiver a CompiledMethod or CompiledBlock, argument a pc or none; {@code 'file.st:12'}. */
    private long methodPosition(PrimitiveFrame frame) {
        if (!isCode(frame.receiver())) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        return newString(new MethodSource(world).position(frame.receiver(), pcArgument(frame)));
    }
}
