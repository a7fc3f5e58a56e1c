package st.sendwright.primitives.core;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import st.sendwright.model.Allocation;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.KernelLayout.Behavior;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SpecialObject;
import st.sendwright.model.StringObjects;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.Outcome;
import st.sendwright.primitives.PrimitiveFrame;
import st.sendwright.primitives.Permission;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.primitives.VmServices;
import st.sendwright.vm.ObjectHandle;

/** Classes, objects and services for primitives that need more than numbers, without a VM around. */
public final class ObjectWorld implements AutoCloseable {

    private static final long ARENA_BYTES = 1L << 20;
    private static final int CLASS_TABLE_SIZE = 256;

    /** What {@link #run} last failed with. */
    public Failure failure = Failure.NONE;
    /** What was written to the standard output. */
    public final ByteArrayOutputStream out = new ByteArrayOutputStream();
    /** What was written to the standard error. */
    public final ByteArrayOutputStream err = new ByteArrayOutputStream();
    /** What the standard input will give. */
    public InputStream in = new ByteArrayInputStream(new byte[0]);
    /** The arguments of the command line. */
    public List<String> arguments = List.of();
    /** Objects the primitives registered, by number. */
    public final Map<Integer, Object> resources = new HashMap<>();
    /** Objects whose handles were signalled. */
    public final List<Long> signalled = new ArrayList<>();

    private final PrimitiveSet primitives;
    private final long mutator = NativeMemory.reserve(MutatorBlock.BYTES);
    private final long arena = NativeMemory.reserve(ARENA_BYTES);
    private final long classTable = NativeMemory.reserve(CLASS_TABLE_SIZE * 8);
    private int nextClassIndex = KnownClass.FIRST_FREE_INDEX;
    private int nextResource = 1;

