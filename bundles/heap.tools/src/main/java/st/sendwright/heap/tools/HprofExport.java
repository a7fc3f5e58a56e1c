package st.sendwright.heap.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import st.sendwright.heap.HeapInspector.Heap;
import st.sendwright.heap.Region;
import st.sendwright.heap.tools.HprofWriter.Field;
import st.sendwright.heap.tools.HprofWriter.StaticField;
import st.sendwright.heap.tools.HprofWriter.Type;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.FloatObjects;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;

/**
 * Writes a heap as viewers of Java heaps read it.
 *
 * <p>HPROF knows classes, instances with named fields, and arrays. So an object's indexable elements become an array
 * of its own in the field {@code elements}; SmallIntegers, Characters and immediate Floats become instances with a
 * field {@code value}, one for each value; a class is what HPROF calls a class, its slots are static fields. An object's
 * identifier is its address.
 *
 * <p>Source: the format HPROF 1.0.2 as the JDK's heap dumper writes it.
 */
final class HprofExport {

    /** Added to an object's address for the array of its elements: a tag that no object and no immediate has. */
    private static final long ELEMENTS_TAG = 7;
    /** Fields that are no slots. */
    private static final int ELEMENTS_FIELD = -1;
    private static final int VALUE_FIELD = -2;

    private final Heap heap;
    private final long mutator;
    private final Descriptions descriptions;
    private final Set<Long> immediates = new LinkedHashSet<>();
    private final Map<Long, int[]> layouts = new HashMap<>();

    HprofExport(Heap heap) {
        this.heap = heap;
        this.mutator = heap.mutator();
        this.descriptions = new Descriptions(mutator);
    }

