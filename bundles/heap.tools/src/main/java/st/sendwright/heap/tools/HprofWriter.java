package st.sendwright.heap.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import st.sendwright.model.Memory;

/**
 * The records of an HPROF file. All methods throw {@link UncheckedIOException} when the file cannot be written.
 *
 * <p>Order of calls: names and classes, {@link #beginDump}, dump records, {@link #finish}. Dump records are gathered in
 * segments; an array that is larger than a segment gets one of its own.
 *
 * <p>Source: the format HPROF 1.0.2 as the JDK's heap dumper writes it; identifiers have 8 bytes.
 */
final class HprofWriter {

    /** Types of fields and elements. */
    enum Type {
        OBJECT(2, 8), DOUBLE(7, 8), BYTE(8, 1), SHORT(9, 2), INT(10, 4), LONG(11, 8);

        private final int code;
        private final int bytes;

        Type(int code, int bytes) {
            this.code = code;
            this.bytes = bytes;
        }
    }

    /** Classes that every reader expects; their identifiers have a tag that no object, immediate or array has. */
    enum JavaClass {
        OBJECT("java/lang/Object"), CLASS("java/lang/Class"), STRING("java/lang/String"),
        OBJECTS("[Ljava/lang/Object;"), BYTES("[B"), SHORTS("[S"), INTS("[I"), LONGS("[J");

        private final String className;

        JavaClass(String className) {
            this.className = className;
        }

        long id() {
            return ordinal() * 8L + JAVA_CLASS_TAG;
        }
    }

    /** A field that instances have. */
    record Field(String name, Type type) {
    }

    /** A field of a class that refers to an object. */
    record StaticField(String name, long value) {
    }

    private static final int JAVA_CLASS_TAG = 3;
    private static final int SEGMENT_BYTES = 4 << 20;
    private static final int NO_STACK_TRACE = 1;
    private static final int UTF8 = 0x01;
    private static final int LOAD_CLASS = 0x02;
    private static final int STACK_TRACE = 0x05;
    private static final int SEGMENT = 0x1C;
    private static final int END = 0x2C;
    private static final int ROOT_UNKNOWN = 0xFF;
    private static final int ROOT_STICKY_CLASS = 0x05;
    private static final int CLASS = 0x20;
    private static final int INSTANCE = 0x21;
    private static final int OBJECT_ARRAY = 0x22;
    private static final int PRIMITIVE_ARRAY = 0x23;
    /** Bytes of an array's record before its type. */
    private static final int ARRAY_BYTES = 17;
    private static final long MOST_SEGMENT_BYTES = 0xFFFF_FFFFL;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(SEGMENT_BYTES);
    private final Map<String, Long> names = new HashMap<>();
    private int classSerial;

    HprofWriter(FileChannel channel) {
        this.channel = channel;
        buffer.put("JAVA PROFILE 1.0.2\0".getBytes(StandardCharsets.US_ASCII)).putInt(8)
                .putLong(System.currentTimeMillis());
        drain();
        buffer.put((byte) STACK_TRACE).putInt(0).putInt(12).putInt(NO_STACK_TRACE).putInt(0).putInt(0);
        drain();
        for (JavaClass each : JavaClass.values()) {
            loadClass(each.id(), each.className);
        }
    }

    private void drain() {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        buffer.clear();
    }

    private void endSegment() {
        if (buffer.position() > 0) {
            header(buffer.position());
            drain();
        }
    }

