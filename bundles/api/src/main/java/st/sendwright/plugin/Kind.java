package st.sendwright.plugin;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import st.sendwright.model.Allocation;
import st.sendwright.model.FloatObjects;
import st.sendwright.model.IntegerObjects;
import st.sendwright.model.KnownClass;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;

/**
 * What a primitive takes or answers: an object of Smalltalk as a value of Java. Values are copies: an object that is changed
 * later changes none, and the other way round.
 *
 * @param <T> the Java type
 */
public final class Kind<T> {

    /** An Integer of 64 bits. */
    public static final Kind<Long> INTEGER = new Kind<>(
            (mutator, oop) -> IntegerObjects.isInteger(oop) && IntegerObjects.fitsLong(oop)
                    ? IntegerObjects.longValue(oop) : null,
            (mutator, value) -> IntegerObjects.newInteger(mutator, value));

    /** A Float; a SmallInteger is taken, too. */
    public static final Kind<Double> FLOAT = new Kind<>(
            (mutator, oop) -> {
                if (Oop.isSmallInteger(oop)) {
                    return (double) Oop.integerValue(oop);
                }
                return FloatObjects.isFloat(oop) ? FloatObjects.value(oop) : null;
            },
            Allocation::floatOf);

    /** true or false. */
    public static final Kind<Boolean> BOOLEAN = new Kind<>(
            (mutator, oop) -> {
                if (oop == MutatorBlock.bool(mutator, true)) {
                    return true;
                }
                return oop == MutatorBlock.bool(mutator, false) ? false : null;
            },
            MutatorBlock::bool);

    /** A String, which is answered; a Symbol is taken, too. */
    public static final Kind<String> TEXT = new Kind<>(
            (mutator, oop) -> StringObjects.isText(mutator, oop) ? StringObjects.text(oop) : null,
            StringObjects::newString);

    /** A ByteArray. */
    public static final Kind<byte[]> BYTES = new Kind<>(
            (mutator, oop) -> Oop.classIndex(oop) == KnownClass.BYTE_ARRAY.index()
                    ? Values.bytes(oop) : null,
            StringObjects::newBytes);

    /**
     * An Array whose elements are nil (null), true, false, Integers ({@link Long}; {@link java.math.BigInteger} beyond 64 bits), Floats
     * ({@link Double}), Strings, ByteArrays, and Arrays of such. {@link Integer} is answered, too. A Symbol is taken as a String.
     */
    public static final Kind<List<?>> LIST = new Kind<>(
            (mutator, oop) -> Oop.classIndex(oop) == KnownClass.ARRAY.index()
                    && Values.read(mutator, oop) instanceof List<?> list ? list : null,
            Values::writeList);

    /** nil, whatever is said; for primitives that are called for their effect. */
    public static final Kind<Void> NOTHING = new Kind<>(
            (mutator, oop) -> null,
            (mutator, value) -> MutatorBlock.nil(mutator));

    /** Makes a value of an object. */
    @FunctionalInterface
    private interface Reader<T> {

        /** The value, or null when the object is of another kind. */
        T read(long mutator, long oop);
    }

    /** Makes an object of a value. */
    @FunctionalInterface
    private interface Writer<T> {

        /** The object, or {@link Allocation#NO_ROOM}. */
        long write(long mutator, T value);
    }

    private final Reader<T> reader;
    private final Writer<T> writer;

    private Kind(Reader<T> reader, Writer<T> writer) {
        this.reader = reader;
        this.writer = writer;
    }

    /** The same, or nil, which is empty in Java. */
    public Kind<Optional<T>> orNil() {
        return new Kind<>(
                (mutator, oop) -> {
                    if (oop == MutatorBlock.nil(mutator)) {
                        return Optional.empty();
                    }
                    T value = reader.read(mutator, oop);
                    return value == null ? null : Optional.of(value);
                },
                (mutator, value) -> value.isPresent() ? writer.write(mutator, value.get()) : MutatorBlock.nil(mutator));
    }

    /** The value of an object, or null when it is of another kind. */
    T read(long mutator, long oop) {
        return reader.read(mutator, oop);
    }

    /** The object of a value, or {@link Allocation#NO_ROOM}. */
    long write(long mutator, T value) {
        return writer.write(mutator, this == NOTHING ? value : Objects.requireNonNull(value, "a primitive answered null"));
    }
}