    /** A world with the classes that the VM knows, and all primitives of {@code primitives}. */
    public ObjectWorld(PrimitiveSet primitives) {
        this.primitives = primitives;
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_POINTER, arena);
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_LIMIT, arena + ARENA_BYTES);
        Memory.putLong(mutator + MutatorBlock.CLASS_TABLE, classTable);
        Memory.putLong(mutator + MutatorBlock.HASH_SEED, 42);
        Memory.putLong(mutator + MutatorBlock.NIL, constant(KnownClass.UNDEFINED_OBJECT));
        Memory.putLong(mutator + MutatorBlock.TRUE, constant(KnownClass.TRUE));
        Memory.putLong(mutator + MutatorBlock.FALSE, constant(KnownClass.FALSE));
        for (KnownClass known : KnownClass.values()) {
            enter(known.index(), newClass(0, formatOf(known), known.index()));
        }
        long special = array(SpecialObject.values().length);
        Memory.putLong(mutator + MutatorBlock.SPECIAL_OBJECTS, special);
        MutatorBlock.putSpecial(mutator, SpecialObject.SYMBOL_TABLE, array(64));
        MutatorBlock.putSpecial(mutator, SpecialObject.SYMBOL_TALLY, Oop.smallInteger(0));
    }

    private static int formatOf(KnownClass known) {
        return switch (known) {
            case ARRAY -> ObjectFormat.VARIABLE;
            case STRING, SYMBOL, BYTE_ARRAY, LARGE_POSITIVE_INTEGER,
                    LARGE_NEGATIVE_INTEGER -> ObjectFormat.BYTES;
            case WIDE_STRING, WIDE_SYMBOL -> ObjectFormat.WORDS_32;
            case FLOAT -> ObjectFormat.WORDS_64;
            case COMPILED_METHOD, COMPILED_BLOCK -> ObjectFormat.METHOD;
            default -> ObjectFormat.FIXED;
        };
    }

    private long constant(KnownClass known) {
        return Allocation.allocateRaw(mutator, known.index(), ObjectFormat.EMPTY, 0);
    }

    private void enter(int index, long classOop) {
        Memory.putLong(classTable + index * 8L, classOop);
        ObjectHeader.setHash(classOop, index);
    }

    /** A new class whose instances have named variables and a format. */
    public long newClass(int variables, int format) {
        int index = nextClassIndex++;
        long classOop = newClass(variables, format, index);
        enter(index, classOop);
        return classOop;
    }

    private long newClass(int variables, int format, int index) {
        int metaIndex = nextClassIndex++;
        long meta = Allocation.allocatePointers(mutator, KnownClass.METACLASS.index(), ObjectFormat.FIXED,
                Behavior.METACLASS_SLOTS);
        enter(metaIndex, meta);
        long classOop = Allocation.allocatePointers(mutator, metaIndex, ObjectFormat.FIXED,
                Behavior.CLASS_SLOTS);
        ObjectHeader.rawPutSlot(classOop, Behavior.FORMAT, Behavior.format(variables, format));
        return classOop;
    }

    /** The class of a known index. */
    public long known(KnownClass known) {
        return MutatorBlock.classAt(mutator, known.index());
    }

    /** An instance of a class; its slots are nil or zero. */
    public long instance(long classOop, long size) {
        return ClassObjects.newInstance(mutator, classOop, size);
    }

    /** An Array of nils. */
    public long array(int size) {
        return Allocation.allocatePointers(mutator, KnownClass.ARRAY.index(), ObjectFormat.VARIABLE, size);
    }

    /** A String or WideString. */
    public long string(String text) {
        return StringObjects.newString(mutator, text);
    }

    /** A ByteArray. */
    public long bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return StringObjects.newBytes(mutator, bytes);
    }

    /** The address of the mutator block. */
    public long mutator() {
        return mutator;
    }

    public long nil() {
        return MutatorBlock.nil(mutator);
    }

    public long bool(boolean value) {
        return MutatorBlock.bool(mutator, value);
    }

    /** Leaves no room for any object. */
    public void fill() {
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_LIMIT,
                Memory.longAt(mutator + MutatorBlock.ALLOCATION_POINTER));
    }

    /** What the primitive answers; {@link #failure} says why when it fails. */
    public long run(String name, long receiver, long... given) {
        failure = Failure.NONE;
        return primitives.bindings().stream()
                .filter(binding -> binding.name().equals(name) && binding.arguments() == given.length)
                .findFirst().orElseThrow(() ->
                        new AssertionError("no primitive " + name + " of " + given.length))
                .code().run(new Frame(receiver, given));
    }

    /** Why the primitive fails; {@link Failure#NONE} when it does not. */
    public Failure failureOf(String name, long receiver, long... given) {
        run(name, receiver, given);
        return failure;
    }

    /** What was written to the standard output, as text. */
    public String output() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        NativeMemory.release(classTable);
        NativeMemory.release(arena);
        NativeMemory.release(mutator);
    }

    private record Handle(long oop) implements ObjectHandle {
        @Override
        public void close() {
            // Objects of this world never move.
        }
    }

    private final class Services implements VmServices {
        @Override
        public OutputStream out() {
            return out;
        }

        @Override
        public OutputStream err() {
            return err;
        }

        @Override
        public InputStream in() {
            return in;
        }

        @Override
        public List<String> arguments() {
            return arguments;
        }

        @Override
        public long clockNanos() {
            return System.nanoTime() & Long.MAX_VALUE;
        }

        @Override
        public ObjectHandle handle(long oop) {
            return new Handle(oop);
        }

        @Override
        public long oop(ObjectHandle handle) {
            return ((Handle) handle).oop();
        }

        @Override
        public void signal(ObjectHandle semaphore) {
            signalled.add(oop(semaphore));
        }

        @Override
        public void background(ObjectHandle semaphore, Runnable work) {
            work.run();
            signal(semaphore);
        }

        @Override
        public int register(Object resource) {
            resources.put(nextResource, resource);
            return nextResource++;
        }

        @Override
        public Object resource(int number) {
            return resources.get(number);
        }

        @Override
        public boolean confinesFiles() {
            return false;
        }

        @Override
        public boolean isObject(long word) {
            throw new UnsupportedOperationException("no core primitive asks that");
        }

        @Override
        public boolean permits(Permission permission) {
            return true;
        }

        @Override
        public Path file(String name, boolean follows) {
            return Path.of(name);
        }

        @Override
        public int register(PrimitiveSet owner, Object resource) {
            throw new UnsupportedOperationException("no core primitive registers under its set");
        }

        @Override
        public Object resource(PrimitiveSet owner, long number) {
            throw new UnsupportedOperationException("no core primitive registers under its set");
        }

        @Override
        public Object release(int number) {
            return resources.remove(number);
        }

        @Override
        public long pin(long oop) {
            throw new UnsupportedOperationException("nothing moves here");
        }

        @Override
        public void unpin(long oop) {
            throw new UnsupportedOperationException("nothing moves here");
        }
    }

    private final class Frame implements PrimitiveFrame {

        private final long receiver;
        private final long[] given;

        Frame(long receiver, long[] given) {
            this.receiver = receiver;
            this.given = given;
        }

        @Override
        public long mutator() {
            return mutator;
        }

        @Override
        public long receiver() {
            return receiver;
        }

        @Override
        public long argument(int index) {
            return given[index];
        }

        @Override
        public int arguments() {
            return given.length;
        }

        @Override
        public long fail(Failure reason) {
            failure = reason;
            return Primitive.FAILED;
        }

        @Override
        public void keep(Object something) {
            throw new UnsupportedOperationException("core primitives compute again");
        }

        @Override
        public Object kept() {
            return null;
        }

        @Override
        public long await(Callable<?> work) {
            throw new UnsupportedOperationException("there is no Process here that could wait");
        }

        @Override
        public Outcome awaited() {
            return null;
        }

        @Override
        public VmServices services() {
            return new Services();
        }
    }
}
