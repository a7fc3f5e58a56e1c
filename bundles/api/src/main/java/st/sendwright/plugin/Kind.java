package st.sendwright.plugin;

import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Permission;
import st.sendwright.primitives.PrimitiveFrame;

/**
 * What a primitive takes or answers: an object of Smalltalk as a value of Java. Values are copies: an object that is changed
 * later changes none, and the other way round.
 *
 * @param <T> the Java type
 */
public sealed class Kind<T> permits Resource {

    /** An Integer of 64 bits. */
    public static final Kind<Long> INTEGER = new Kind<>(
            (frame, oop) -> IntegerObjects.isInteger(oop) && IntegerObjects.fitsLong(oop)
                    ? IntegerObjects.longValue(oop) : null,
            (frame, value) -> IntegerObjects.newInteger(frame.mutator(), value));

    /** A Float; a SmallInteger is taken, too. */
    public static final Kind<Double> FLOAT = new Kind<>(
            (frame, oop) -> {
                if (Oop.isSmallInteger(oop)) {
                    return (double) Oop.integerValue(oop);
                }
                return FloatObjects.isFloat(oop) ? FloatObjects.value(oop) : null;
            },
            (frame, value) -> Allocation.floatOf(frame.mutator(), value));

    /** true or false. */
    public static final Kind<Boolean> BOOLEAN = new Kind<>(
            (frame, oop) -> {
                if (oop == MutatorBlock.bool(frame.mutator(), true)) {
                    return true;
                }
                return oop == MutatorBlock.bool(frame.mutator(), false) ? false : null;
            },
            (frame, value) -> MutatorBlock.bool(frame.mutator(), value));

    /** A String, which is answered; a Symbol is taken, too. */
    public static final Kind<String> TEXT = new Kind<>(
            (frame, oop) -> StringObjects.isText(frame.mutator(), oop) ? StringObjects.text(oop) : null,
            (frame, value) -> StringObjects.newString(frame.mutator(), value));

    /** A ByteArray. */
    public static final Kind<byte[]> BYTES = new Kind<>(
            (frame, oop) -> Oop.classIndex(oop) == KnownClass.BYTE_ARRAY.index()
                    ? Values.bytes(oop) : null,
            (frame, value) -> StringObjects.newBytes(frame.mutator(), value));

    /**
     * An Array whose elements are nil (null), true, false, Integers ({@link Long}; {@link java.math.BigInteger} beyond 64 bits), Floats
     * ({@link Double}), Strings, ByteArrays, and Arrays of such. {@link Integer} is answered, too. A Symbol is taken as a String.
     */
    public static final Kind<List<?>> LIST = new Kind<>(
            (frame, oop) -> Oop.classIndex(oop) == KnownClass.ARRAY.index()
                    && Values.read(frame.mutator(), oop) instanceof List<?> list ? list : null,
            (frame, value) -> Values.writeList(frame.mutator(), value));

    /** The file that a String names, if programs may get at it; a symbolic link stands for what it leads to. Needs {@link Permission#FILES}. */
    public static final Kind<Path> FILE = new Kind<>((frame, oop) -> file(frame, oop, true), Kind::writePath,
            Optional.of(Permission.FILES));

    /** The same for primitives that mean a symbolic link itself, such as one that deletes it. */
    public static final Kind<Path> ENTRY = new Kind<>((frame, oop) -> file(frame, oop, false), Kind::writePath,
            Optional.of(Permission.FILES));

    private static Path file(PrimitiveFrame frame, long oop, boolean follows) throws PrimitiveFailedException {
        String name = TEXT.reader.read(frame, oop);
        try {
            return name == null ? null : frame.services().file(name, follows);
        } catch (InvalidPathException impossible) {
            return null;
        } catch (AccessDeniedException denied) {
            throw new PrimitiveFailedException(Failure.DENIED);
        }
    }

    private static long writePath(PrimitiveFrame frame, Path path) {
        return StringObjects.newString(frame.mutator(), path.toString());
    }

    /** nil, whatever is said; for primitives that are called for their effect. */
    public static final Kind<Void> NOTHING = new Kind<>(
            (frame, oop) -> null,
            (frame, value) -> MutatorBlock.nil(frame.mutator()));

    /** Makes a value of an object. */
    @FunctionalInterface
    interface Reader<T> {

        /**
         * The value, or null when the object is of another kind.
         *
         * @throws PrimitiveFailedException when something else is wrong with it
         */
        T read(PrimitiveFrame frame, long oop) throws PrimitiveFailedException;
    }

    /** Makes an object of a value. */
    @FunctionalInterface
    interface Writer<T> {

        /** The object, or {@link Allocation#NO_ROOM}. */
        long write(PrimitiveFrame frame, T value);
    }

    private final Reader<T> reader;
    private final Writer<T> writer;
    private final Optional<Permission> needs;

    Kind(Reader<T> reader, Writer<T> writer) {
        this(reader, writer, Optional.empty());
    }

    private Kind(Reader<T> reader, Writer<T> writer, Optional<Permission> needs) {
        this.reader = reader;
        this.writer = writer;
        this.needs = needs;
    }

    /** What a primitive needs that takes such an operand. */
    Optional<Permission> needs() {
        return needs;
    }

    /** The same, or nil, which is empty in Java. */
    public Kind<Optional<T>> orNil() {
        return new Kind<>(
                (frame, oop) -> {
                    if (oop == MutatorBlock.nil(frame.mutator())) {
                        return Optional.empty();
                    }
                    T value = reader.read(frame, oop);
                    return value == null ? null : Optional.of(value);
                },
                (frame, value) -> value.isPresent() ? writer.write(frame, value.get())
                        : MutatorBlock.nil(frame.mutator()),
                needs);
    }

    /** The value of an object, or null when it is of another kind. */
    T read(PrimitiveFrame frame, long oop) throws PrimitiveFailedException {
        return reader.read(frame, oop);
    }

    /** The object of a value, or {@link Allocation#NO_ROOM}. */
    long write(PrimitiveFrame frame, T value) {
        return writer.write(frame, this == NOTHING ? value : Objects.requireNonNull(value, "a primitive answered null"));
    }
}
