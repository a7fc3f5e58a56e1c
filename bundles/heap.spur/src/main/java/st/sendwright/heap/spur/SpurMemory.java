package st.sendwright.heap.spur;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import st.sendwright.heap.ImageFormatException;
import st.sendwright.heap.ImageSummary;
import st.sendwright.heap.ObjectMemory;
import st.sendwright.heap.Region;
import st.sendwright.heap.Roots;
import st.sendwright.heap.spur.ImageLayout.Segment;
import st.sendwright.model.KnownClass;
import st.sendwright.model.LookupCache;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.PreferredAddresses;

/**
 * Object memory in the 64-bit Spur format: permanent objects, class table, images, verification.
 *
 * <p>The class table is one reserved range for all 4,194,303 class indices of which pages are backed as they
 * are touched. Entries below {@link MutatorBlock#CLASS_TABLE_LIMIT} hold a class or nil, those above 0.
 *
 * <p><b>Thread</b>: the VM thread. <b>State</b>: three reserved ranges, released by {@link #close}.
 */
@Component(service = ObjectMemory.class, scope = ServiceScope.PROTOTYPE, property = "sendwright.name=spur")
public final class SpurMemory implements ObjectMemory {

    /** Class indices are below this; 0 is none. */
    static final int CLASS_TABLE_ENTRIES = ObjectHeader.CLASS_INDEX_MASK + 1;
    static final long CLASS_TABLE_BYTES = CLASS_TABLE_ENTRIES * 8L;
    static final long PERMANENT_BYTES = 4096;
    /** First state of the generator of identity hashes: fixed, so that two VMs do the same. */
    private static final long FIRST_HASH_SEED = 0x9E37_79B9_7F4A_7C15L;

    private long classTable;
    private long lookupCache;
    private long permanent;
    private long permanentEnd;

    /** Closed: {@link #open} comes first. */
    public SpurMemory() {
        // Nothing to do before open.
    }

    @Override
    public void open(long mutator) {
        permanent = NativeMemory.reserve(PERMANENT_BYTES, PreferredAddresses.PERMANENT);
        classTable = NativeMemory.reserve(CLASS_TABLE_BYTES);
        lookupCache = NativeMemory.reserve(LookupCache.BYTES);
        permanentEnd = permanent;
        long nil = newPermanent(KnownClass.UNDEFINED_OBJECT);
        Memory.putLong(mutator + MutatorBlock.NIL, nil);
        Memory.putLong(mutator + MutatorBlock.TRUE, newPermanent(KnownClass.TRUE));
        Memory.putLong(mutator + MutatorBlock.FALSE, newPermanent(KnownClass.FALSE));
        Memory.putLong(mutator + MutatorBlock.SPECIAL_OBJECTS, nil);
        Memory.putLong(mutator + MutatorBlock.EXIT_VALUE, nil);
        Memory.putLong(mutator + MutatorBlock.HASH_SEED, FIRST_HASH_SEED);
        Memory.putLong(mutator + MutatorBlock.LOOKUP_CACHE, lookupCache);
        Memory.fillWords(classTable, KnownClass.FIRST_FREE_INDEX, nil);
        Memory.putLong(mutator + MutatorBlock.CLASS_TABLE, classTable);
        Memory.putLong(mutator + MutatorBlock.CLASS_TABLE_LIMIT, KnownClass.FIRST_FREE_INDEX);
    }

    @Override
    public int addClass(long mutator, long classOop) {
        long limit = Memory.longAt(mutator + MutatorBlock.CLASS_TABLE_LIMIT);
        if (limit >= CLASS_TABLE_ENTRIES) {
            throw new IllegalStateException("SW-HEAP-020 no class index is free for the new class: all "
                    + ObjectHeader.CLASS_INDEX_MASK
                    + " are in use. The class was not made; see docs/errors/SW-HEAP-020.md.");
        }
        int classIndex = (int) limit;
        putClass(mutator, classIndex, classOop);
        return classIndex;
    }

    @Override
    public void putClass(long mutator, int classIndex, long classOop) {
        if (classIndex <= 0 || classIndex >= CLASS_TABLE_ENTRIES) {
            throw new IllegalArgumentException(classIndex + " is no class index: 1 to "
                    + (CLASS_TABLE_ENTRIES - 1) + " are");
        }
        long limit = Memory.longAt(mutator + MutatorBlock.CLASS_TABLE_LIMIT);
        if (classIndex >= limit) {
            Memory.fillWords(classTable + limit * 8, classIndex - limit, MutatorBlock.nil(mutator));
            Memory.putLong(mutator + MutatorBlock.CLASS_TABLE_LIMIT, classIndex + 1L);
        }
        Memory.putLong(classTable + classIndex * 8L, classOop);
        ObjectHeader.setHash(classOop, classIndex);
        if (classIndex == KnownClass.FLOAT.index()) {
            Memory.putLong(classTable + Oop.FLOAT_TAG * 8, classOop);
        }
    }

    @Override
    public Region permanent() {
        return new Region("permanent", permanent, permanentEnd, permanent + PERMANENT_BYTES);
    }

    @Override
    public void forEachObject(List<Region> regions, LongConsumer action) {
        for (Region region : regions) {
            for (long start = region.start(); start < region.end();) {
                long oop = ObjectHeader.objectAt(start);
                start = ObjectHeader.end(oop);
                if (ObjectHeader.classIndex(oop) != ObjectHeader.FREE_CLASS_INDEX) {
                    action.accept(oop);
                }
            }
        }
    }

    @Override
    public List<String> verify(long mutator, List<Region> regions, Roots roots) {
        return new HeapVerifier(mutator, withPermanent(regions)).run(roots);
    }

    @Override
    public void save(long mutator, List<Region> regions, Path file) throws IOException {
        new ImageWriter(mutator, permanent(), regions).write(file);
    }

    @Override
    public void load(long mutator, Path image, ImageOrigin origin, Placement room)
            throws IOException, ImageFormatException {
        permanentEnd = ImageReader.load(image, origin, mutator, permanent, room);
    }

    @Override
    public ImageSummary inspect(Path image, boolean whole) throws IOException, ImageFormatException {
        ImageHeader header = ImageReader.verify(image, whole);
        return new ImageSummary(header.version(), header.layoutHash(), header.end(Segment.CLASS_TABLE),
                Arrays.stream(Segment.values()).map(segment -> new ImageSummary.Segment(segment.title,
                        header.offset(segment), header.size(segment), header.checksum(segment))).toList());
    }

    @Override
    public void close() {
        if (permanent == 0) {
            return;
        }
        NativeMemory.release(permanent);
        NativeMemory.release(classTable);
        NativeMemory.release(lookupCache);
        permanent = 0;
        permanentEnd = 0;
        classTable = 0;
        lookupCache = 0;
    }

    private long newPermanent(KnownClass known) {
        long oop = permanentEnd;
        Memory.putLong(oop, ObjectHeader.of(0, ObjectFormat.EMPTY, known.index()));
        permanentEnd += ObjectHeader.bytesFor(0);
        return oop;
    }

    private List<Region> withPermanent(List<Region> regions) {
        if (regions.stream().anyMatch(region -> region.start() == permanent)) {
            return regions;
        }
        return Stream.concat(Stream.of(permanent()), regions.stream()).toList();
    }
}
