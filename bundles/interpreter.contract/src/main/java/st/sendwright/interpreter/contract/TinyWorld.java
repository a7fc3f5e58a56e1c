package st.sendwright.interpreter.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.interpreter.SlowPaths;
import st.sendwright.model.Allocation;
import st.sendwright.model.Bytecode;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.KernelLayout.Closure;
import st.sendwright.model.KnownClass;
import st.sendwright.model.LookupCache;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SendSite;
import st.sendwright.model.SiteTable;
import st.sendwright.model.SpecialObject;
import st.sendwright.model.WriteBarrier;

/**
 * A world small enough to make by hand: one range of memory with a mutator block, a class table, a stack and
 * an arena, and slow paths that record what they were asked and look methods up in a Java map.
 */
final class TinyWorld implements AutoCloseable, SlowPaths {

    static final int FINISHED = 99;
    static final int CLASSES = 128;
    static final int PLAIN_CLASS = KnownClass.FIRST_FREE_INDEX;
    static final int POINTS_CLASS = KnownClass.FIRST_FREE_INDEX + 1;

    private static final long SIZE = 16 << 20;

    private static final int SITE_BYTES = 4 << 20;
    private static final int STACK_BYTES = 1 << 20;

    private final Interpreter interpreter;
    /** What the slow paths were asked, in order. */
    final List<String> calls = new ArrayList<>();
    /** Answers for primitives, by index. */
    final Map<Integer, Long> primitiveAnswers = new HashMap<>();
    final long mutator;
    final long stackBase;

    private final long memory;
    private final long sitesStart;
    private final long context;
    private long nextSite;
    private long cards;
    private final Map<String, Long> symbols = new HashMap<>();
    private final Map<Long, String> names = new HashMap<>();
    private final Map<String, Long> methods = new HashMap<>();
    /** What slow paths answer once instead of doing their work, by name. */
    private final Map<String, Long> forced = new HashMap<>();
    private Runnable duringPrimitive = () -> { };
    private long result;

    TinyWorld(Interpreter interpreter) {
        this.interpreter = interpreter;
        memory = NativeMemory.reserve(SIZE);
        mutator = memory;
        long classTable = memory + MutatorBlock.BYTES;
        long cache = classTable + CLASSES * 8L;
        sitesStart = (cache + LookupCache.BYTES + 63) & -64;
        nextSite = sitesStart;
        long stackLow = sitesStart + SITE_BYTES;
        stackBase = stackLow + STACK_BYTES;
        put(MutatorBlock.ALLOCATION_POINTER, stackBase + 4096);
        put(MutatorBlock.ALLOCATION_LIMIT, memory + SIZE);
        put(MutatorBlock.STACK_LIMIT, stackLow + 4096);
        put(MutatorBlock.REAL_STACK_LIMIT, stackLow + 4096);
        put(MutatorBlock.CLASS_TABLE, classTable);
        put(MutatorBlock.LOOKUP_CACHE, cache);
        put(MutatorBlock.NIL, raw(KnownClass.UNDEFINED_OBJECT.index(), ObjectFormat.EMPTY, 0));
        put(MutatorBlock.TRUE, raw(KnownClass.TRUE.index(), ObjectFormat.EMPTY, 0));
        put(MutatorBlock.FALSE, raw(KnownClass.FALSE.index(), ObjectFormat.EMPTY, 0));
        for (int i = 0; i < CLASSES; i++) {
            Memory.putLong(classTable + i * 8L, raw(KnownClass.CLASS.index(), ObjectFormat.FIXED, 1));
        }
        Memory.putLong(classTable + Oop.FLOAT_TAG * 8, Memory.longAt(classTable
                + KnownClass.FLOAT.index() * 8L));
        long special = array(new long[SpecialObject.values().length]);
        long selectors = array(new long[Bytecode.SPECIAL_SENDS]);
        for (Bytecode bytecode : Bytecode.values()) {
            if (bytecode.specialSelector() != null) {
                ObjectHeader.rawPutSlot(selectors, bytecode.opcode() - Bytecode.FIRST_SPECIAL_SEND,
                        symbol(bytecode.specialSelector()));
            }
        }
        ObjectHeader.rawPutSlot(special, SpecialObject.SPECIAL_SELECTORS.ordinal(), selectors);
        put(MutatorBlock.SPECIAL_OBJECTS, special);
        context = symbol("a Context");
    }