    private void header(long bytes) {
        ByteBuffer head = ByteBuffer.allocate(9).put((byte) SEGMENT).putInt(0).putInt((int) bytes).flip();
        try {
            while (head.hasRemaining()) {
                channel.write(head);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Makes room for a record of so many bytes; one that no segment holds gets a segment of its own. */
    private void begin(long bytes) {
        if (bytes <= SEGMENT_BYTES) {
            if (bytes > buffer.remaining()) {
                endSegment();
            }
            return;
        }
        if (bytes > MOST_SEGMENT_BYTES) {
            throw new UncheckedIOException(new IOException("an array of " + bytes
                    + " bytes is larger than the format HPROF allows"));
        }
        endSegment();
        header(bytes);
    }

    /** After an array: what has a segment of its own ends it. */
    private void end(long bytes) {
        if (bytes > SEGMENT_BYTES) {
            drain();
        }
    }

    /** Room for an element of an array that has a segment of its own; any other record has its room already. */
    private ByteBuffer element() {
        if (buffer.remaining() < Long.BYTES) {
            drain();
        }
        return buffer;
    }

    /** Writes a name of a field that class records will have. */
    void declareName(String text) {
        if (names.putIfAbsent(text, names.size() + 1L) == null) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            buffer.put((byte) UTF8).putInt(0).putInt(8 + bytes.length).putLong(names.get(text)).put(bytes);
            drain();
        }
    }

    private long name(String text) {
        Long known = names.get(text);
        if (known == null) {
            throw new IllegalStateException("the name " + text + " was not declared");
        }
        return known;
    }

    /** Declares a class; what is in it comes with the dump. */
    void loadClass(long id, String className) {
        declareName(className);
        long name = name(className);
        buffer.put((byte) LOAD_CLASS).putInt(0).putInt(24).putInt(++classSerial).putLong(id).putInt(NO_STACK_TRACE)
                .putLong(name);
        drain();
    }

    /** From here on come the dump records: readers expect the segments side by side, after all names and classes. */
    void beginDump() {
        for (JavaClass each : JavaClass.values()) {
            boolean isRoot = each == JavaClass.OBJECT;
            classDump(each.id(), isRoot ? 0 : JavaClass.OBJECT.id(), 0, List.of(), List.of());
        }
    }

    void root(long id) {
        begin(9);
        buffer.put((byte) ROOT_UNKNOWN).putLong(id);
    }

    void stickyRoot(long id) {
        begin(9);
        buffer.put((byte) ROOT_STICKY_CLASS).putLong(id);
    }

    /** @param instanceBytes size of an instance's fields, inherited ones included */
    void classDump(long id, long superclass, int instanceBytes, List<StaticField> statics, List<Field> fields) {
        begin(1 + 8 + 4 + 6 * 8 + 4 + 2 + 2 + statics.size() * 17L + 2 + fields.size() * 9L);
        buffer.put((byte) CLASS).putLong(id).putInt(NO_STACK_TRACE).putLong(superclass);
        for (int reserved = 0; reserved < 5; reserved++) {
            buffer.putLong(0);
        }
        buffer.putInt(instanceBytes).putShort((short) 0).putShort((short) statics.size());
        for (StaticField each : statics) {
            buffer.putLong(name(each.name())).put((byte) Type.OBJECT.code).putLong(each.value());
        }
        buffer.putShort((short) fields.size());
        for (Field each : fields) {
            buffer.putLong(name(each.name())).put((byte) each.type().code);
        }
    }

    /** An instance whose fields all have 8 bytes. */
    void instance(long id, long classId, long[] fields) {
        begin(25 + fields.length * 8L);
        buffer.put((byte) INSTANCE).putLong(id).putInt(NO_STACK_TRACE).putLong(classId).putInt(fields.length * 8);
        for (long each : fields) {
            buffer.putLong(each);
        }
    }

    /** An array of objects by their identifiers. */
    void objectArray(long id, int elements, IntToLongFunction identifierAt) {
        long bytes = ARRAY_BYTES + 8 + elements * 8L;
        begin(bytes);
        buffer.put((byte) OBJECT_ARRAY).putLong(id).putInt(NO_STACK_TRACE).putInt(elements)
                .putLong(JavaClass.OBJECTS.id());
        for (int index = 0; index < elements; index++) {
            element().putLong(identifierAt.applyAsLong(index));
        }
        end(bytes);
    }

    /** An array of numbers that lie at an address one after the other. */
    void primitiveArray(long id, Type type, int elements, long address) {
        long bytes = ARRAY_BYTES + 1 + (long) elements * type.bytes;
        begin(bytes);
        buffer.put((byte) PRIMITIVE_ARRAY).putLong(id).putInt(NO_STACK_TRACE).putInt(elements).put((byte) type.code);
        for (int index = 0; index < elements; index++) {
            long at = address + (long) index * type.bytes;
            switch (type.bytes) {
                case 1 -> element().put(Memory.byteAt(at));
                case 2 -> element().putShort(Memory.shortAt(at));
                case 4 -> element().putInt(Memory.intAt(at));
                default -> element().putLong(Memory.longAt(at));
            }
        }
        end(bytes);
    }

    /** Ends the dump. Does not close the channel. */
    void finish() {
        endSegment();
        buffer.put((byte) END).putInt(0).putInt(0);
        drain();
    }
}