    /** Writes beside the file and renames: a file that was there stays until the new one is whole. */
    void write(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path unfinished = Files.createTempFile(absolute.getParent(), absolute.getFileName().toString(), ".part");
        try {
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                write(new HprofWriter(channel));
            } catch (UncheckedIOException failure) {
                throw failure.getCause();
            }
            Files.move(unfinished, absolute, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private void write(HprofWriter writer) {
        Set<Long> classes = new LinkedHashSet<>();
        long limit = Memory.longAt(mutator + MutatorBlock.CLASS_TABLE_LIMIT);
        for (int index = 1; index < limit; index++) {
            long classOop = MutatorBlock.classAt(mutator, index);
            if (ClassObjects.isClass(mutator, classOop)) {
                classes.add(classOop);
            }
        }
        for (long each : classes) {
            writer.loadClass(each, ClassObjects.name(mutator, each));
            statics(each).forEach(field -> writer.declareName(field.name()));
            fields(each).forEach(field -> writer.declareName(field.name()));
        }
        writer.beginDump();
        for (long each : classes) {
            writeClass(writer, each);
            writer.stickyRoot(each);
        }
        heap.roots().forEach(group -> group.words().accept((address, words) -> writeRoots(writer, address, words)));
        writeRoots(writer, mutator + MutatorBlock.SPECIAL_OBJECTS, 1);
        for (long each : List.of(MutatorBlock.nil(mutator), MutatorBlock.bool(mutator, true),
                MutatorBlock.bool(mutator, false))) {
            writer.instance(each, MutatorBlock.classOf(mutator, each), new long[0]);
        }
        for (Region region : heap.regions()) {
            for (long at = region.start(); at < region.end();) {
                long oop = ObjectHeader.objectAt(at);
                at = ObjectHeader.end(oop);
                if (ObjectHeader.classIndex(oop) != ObjectHeader.FREE_CLASS_INDEX && !classes.contains(oop)) {
                    writeObject(writer, oop);
                }
            }
        }
        for (long each : immediates) {
            writer.instance(each, MutatorBlock.classOf(mutator, each), new long[] {valueBits(each)});
        }
        writer.finish();
    }

    private static void writeRoots(HprofWriter writer, long address, long words) {
        for (long each = address; each < address + words * 8; each += 8) {
            long oop = Memory.longAt(each);
            if (oop != 0 && Oop.isPointer(oop)) {
                writer.root(oop);
            }
        }
    }

    private void writeClass(HprofWriter writer, long classOop) {
        long superclass = ClassObjects.superclass(classOop);
        writer.classDump(classOop, isNil(superclass) ? HprofWriter.JavaClass.OBJECT.id() : superclass,
                8 * allFields(classOop).length, statics(classOop), fields(classOop));
    }

    private List<StaticField> statics(long classOop) {
        List<StaticField> statics = new ArrayList<>();
        for (int slot = 0; slot < ObjectHeader.slots(classOop); slot++) {
            statics.add(new StaticField(descriptions.slot(classOop, slot),
                    reference(ObjectHeader.slot(classOop, slot))));
        }
        return statics;
    }

    private List<Field> fields(long classOop) {
        return ownFields(classOop).stream().map(slot -> switch (slot) {
            case VALUE_FIELD -> new Field("value", isFloatClass(classOop) ? Type.DOUBLE : Type.LONG);
            case ELEMENTS_FIELD -> new Field("elements", Type.OBJECT);
            default -> new Field(descriptions.variableName(classOop, slot), Type.OBJECT);
        }).toList();
    }

    private void writeObject(HprofWriter writer, long oop) {
        long classOop = MutatorBlock.classOf(mutator, oop);
        int[] fields = allFields(classOop);
        long[] values = new long[fields.length];
        for (int index = 0; index < fields.length; index++) {
            values[index] = switch (fields[index]) {
                case VALUE_FIELD -> valueBits(oop);
                case ELEMENTS_FIELD -> oop | ELEMENTS_TAG;
                default -> reference(ObjectHeader.slot(oop, fields[index]));
            };
            if (fields[index] == ELEMENTS_FIELD) {
                writeElements(writer, oop, ClassObjects.instanceSlots(classOop));
            }
        }
        writer.instance(oop, classOop, values);
    }

    private void writeElements(HprofWriter writer, long oop, int named) {
        int format = ObjectHeader.format(oop);
        long id = oop | ELEMENTS_TAG;
        long first = oop + ObjectHeader.BYTES;
        if (ObjectFormat.isPointers(format) || ObjectFormat.isMethod(format)) {
            int elements = (int) Math.max(0, ObjectFormat.pointerSlots(oop) - named);
            writer.objectArray(id, elements, index -> reference(ObjectHeader.slot(oop, named + (long) index)));
        } else if (ObjectFormat.isBytes(format)) {
            writer.primitiveArray(id, Type.BYTE, (int) ObjectFormat.byteCount(oop), first);
        } else if (ObjectFormat.isWords16(format)) {
            writer.primitiveArray(id, Type.SHORT, (int) ObjectFormat.words16Count(oop), first);
        } else if (ObjectFormat.isWords32(format)) {
            writer.primitiveArray(id, Type.INT, (int) ObjectFormat.words32Count(oop), first);
        } else {
            writer.primitiveArray(id, Type.LONG, (int) ObjectHeader.slots(oop), first);
        }
    }

    /** The identifier of what a slot refers to. */
    private long reference(long oop) {
        if (Oop.isImmediate(oop)) {
            immediates.add(oop);
        }
        return oop;
    }

    private static long valueBits(long oop) {
        if (FloatObjects.isFloat(oop)) {
            return Double.doubleToRawLongBits(FloatObjects.value(oop));
        }
        return Oop.isCharacter(oop) ? Oop.codePoint(oop) : Oop.integerValue(oop);
    }

    /** Slots of the fields that a class's own come to and then those of its superclasses, as instances hold them. */
    private int[] allFields(long classOop) {
        return layouts.computeIfAbsent(classOop, key -> {
            List<Integer> all = new ArrayList<>();
            for (long each = classOop; !isNil(each); each = ClassObjects.superclass(each)) {
                ownFields(each).forEach(all::add);
            }
            return all.stream().mapToInt(Integer::intValue).toArray();
        });
    }

    private List<Integer> ownFields(long classOop) {
        long superclass = ClassObjects.superclass(classOop);
        int inherited = isNil(superclass) ? 0 : ClassObjects.instanceSlots(superclass);
        List<Integer> fields = new ArrayList<>();
        for (int slot = inherited; slot < ClassObjects.instanceSlots(classOop); slot++) {
            fields.add(slot);
        }
        if (hasValue(classOop)) {
            fields.add(VALUE_FIELD);
        } else if (ClassObjects.isIndexable(classOop)
                && (isNil(superclass) || !ClassObjects.isIndexable(superclass))) {
            fields.add(ELEMENTS_FIELD);
        }
        return fields;
    }

    /** Whether a class's instances are immediates, or are written as such. */
    private static boolean hasValue(long classOop) {
        return ClassObjects.classIndex(classOop) != 0
                && (ClassObjects.classIndex(classOop) <= Oop.TAG_MASK || isFloatClass(classOop));
    }

    private static boolean isFloatClass(long classOop) {
        return ClassObjects.classIndex(classOop) == KnownClass.FLOAT.index();
    }

    private boolean isNil(long oop) {
        return oop == MutatorBlock.nil(mutator);
    }
}
