package st.sendwright.runtime;

import java.util.List;
import java.util.Optional;
import st.sendwright.language.CodeDraft;
import st.sendwright.language.Dialect;
import st.sendwright.language.Literal;
import st.sendwright.language.SourceCompiler;
import st.sendwright.language.SourceText;
import st.sendwright.model.Allocation;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.IntegerObjects;
import st.sendwright.model.KernelLayout.Behavior;
import st.sendwright.model.KernelLayout.Message;
import st.sendwright.model.KernelLayout.MethodInfo;
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

/**
 * Compiles source for a class and places compiled code in the heap.
 *
 * <p>Placing allocates many objects. The caller first makes sure of {@link #bytesFor} bytes; nothing moves
 * meanwhile, so addresses stay good.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class Methods {

    private final World world;
    private final long mutator;

    /**
     * Where a method's source stands, what its file says of it, and how it is read.
     *
     * @param stamp author and time
     */
    record Origin(SourceText source, Optional<String> category, Optional<String> stamp, Dialect dialect) {

        Origin(SourceText source, Dialect dialect) {
            this(source, Optional.empty(), Optional.empty(), dialect);
        }
    }

    Methods(World world) {
        this.world = world;
        this.mutator = world.mutator;
    }

    /** Compiles for a class; allocates nothing in the heap. A primitive gets the name it has here. */
    SourceCompiler.Result compile(SourceText source, SourceCompiler.Kind kind, long classOop, Dialect dialect) {
        SourceCompiler.Result result = world.compiler.compile(new SourceCompiler.Request(source, kind,
                new ClassScope(world, classOop, kind == SourceCompiler.Kind.EXPRESSION), dialect.syntax()));
        return new SourceCompiler.Result(
                result.code().map(draft -> binding().translate(draft, dialect)), result.diagnostics());
    }

    /** What a draft's primitive pragma names when nothing here does it. */
    Optional<String> unboundPrimitive(CodeDraft draft) {
        return binding().unbound(draft);
    }

    /**
     * Whether a draft would take the place of a method of ours that unwinding or exceptions rely on, by the mark that
     * its own system puts on it, too.
     */
    boolean wouldReplaceMarked(CodeDraft draft, Dialect dialect, long classOop) {
        return binding().mark(draft, dialect).filter(mark -> {
            long selector = SymbolTable.find(mutator, draft.selector());
            long method = selector == 0 ? 0
                    : MethodDictionaries.lookup(ClassObjects.methodDictionary(classOop), selector);
            return method != 0 && MethodLayout.primitive(MethodLayout.header(method))
                    == world.primitives.indexOf(mark.module(), mark.name());
        }).isPresent();
    }

    private PrimitiveBinding binding() {
        return new PrimitiveBinding(world.primitives);
    }

    /** The dialect that a method is written in. */
    Dialect dialectOf(long method) {
        long name = ObjectHeader.slot(MethodLayout.info(method), MethodInfo.DIALECT);
        return name == MutatorBlock.nil(mutator) ? Dialect.DEFAULT : world.dialects.named(world.text(name));
    }

    /** Where a method's source stands and what is known of it; empty for one without source. */
    Optional<Origin> originOf(long method) {
        long info = MethodLayout.info(method);
        long source = ObjectHeader.slot(info, MethodInfo.SOURCE);
        if (!StringObjects.isText(mutator, source)) {
            return Optional.empty();
        }
        SourceText text = new SourceText(world.text(source), world.text(ObjectHeader.slot(info, MethodInfo.FILE)),
                (int) Oop.integerValue(ObjectHeader.slot(info, MethodInfo.LINE)), 1);
        return Optional.of(new Origin(text, optionalText(ObjectHeader.slot(info, MethodInfo.CATEGORY)),
                optionalText(ObjectHeader.slot(info, MethodInfo.STAMP)), dialectOf(method)));
    }

    private Optional<String> optionalText(long oop) {
        return oop == MutatorBlock.nil(mutator) ? Optional.empty() : Optional.of(world.text(oop));
    }

    // Size

    /** Bytes that {@link #place} and {@link #install} allocate at most. */
    long bytesFor(CodeDraft draft, Origin origin) {
        long symbolTable = MutatorBlock.special(mutator, SpecialObject.SYMBOL_TABLE);
        long smalltalk = MutatorBlock.special(mutator, SpecialObject.UNDECLARED);
        long workspace = MutatorBlock.special(mutator, SpecialObject.WORKSPACE);
        return codeBytes(draft) + StringObjects.byteSizeOfString(origin.source().text())
                + StringObjects.byteSizeOfString(origin.source().file())
                + origin.stamp().map(StringObjects::byteSizeOfString).orElse(0L)
                + 4 * ObjectHeader.bytesFor(ObjectHeader.slots(symbolTable))
                + 4 * ObjectHeader.bytesFor(ObjectHeader.slots(ObjectHeader.slot(smalltalk, 1)))
                + 4 * ObjectHeader.bytesFor(ObjectHeader.slots(ObjectHeader.slot(workspace, 1)))
                + 4096;
    }

    private long codeBytes(CodeDraft draft) {
        long bytes = ObjectHeader.bytesFor(MethodLayout.FIRST_LITERAL + draft.literals().size() + 2
                + (draft.bytecodes().length + 7) / 8);
        for (Literal literal : draft.literals()) {
            bytes += literalBytes(literal);
        }
        bytes += ObjectHeader.bytesFor(MethodInfo.SLOTS) + 3 * symbolBytes(draft.selector());
        bytes += StringObjects.byteSizeOfBytes(draft.sourceMap().encode().length);
        bytes += ObjectHeader.bytesFor(draft.temporaryNames().size());
        for (String name : draft.temporaryNames()) {
            bytes += StringObjects.byteSizeOfString(name);
        }
        bytes += ObjectHeader.bytesFor(draft.pragmas().size() + 1);
        for (CodeDraft.Pragma pragma : draft.pragmas()) {
            bytes += pragmaBytes(pragma);
        }
        return bytes + draft.primitive().map(this::pragmaBytes).orElse(0L);
    }

    private long pragmaBytes(CodeDraft.Pragma pragma) {
        return ObjectHeader.bytesFor(Message.SLOTS) + symbolBytes(pragma.selector())
                + literalBytes(new Literal.Arr(pragma.arguments()));
    }

    private static long symbolBytes(String text) {
        return StringObjects.byteSizeOfString(text);
    }

    private long literalBytes(Literal literal) {
        return switch (literal) {
            case Literal.Int value -> IntegerObjects.bytesFor(value.value());
            case Literal.Real value -> 16;
            case Literal.Scaled value -> ObjectHeader.bytesFor(3) + IntegerObjects.bytesFor(value.numerator())
                    + IntegerObjects.bytesFor(value.denominator());
            case Literal.Ratio value -> ObjectHeader.bytesFor(2) + IntegerObjects.bytesFor(value.numerator())
                    + IntegerObjects.bytesFor(value.denominator());
            case Literal.Char value -> 0;
            case Literal.Str value -> StringObjects.byteSizeOfString(value.value());
            case Literal.Sym value -> symbolBytes(value.value());
            case Literal.Bytes value -> StringObjects.byteSizeOfBytes(value.value().length);
            case Literal.Constant value -> 0;
            case Literal.Binding value -> ObjectHeader.bytesFor(2) + symbolBytes(value.name());
            case Literal.Block value -> codeBytes(value.code());
            case Literal.Arr value -> {
                long bytes = ObjectHeader.bytesFor(value.elements().size());
                for (Literal element : value.elements()) {
                    bytes += literalBytes(element);
                }
                yield bytes;
            }
        };
    }

    // Placing

    /** Makes a CompiledMethod of a draft; the room for it is there. */
    long place(CodeDraft draft, Origin origin, long classOop) {
        return placeCode(draft, Optional.of(origin), classOop);
    }

    private long placeCode(CodeDraft draft, Optional<Origin> origin, long lastLiteral) {
        int literals = draft.literals().size() + 2;
        int bytes = draft.bytecodes().length;
        long slots = MethodLayout.FIRST_LITERAL + literals + (bytes + 7) / 8;
        KnownClass codeClass = draft.isBlock() ? KnownClass.COMPILED_BLOCK : KnownClass.COMPILED_METHOD;
        long code = room(Allocation.allocateRaw(mutator, codeClass.index(), ObjectFormat.METHOD + (-bytes & 7), slots));
        Memory.fillWords(code + ObjectHeader.BYTES, slots, Oop.smallInteger(0));
        long header = MethodLayout.header(draft.arguments(), draft.temporaries(), literals, draft.operands(),
                draft.primitive().isPresent(), draft.isBlock());
        ObjectHeader.rawPutSlot(code, MethodLayout.HEADER, header);
        for (int i = 0; i < literals - 2; i++) {
            putLiteral(code, i, object(draft.literals().get(i), code));
        }
        putLiteral(code, literals - 2, newInfo(draft, origin));
        putLiteral(code, literals - 1, lastLiteral);
        Memory.copy(draft.bytecodes(), 0, code + MethodLayout.firstPc(MethodLayout.header(code)), bytes);
        draft.primitive().ifPresent(pragma -> MethodLayout.bindPrimitive(code, primitiveIndex(pragma)));
        return code;
    }

    private static void putLiteral(long code, int index, long oop) {
        ObjectHeader.rawPutSlot(code, MethodLayout.FIRST_LITERAL + index, oop);
    }

    private int primitiveIndex(CodeDraft.Pragma pragma) {
        return PrimitiveBinding.name(pragma)
                .map(name -> world.primitives.indexOf(name.module(), name.name())).orElse(0);
    }

    private long newInfo(CodeDraft draft, Optional<Origin> origin) {
        long info = room(Allocation.allocatePointers(mutator, KnownClass.METHOD_INFO.index(), ObjectFormat.FIXED,
                MethodInfo.SLOTS));
        ObjectHeader.rawPutSlot(info, MethodInfo.SELECTOR, symbol(draft.selector()));
        if (origin.isPresent()) {
            SourceText source = origin.get().source();
            ObjectHeader.rawPutSlot(info, MethodInfo.SOURCE, string(source.text()));
            ObjectHeader.rawPutSlot(info, MethodInfo.FILE, string(source.file()));
            ObjectHeader.rawPutSlot(info, MethodInfo.LINE, Oop.smallInteger(source.line()));
            origin.get().category().ifPresent(
                    category -> ObjectHeader.rawPutSlot(info, MethodInfo.CATEGORY, symbol(category)));
            origin.get().stamp().ifPresent(
                    stamp -> ObjectHeader.rawPutSlot(info, MethodInfo.STAMP, string(stamp)));
            if (origin.get().dialect() != Dialect.DEFAULT) {
                ObjectHeader.rawPutSlot(info, MethodInfo.DIALECT, symbol(origin.get().dialect().name()));
            }
        }
        if (!draft.pragmas().isEmpty()) {
            long pragmas = newArray(draft.pragmas().size());
            for (int i = 0; i < draft.pragmas().size(); i++) {
                ObjectHeader.rawPutSlot(pragmas, i, newPragma(draft.pragmas().get(i)));
            }
            ObjectHeader.rawPutSlot(info, MethodInfo.PRAGMAS, pragmas);
        }
        draft.primitive().ifPresent(
                pragma -> ObjectHeader.rawPutSlot(info, MethodInfo.PRIMITIVE, newPragma(pragma)));
        ObjectHeader.rawPutSlot(info, MethodInfo.SOURCE_MAP,
                room(StringObjects.newBytes(mutator, draft.sourceMap().encode())));
        ObjectHeader.rawPutSlot(info, MethodInfo.TEMPORARY_NAMES, strings(draft.temporaryNames()));
        return info;
    }

    private long newPragma(CodeDraft.Pragma pragma) {
        long message = room(Allocation.allocatePointers(mutator, KnownClass.MESSAGE.index(), ObjectFormat.FIXED,
                Message.SLOTS));
        ObjectHeader.rawPutSlot(message, Message.SELECTOR, symbol(pragma.selector()));
        ObjectHeader.rawPutSlot(message, Message.ARGUMENTS, object(new Literal.Arr(pragma.arguments()), 0));
        return message;
    }

    /** The object of a literal; {@code outer} is the code that a block lies in. */
    private long object(Literal literal, long outer) {
        return switch (literal) {
            case Literal.Int value -> room(IntegerObjects.newInteger(mutator, value.value()));
            case Literal.Real value -> room(Allocation.floatOf(mutator, value.value()));
            case Literal.Scaled value -> {
                long scaled = newRatio(KnownClass.SCALED_DECIMAL, 3, value.numerator(), value.denominator());
                ObjectHeader.rawPutSlot(scaled, 2, Oop.smallInteger(value.scale()));
                yield scaled;
            }
            case Literal.Ratio value -> newRatio(KnownClass.FRACTION, 2, value.numerator(), value.denominator());
            case Literal.Char value -> Oop.character(value.codePoint());
            case Literal.Str value -> string(value.value());
            case Literal.Sym value -> symbol(value.value());
            case Literal.Bytes value -> room(StringObjects.newBytes(mutator, value.value()));
            case Literal.Constant value -> switch (value) {
                case NIL -> MutatorBlock.nil(mutator);
                case TRUE -> MutatorBlock.bool(mutator, true);
                case FALSE -> MutatorBlock.bool(mutator, false);
            };
            case Literal.Binding value -> association((Binding) value.binding());
            case Literal.Block value -> placeCode(value.code(), Optional.empty(), outer);
            case Literal.Arr value -> {
                long array = newArray(value.elements().size());
                int i = 0;
                for (Literal element : value.elements()) {
                    ObjectHeader.rawPutSlot(array, i++, object(element, outer));
                }
                yield array;
            }
        };
    }

    private long newRatio(KnownClass known, int slots, java.math.BigInteger numerator, java.math.BigInteger denominator) {
        long ratio = room(Allocation.allocatePointers(mutator, known.index(), ObjectFormat.FIXED, slots));
        ObjectHeader.rawPutSlot(ratio, 0, room(IntegerObjects.newInteger(mutator, numerator)));
        ObjectHeader.rawPutSlot(ratio, 1, room(IntegerObjects.newInteger(mutator, denominator)));
        return ratio;
    }

    /** The Association of a binding; workspace and undeclared ones are made when they are new. */
    private long association(Binding binding) {
        return switch (binding) {
            case Binding.Global global -> associationIn(
                    MutatorBlock.special(mutator, SpecialObject.SMALLTALK), global.name());
            case Binding.Member variable -> associationIn(
                    world.classes.global(variable.namespace()), variable.name());
            case Binding.Workspace variable -> associationIn(
                    MutatorBlock.special(mutator, SpecialObject.WORKSPACE), variable.name());
            case Binding.Undeclared variable -> associationIn(
                    MutatorBlock.special(mutator, SpecialObject.UNDECLARED), variable.name());
            case Binding.ClassVariable variable -> associationIn(ObjectHeader.slot(
                    MutatorBlock.classAt(mutator, variable.classIndex()), Behavior.CLASS_POOL), variable.name());
            case Binding.Pool variable -> {
                long pools = ObjectHeader.slot(MutatorBlock.classAt(mutator, variable.classIndex()),
                        Behavior.SHARED_POOLS);
                yield associationIn(world.classes.poolDictionary(ObjectHeader.slot(pools, variable.position())),
                        variable.name());
            }
        };
    }

    private long associationIn(long dictionary, String name) {
        long symbol = symbol(name);
        long association = SymbolDictionaries.associationAt(dictionary, symbol);
        return association != 0 ? association
                : room(SymbolDictionaries.put(mutator, dictionary, symbol, MutatorBlock.nil(mutator)));
    }

    long newArray(int size) {
        return room(Allocation.allocatePointers(mutator, KnownClass.ARRAY.index(), ObjectFormat.VARIABLE, size));
    }

    long symbol(String text) {
        return room(SymbolTable.intern(mutator, text));
    }

    long string(String text) {
        return room(StringObjects.newString(mutator, text));
    }

    /** An Array of Strings. */
    long strings(List<String> texts) {
        long array = newArray(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            ObjectHeader.rawPutSlot(array, i, string(texts.get(i)));
        }
        return array;
    }

    /** Guards the reckoning of {@link #bytesFor}: an allocation after it must not fail. */
    static long room(long oop) {
        if (oop == Allocation.NO_ROOM) {
            throw new IllegalStateException("the room reckoned for new objects was too small");
        }
        return oop;
    }

    /** How many arguments a selector stands for. */
    static int argumentsOf(String selector) {
        if (selector.isEmpty() || !Character.isLetter(selector.charAt(0)) && selector.charAt(0) != '_') {
            return 1;
        }
        return (int) selector.chars().filter(c -> c == ':').count();
    }

    // Installing

    /** Puts a method into its class's dictionary. The room that {@link #installBytes} says is there. */
    void install(long classOop, long selector, long method) {
        world.guard.installing(classOop, selector, method);
        if (!MethodDictionaries.put(mutator, ObjectHeader.slot(classOop, Behavior.METHOD_DICTIONARY), selector,
                method)) {
            throw new IllegalStateException("the room reckoned for a method dictionary was too small");
        }
        world.lookup.methodChanged(classOop, selector);
    }

    /** Bytes that {@link #install} allocates at most. */
    long installBytes(long classOop) {
        long dictionary = ObjectHeader.slot(classOop, Behavior.METHOD_DICTIONARY);
        return 4 * ObjectHeader.bytesFor(ObjectHeader.slots(ObjectHeader.slot(dictionary, 1))) + 256;
    }

    /**
     * Binds the primitive of a method that came with an image. Methods are bound when they are first looked up, not
     * when the image is loaded, so that a start does not take longer for a larger image.
     */
    void bindIfNew(long method) {
        long header = MethodLayout.header(method);
        if (MethodLayout.hasPrimitive(header) && MethodLayout.primitive(header) == 0) {
            bind(method);
        }
    }

    private void bind(long method) {
        long pragma = ObjectHeader.slot(MethodLayout.info(method), MethodInfo.PRIMITIVE);
        if (pragma == MutatorBlock.nil(mutator)) {
            return;
        }
        long arguments = ObjectHeader.slot(pragma, Message.ARGUMENTS);
        if (ObjectHeader.slots(arguments) >= 2
                && StringObjects.isText(mutator, ObjectHeader.slot(arguments, 0))
                && StringObjects.isText(mutator, ObjectHeader.slot(arguments, 1))
                && !StringObjects.isSymbol(mutator, ObjectHeader.slot(arguments, 1))) {
            MethodLayout.bindPrimitive(method, world.primitives.indexOf(
                    world.text(ObjectHeader.slot(arguments, 1)), world.text(ObjectHeader.slot(arguments, 0))));
        }
    }
}