    @Override
    public void close() {
        NativeMemory.release(memory);
        if (cards != 0) {
            NativeMemory.release(cards);
        }
    }

    void put(int field, long value) {
        Memory.putLong(mutator + field, value);
    }

    long get(int field) {
        return Memory.longAt(mutator + field);
    }

    long nil() {
        return get(MutatorBlock.NIL);
    }

    long bool(boolean value) {
        return MutatorBlock.bool(mutator, value);
    }

    long classAt(int index) {
        return MutatorBlock.classAt(mutator, index);
    }

    /** An object whose slots are zero words; there must be room. */
    long raw(int classIndex, int format, long slots) {
        long oop = Allocation.allocateRaw(mutator, classIndex, format, slots);
        if (oop == Allocation.NO_ROOM) {
            throw new IllegalStateException("the tiny world is full");
        }
        return oop;
    }

    long array(long... elements) {
        long array = Allocation.allocatePointers(mutator, KnownClass.ARRAY.index(), ObjectFormat.VARIABLE,
                elements.length);
        for (int i = 0; i < elements.length; i++) {
            ObjectHeader.rawPutSlot(array, i, elements[i]);
        }
        return array;
    }

    long bytes(KnownClass type, int... elements) {
        long oop = Allocation.allocateBytes(mutator, type.index(), elements.length);
        for (int i = 0; i < elements.length; i++) {
            Memory.putByte(oop + ObjectHeader.BYTES + i, (byte) elements[i]);
        }
        return oop;
    }

    /** An instance of {@code classIndex} with named variables. */
    long object(int classIndex, long... variables) {
        long oop = Allocation.allocatePointers(mutator, classIndex, ObjectFormat.FIXED, variables.length);
        for (int i = 0; i < variables.length; i++) {
            ObjectHeader.rawPutSlot(oop, i, variables[i]);
        }
        return oop;
    }

    long closure(long block, int numArgs, long receiver, long... copied) {
        countedDown(block);
        long oop = Allocation.allocatePointers(mutator, KnownClass.BLOCK_CLOSURE.index(),
                ObjectFormat.FIXED_AND_VARIABLE, Closure.FIRST_COPIED + copied.length);
        ObjectHeader.rawPutSlot(oop, Closure.COMPILED_BLOCK, block);
        ObjectHeader.rawPutSlot(oop, Closure.NUM_ARGS, Oop.smallInteger(numArgs));
        ObjectHeader.rawPutSlot(oop, Closure.RECEIVER, receiver);
        for (int i = 0; i < copied.length; i++) {
            ObjectHeader.rawPutSlot(oop, Closure.FIRST_COPIED + i, copied[i]);
        }
        return oop;
    }

    long symbol(String name) {
        return symbols.computeIfAbsent(name, key -> {
            long oop = bytes(KnownClass.SYMBOL, key.chars().toArray());
            ObjectHeader.setHash(oop, symbols.size() + 1);
            names.put(oop, key);
            return oop;
        });
    }

    CodeBuilder code() {
        return new CodeBuilder(this);
    }

    /** Gives the world a card table; answers its biased address. */
    long useCards() {
        cards = NativeMemory.reserve(SIZE);
        long biased = cards - (memory >>> WriteBarrier.CARD_SHIFT);
        put(MutatorBlock.CARD_TABLE, biased);
        return biased;
    }

    /** Makes {@code selector} understood by instances of the class, or by values with that tag. */
    void define(int classIndex, String selector, long method) {
        methods.put(classIndex + ">>" + selector, method);
    }

    /** Puts a pair into the global lookup cache. */
    void cache(int classIndex, String selector, long method) {
        long entry = LookupCache.entry(get(MutatorBlock.LOOKUP_CACHE), symbol(selector), classIndex);
        Memory.putLong(entry + LookupCache.SELECTOR, symbol(selector));
        Memory.putLong(entry + LookupCache.CLASS_INDEX, classIndex);
        Memory.putLong(entry + LookupCache.METHOD, method);
        Memory.putLong(entry + LookupCache.HOLDER, classAt(classIndex));
    }

