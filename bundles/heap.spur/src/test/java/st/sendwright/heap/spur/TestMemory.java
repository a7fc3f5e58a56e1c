package st.sendwright.heap.spur;

import java.util.List;
import st.sendwright.heap.Region;
import st.sendwright.heap.Roots;
import st.sendwright.model.Allocation;
import st.sendwright.model.ArrayObjects;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.KernelLayout;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SpecialObject;
import st.sendwright.model.StringObjects;
import st.sendwright.model.SymbolTable;

/**
 * An object memory over one arena, and a small world of classes, Symbols, methods and numbers to put in it.
 */
final class TestMemory implements AutoCloseable {

    static final Roots NO_ROOTS = new Roots() {
        @Override
        public void strong(StrongVisitor visitor) {
            // There are none.
        }

        @Override
        public void weak(WeakVisitor visitor) {
            // There are none.
        }
    };

    final long mutator = NativeMemory.reserve(MutatorBlock.BYTES);
    final long arenaBytes;
    final long arena;
    final SpurMemory memory = new SpurMemory();

    TestMemory(long arenaBytes) {
        this(arenaBytes, 0);
    }

    /** With the arena at an address of choice, if that is free. */
    TestMemory(long arenaBytes, long preferred) {
        this.arenaBytes = arenaBytes;
        arena = NativeMemory.reserve(arenaBytes, preferred);
        memory.open(mutator);
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_POINTER, arena);
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_LIMIT, arena + arenaBytes);
    }

    /** Fills the memory with objects of all kinds and {@code padding} more Strings. */
    TestMemory populated(int padding) {
        Memory.putLong(mutator + MutatorBlock.SPECIAL_OBJECTS,
                ArrayObjects.newArray(mutator, SpecialObject.values().length));
        for (KnownClass known : KnownClass.values()) {
            memory.putClass(mutator, known.index(), Allocation.allocatePointers(mutator,
                    KnownClass.METACLASS.index(), ObjectFormat.FIXED, KernelLayout.Behavior.METACLASS_SLOTS));
        }
        long objects = ArrayObjects.newArray(mutator, 300 + padding);
        MutatorBlock.putSpecial(mutator, SpecialObject.LIBRARY_OBJECTS, objects);
        ObjectHeader.rawPutSlot(objects, 0, StringObjects.newString(mutator, "wide →"));
        ObjectHeader.rawPutSlot(objects, 1, Oop.smallInteger(-7));
        ObjectHeader.rawPutSlot(objects, 2, Oop.character('c'));
        ObjectHeader.rawPutSlot(objects, 3, Allocation.floatOf(mutator, 1e300));
        ObjectHeader.rawPutSlot(objects, 4, method());
        ObjectHeader.rawPutSlot(objects, 5, SymbolTable.intern(mutator, "symbol"));
        ObjectHeader.rawPutSlot(objects, 6, ArrayObjects.newArray(mutator, 0));
        ObjectHeader.rawPutSlot(objects, 7, MutatorBlock.bool(mutator, true));
        for (int index = 0; index < padding; index++) {
            ObjectHeader.rawPutSlot(objects, 300 + index,
                    StringObjects.newString(mutator, "padding " + index));
        }
        return this;
    }

    long method() {
        long method = Allocation.allocateRaw(mutator, KnownClass.COMPILED_METHOD.index(),
                ObjectFormat.METHOD, 5);
        ObjectHeader.rawPutSlot(method, MethodLayout.HEADER, MethodLayout.header(1, 2, 2, 4, true, false));
        MethodLayout.bindPrimitive(method, 99);
        ObjectHeader.rawPutSlot(method, MethodLayout.SITES, arena | Oop.SMALL_INTEGER_TAG);
        ObjectHeader.rawPutSlot(method, 2, MutatorBlock.nil(mutator));
        ObjectHeader.rawPutSlot(method, 3, MutatorBlock.classAt(mutator, KnownClass.OBJECT.index()));
        ObjectHeader.rawPutSlot(method, 4, 0x5757_5757_5757_5757L);
        return method;
    }

    /** The Array that {@link #populated} made. */
    long objects() {
        return MutatorBlock.special(mutator, SpecialObject.LIBRARY_OBJECTS);
    }

    List<Region> regions() {
        return List.of(new Region("arena", arena, Memory.longAt(mutator + MutatorBlock.ALLOCATION_POINTER),
                arena + arenaBytes));
    }

    List<String> faults() {
        return memory.verify(mutator, regions(), NO_ROOTS);
    }

    /** Sets bytes of the arena aside, as a collector does. */
    long place(long bytes) {
        long address = Memory.longAt(mutator + MutatorBlock.ALLOCATION_POINTER);
        if (bytes > arenaBytes) {
            return 0;
        }
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_POINTER, address + bytes);
        return address;
    }

    /** A class whose instances are as said, entered at the next class index. */
    long newClass(int variables, int format) {
        long classOop = Allocation.allocatePointers(mutator, KnownClass.METACLASS.index(), ObjectFormat.FIXED,
                KernelLayout.Behavior.METACLASS_SLOTS);
        ObjectHeader.rawPutSlot(classOop, KernelLayout.Behavior.FORMAT,
                KernelLayout.Behavior.format(variables, format));
        memory.addClass(mutator, classOop);
        return classOop;
    }

    long newInstance(long classOop, long size) {
        return ClassObjects.newInstance(mutator, classOop, size);
    }

    @Override
    public void close() {
        memory.close();
        NativeMemory.release(mutator);
        NativeMemory.release(arena);
    }
}
