package st.sendwright.model;

/** A mutator block, an arena and the few objects without which the model's classes cannot work. */
final class TinyHeap implements AutoCloseable {

    static final long ARENA_BYTES = 16 << 20;

    final long mutator = NativeMemory.reserve(MutatorBlock.BYTES);
    final long arena = NativeMemory.reserve(ARENA_BYTES);
    final long classTable = NativeMemory.reserve(1 << 20);
    final long nil;

    TinyHeap() {
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_POINTER, arena);
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_LIMIT, arena + ARENA_BYTES);
        Memory.putLong(mutator + MutatorBlock.CLASS_TABLE, classTable);
        Memory.putLong(mutator + MutatorBlock.HASH_SEED, 0x9E37_79B9_7F4A_7C15L);
        nil = Allocation.allocateRaw(mutator, KnownClass.UNDEFINED_OBJECT.index(), ObjectFormat.EMPTY, 0);
        Memory.putLong(mutator + MutatorBlock.NIL, nil);
        Memory.fillWords(classTable, 4096, nil);
        Memory.putLong(mutator + MutatorBlock.CLASS_TABLE_LIMIT, KnownClass.FIRST_FREE_INDEX);
        Memory.putLong(mutator + MutatorBlock.TRUE,
                Allocation.allocateRaw(mutator, KnownClass.TRUE.index(), ObjectFormat.EMPTY, 0));
        Memory.putLong(mutator + MutatorBlock.FALSE,
                Allocation.allocateRaw(mutator, KnownClass.FALSE.index(), ObjectFormat.EMPTY, 0));
        Memory.putLong(mutator + MutatorBlock.SPECIAL_OBJECTS,
                ArrayObjects.newArray(mutator, SpecialObject.values().length));
    }

    long pointer() {
        return Memory.longAt(mutator + MutatorBlock.ALLOCATION_POINTER);
    }

    /** Leaves room for just {@code bytes} bytes. */
    void leave(long bytes) {
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_LIMIT, pointer() + bytes);
    }

    void leaveAll() {
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_LIMIT, arena + ARENA_BYTES);
    }

    long symbol(String text) {
        return SymbolTable.intern(mutator, text);
    }

    /** A piece of compiled code that does nothing. */
    long method() {
        return Allocation.allocateRaw(mutator, KnownClass.COMPILED_METHOD.index(), ObjectFormat.METHOD, 2);
    }

    /** A class without a metaclass, entered at the next index. */
    long newClass(String name, long superclass, int variables, int format) {
        return newClass((int) Memory.longAt(mutator + MutatorBlock.CLASS_TABLE_LIMIT), name, superclass,
                variables, format);
    }

    long newClass(int classIndex, String name, long superclass, int variables, int format) {
        long metaclass = Allocation.allocatePointers(mutator, KnownClass.METACLASS.index(),
                ObjectFormat.FIXED,
                KernelLayout.Behavior.METACLASS_SLOTS);
        int metaclassIndex = enter(metaclass, (int) Math.max(classIndex + 1,
                Memory.longAt(mutator + MutatorBlock.CLASS_TABLE_LIMIT)));
        long classOop = Allocation.allocatePointers(mutator, metaclassIndex, ObjectFormat.FIXED,
                KernelLayout.Behavior.CLASS_SLOTS);
        enter(classOop, classIndex);
        ObjectHeader.rawPutSlot(metaclass, KernelLayout.Behavior.THIS_CLASS, classOop);
        ObjectHeader.rawPutSlot(classOop, KernelLayout.Behavior.SUPERCLASS, superclass);
        ObjectHeader.rawPutSlot(classOop, KernelLayout.Behavior.FORMAT,
                KernelLayout.Behavior.format(variables, format));
        ObjectHeader.rawPutSlot(classOop, KernelLayout.Behavior.NAME, symbol(name));
        ObjectHeader.rawPutSlot(classOop, KernelLayout.Behavior.METHOD_DICTIONARY,
                MethodDictionaries.newDictionary(mutator, 8));
        return classOop;
    }

    private int enter(long classOop, int classIndex) {
        ObjectHeader.setHash(classOop, classIndex);
        Memory.putLong(classTable + classIndex * 8L, classOop);
        Memory.putLong(mutator + MutatorBlock.CLASS_TABLE_LIMIT,
                Math.max(Memory.longAt(mutator + MutatorBlock.CLASS_TABLE_LIMIT), classIndex + 1));
        return classIndex;
    }

    @Override
    public void close() {
        NativeMemory.release(mutator);
        NativeMemory.release(arena);
        NativeMemory.release(classTable);
    }
}