    /** The next call of that slow path answers this and does nothing. */
    void force(String slowPath, long answer) {
        forced.put(slowPath, answer);
    }

    /** What a primitive does to the registers before it answers. */
    void onPrimitive(Runnable action) {
        duringPrimitive = action;
    }

    /** Makes a base frame for the method, about to run its first bytecode. */
    void enter(long method, long receiver, long... arguments) {
        long sp = stackBase - 64;
        sp = push(sp, nil());
        sp = push(sp, receiver);
        for (long argument : arguments) {
            sp = push(sp, argument);
        }
        sp = push(sp, FrameLayout.RETURN_TO_DRIVER);
        sp = push(sp, 0);
        long fp = sp;
        long header = MethodLayout.header(method);
        sp = push(sp, method);
        sp = push(sp, nil());
        sp = push(sp, FrameLayout.interpreterWord(MethodLayout.firstPc(header), arguments.length, false));
        sp = push(sp, receiver);
        for (int i = 0; i < MethodLayout.temporaries(header); i++) {
            sp = push(sp, nil());
        }
        put(MutatorBlock.STACK_POINTER, sp);
        put(MutatorBlock.FRAME_POINTER, fp);
        put(MutatorBlock.PROGRAM_COUNTER, MethodLayout.firstPc(header));
    }

    private static long push(long sp, long word) {
        Memory.putLong(sp - 8, word);
        return sp - 8;
    }

    /** Runs from a fresh base frame until that returns; answers what it returned. */
    long run(long method, long receiver, long... arguments) {
        enter(method, receiver, arguments);
        return goOn();
    }

    /** Runs from the saved registers until the base frame returns. */
    long goOn() {
        int exit = interpreter.run(mutator, this);
        if (exit != FINISHED) {
            throw new IllegalStateException("left with exit " + exit + " after " + calls);
        }
        return result;
    }

    int runUntilExit() {
        return interpreter.run(mutator, this);
    }

    long sp() {
        return get(MutatorBlock.STACK_POINTER);
    }

    long fp() {
        return get(MutatorBlock.FRAME_POINTER);
    }

    int pc() {
        return (int) get(MutatorBlock.PROGRAM_COUNTER);
    }

    /** The word {@code depth} places below the top of the saved stack. */
    long stackAt(int depth) {
        return Memory.longAt(sp() + depth * 8L);
    }

    /** Address of a site record of a method that has run. */
    static long site(long method, int index) {
        return ObjectHeader.slot(method, MethodLayout.SITES) - Oop.SMALL_INTEGER_TAG
                + index * (long) SendSite.BYTES;
    }

    @Override
    public long sendMiss(long site, long selector, int arguments) {
        calls.add("sendMiss " + names.get(selector) + " " + arguments);
        if (forced.containsKey("sendMiss")) {
            return forced.remove("sendMiss");
        }
        int classIndex = Oop.classIndex(stackAt(arguments));
        Long method = methods.get(classIndex + ">>" + names.get(selector));
        if (method == null) {
            return replaceArgumentsByMessage(arguments, "doesNotUnderstand:");
        }
        link(site, classIndex, selector, method);
        return method;
    }

    @Override
    public long superSendMiss(long site, long selector, int arguments) {
        calls.add("superSendMiss " + names.get(selector) + " " + arguments);
        if (forced.containsKey("superSendMiss")) {
            return forced.remove("superSendMiss");
        }
        long method = methods.get("super>>" + names.get(selector));
        link(site, Oop.classIndex(stackAt(arguments)), selector, method);
        return method;
    }

    void defineSuper(String selector, long method) {
        methods.put("super>>" + selector, method);
    }

    private static void link(long site, int classIndex, long selector, long method) {
        Memory.putInt(site + SendSite.CLASS_INDEX, classIndex);
        Memory.putInt(site + SendSite.KIND, SendSite.MONOMORPHIC);
        Memory.putLong(site + SendSite.METHOD, method);
        Memory.putInt(site + SendSite.SELECTOR_HASH, ObjectHeader.hash(selector));
    }

