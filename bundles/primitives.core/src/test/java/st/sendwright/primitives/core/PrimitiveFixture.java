package st.sendwright.primitives.core;

import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import st.sendwright.model.Allocation;
import st.sendwright.model.ArrayObjects;
import st.sendwright.model.FloatObjects;
import st.sendwright.model.IntegerObjects;
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
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.primitives.VmServices;

/** A mutator block and an arena to run one primitive set on, without a VM around. */
public final class PrimitiveFixture implements AutoCloseable {

    private static final long ARENA_BYTES = 1L << 20;
    private static final int CLASSES = 128;
    private static final long CLASS_TABLE_BYTES = CLASSES * 8L;
    private static final long SPECIAL_BYTES = 4096;
    private static final long NIL = 0x10;
    private static final long TRUE = 0x20;
    private static final long FALSE = 0x30;

    private final PrimitiveSet primitives;
    private final long mutator = NativeMemory.reserve(MutatorBlock.BYTES);
    private final long arena = NativeMemory.reserve(ARENA_BYTES);
    private final long classTable = NativeMemory.reserve(CLASS_TABLE_BYTES);
    private final long specialObjects = NativeMemory.reserve(SPECIAL_BYTES);
    private Failure failure = Failure.NONE;

    /** A fixture with all of its arena free. */
    public PrimitiveFixture(PrimitiveSet primitives) {
        this.primitives = primitives;
        Memory.putLong(mutator + MutatorBlock.NIL, NIL);
        Memory.putLong(mutator + MutatorBlock.TRUE, TRUE);
        Memory.putLong(mutator + MutatorBlock.FALSE, FALSE);
        Memory.putLong(mutator + MutatorBlock.CLASS_TABLE, classTable);
        Memory.fillWords(classTable, CLASSES, NIL);
        Memory.putLong(mutator + MutatorBlock.SPECIAL_OBJECTS, specialObjects);
        restart();
    }

    /** Frees the whole arena and forgets all Symbols. */
    public void restart() {
        Memory.fillWords(specialObjects, SpecialObject.values().length + 1, NIL);
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_POINTER, arena);
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_LIMIT, arena + ARENA_BYTES);
    }

    /** The mutator block's address. */
    public long mutator() {
        return mutator;
    }

    /** Leaves no room for any object. */
    public void fill() {
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_LIMIT,
                Memory.longAt(mutator + MutatorBlock.ALLOCATION_POINTER));
    }

    /** What the primitive answers to oops. */
    public long run(String name, long receiver, long... arguments) {
        failure = Failure.NONE;
        Primitive primitive = primitives.bindings().stream()
                .filter(binding -> binding.name().equals(name) && binding.arguments() == arguments.length)
                .findFirst().orElseThrow().code();
        Frame frame = new Frame(receiver, arguments);
        long answer = primitive.run(frame);
        return frame.outcome == null ? answer : primitive.run(frame);
    }

    /** As {@link #run}, with Java values on both sides: numbers, Booleans, Strings, and {@link Failure}s. */
    public Object answer(String name, Object receiver, Object... arguments) {
        restart();
        long self = oop(receiver);
        long[] oops = new long[arguments.length];
        for (int index = 0; index < oops.length; index++) {
            oops[index] = oop(arguments[index]);
        }
        return value(run(name, self, oops));
    }

    /** The object of a Java value, freshly made. */
    public long oop(Object value) {
        return switch (value) {
            case Integer number -> Oop.smallInteger(number);
            case Long number -> IntegerObjects.newInteger(mutator, number);
            case BigInteger number -> IntegerObjects.newInteger(mutator, number);
            case Double number -> Allocation.floatOf(mutator, number);
            case String text -> StringObjects.newString(mutator, text);
            case Character character -> Oop.character(character);
            case Boolean truth -> truth ? TRUE : FALSE;
            case byte[] bytes -> StringObjects.newBytes(mutator, bytes);
            case List<?> elements -> ArrayObjects.newArray(mutator,
                    elements.stream().mapToLong(this::oop).toArray());
            default -> throw new IllegalArgumentException(String.valueOf(value));
        };
    }

    /** The Java value of what a primitive answered. */
    public Object value(long oop) {
        if (oop == Primitive.FAILED) {
            return failure;
        }
        if (oop == Primitive.NEEDS_ROOM) {
            return "needs room";
        }
        if (oop == TRUE || oop == FALSE) {
            return oop == TRUE;
        }
        if (Oop.isCharacter(oop)) {
            return (char) Oop.codePoint(oop);
        }
        if (Oop.classIndex(oop) == KnownClass.ARRAY.index()) {
            return LongStream.range(0, ObjectHeader.slots(oop))
                    .mapToObj(index -> value(ObjectHeader.slot(oop, index))).toList();
        }
        if (Oop.classIndex(oop) == KnownClass.BYTE_ARRAY.index()) {
            return Memory.bytesAt(oop + ObjectHeader.BYTES, (int) ObjectFormat.byteCount(oop));
        }
        if (IntegerObjects.isInteger(oop)) {
            BigInteger value = IntegerObjects.value(oop);
            boolean fits = value.bitLength() < 64 && Oop.fitsSmallInteger(value.longValue());
            return fits == Oop.isSmallInteger(oop) ? value : "not normalised: " + value;
        }
        return FloatObjects.isFloat(oop) ? (Object) FloatObjects.value(oop) : StringObjects.text(oop);
    }

    @Override
    public void close() {
        NativeMemory.release(specialObjects);
        NativeMemory.release(classTable);
        NativeMemory.release(arena);
        NativeMemory.release(mutator);
    }

    private final class Frame implements PrimitiveFrame {

        private final long receiver;
        private final long[] arguments;
        /** Of the work that it had a Process wait for, which is done at once here. */
        private Outcome outcome;

        Frame(long receiver, long[] arguments) {
            this.receiver = receiver;
            this.arguments = arguments;
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
            return arguments[index];
        }

        @Override
        public int arguments() {
            return arguments.length;
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
            try {
                outcome = new Outcome(work.call(), null);
            } catch (Throwable fault) {
                outcome = new Outcome(null, fault);
            }
            return Primitive.NEEDS_ROOM;
        }

        @Override
        public Outcome awaited() {
            return outcome;
        }

        @Override
        public VmServices services() {
            throw new UnsupportedOperationException("these primitives need no services");
        }
    }
}