    private long replaceArgumentsByMessage(int arguments, String selector) {
        long sp = sp() + arguments * 8L - 8;
        Memory.putLong(sp, symbol(selector));
        put(MutatorBlock.STACK_POINTER, sp);
        return methods.get(selector);
    }

    /** The method that runs instead of a send nobody understands, or of a wrong value message. */
    void defineLastResort(String selector, long method) {
        methods.put(selector, method);
    }

    @Override
    public long primitive(int index, long method, int arguments) {
        calls.add("primitive " + index + " " + arguments);
        duringPrimitive.run();
        return forced.containsKey("primitive") ? forced.remove("primitive") : primitiveAnswers.get(index);
    }

    @Override
    public long countedDown(long method) {
        long table = SiteTable.of(method);
        table = table == 0 ? newSites(method) - SiteTable.BYTES : table;
        Memory.putInt(table + SiteTable.COUNTDOWN, SiteTable.NEVER);
        return FAILED;
    }

    @Override
    public long makeSites(long method) {
        calls.add("makeSites");
        return newSites(method);
    }

    private long newSites(long method) {
        long sites = nextSite;
        nextSite += 64L * SendSite.BYTES;
        if (nextSite > sitesStart + SITE_BYTES) {
            throw new IllegalStateException("too many methods with sites");
        }
        ObjectHeader.rawPutSlot(method, MethodLayout.SITES, sites | Oop.SMALL_INTEGER_TAG);
        return sites;
    }

    @Override
    public long contextOf(long framePointer) {
        calls.add("contextOf");
        if (forced.containsKey("contextOf")) {
            return forced.remove("contextOf");
        }
        return context;
    }

    @Override
    public long invokeClosure(long closure) {
        calls.add("invokeClosure");
        return forced.remove("invokeClosure");
    }

    @Override
    public long wrongArgumentCount(int arguments) {
        calls.add("wrongArgumentCount " + arguments);
        return forced.containsKey("wrongArgumentCount") ? forced.remove("wrongArgumentCount")
                : replaceArgumentsByMessage(arguments, "wrongArgumentCount:");
    }

    @Override
    public long nonLocalReturn() {
        calls.add("nonLocalReturn");
        return forced.remove("nonLocalReturn");
    }

    /** A base frame's return ends the run; any other frame returns as if it had no Context. */
    @Override
    public long slowReturn(long value) {
        calls.add("slowReturn");
        if (forced.containsKey("slowReturn")) {
            return forced.remove("slowReturn");
        }
        long fp = fp();
        if (FrameLayout.isBase(fp)) {
            result = value;
            put(MutatorBlock.EXIT_REASON, FINISHED);
            return EXIT;
        }
        long sp = FrameLayout.receiverAddress(fp);
        Memory.putLong(sp, value);
        put(MutatorBlock.STACK_POINTER, sp);
        put(MutatorBlock.FRAME_POINTER, FrameLayout.savedFp(fp));
        put(MutatorBlock.PROGRAM_COUNTER, FrameLayout.pc(FrameLayout.savedFp(fp)));
        return RELOAD;
    }

    /** Puts true in place of what was found there. */
    @Override
    public long mustBeBoolean() {
        calls.add("mustBeBoolean");
        if (forced.containsKey("mustBeBoolean")) {
            return forced.remove("mustBeBoolean");
        }
        Memory.putLong(sp(), bool(true));
        return RELOAD;
    }

    /** Notes the store as one that the object had nothing against. */
    @Override
    public long attemptToAssign(long object, long slot, long value) {
        calls.add("attemptToAssign " + slot + " " + Oop.integerValue(value));
        return RELOAD;
    }

    /** Restores the limit, as a kernel with nothing to do would. */
    @Override
    public long poll() {
        calls.add("poll");
        if (forced.containsKey("poll")) {
            return forced.remove("poll");
        }
        put(MutatorBlock.STACK_LIMIT, get(MutatorBlock.REAL_STACK_LIMIT));
        return RELOAD;
    }
}
