package st.sendwright.gc.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import st.sendwright.gc.Collector;
import st.sendwright.heap.Become;
import st.sendwright.heap.FixedSpace;
import st.sendwright.heap.HeapSettings;
import st.sendwright.heap.HeapStress;
import st.sendwright.heap.Pinning;
import st.sendwright.heap.Region;
import st.sendwright.heap.Roots;
import st.sendwright.heap.spur.SpurMemory;
import st.sendwright.model.Allocation;
import st.sendwright.model.ArrayObjects;
import st.sendwright.model.KernelLayout;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.SpecialObject;
import st.sendwright.model.WriteBarrier;

/** A heap with a real object memory, the collector under test, and ranges of strong and weak roots. */
public final class TestHeap implements AutoCloseable, Roots {

    public static final int ROOTS = 64;
    /** Distance of weak roots in bytes, to see that strides are kept. */
    static final int WEAK_STRIDE = 24;
    private static final long CARD_BYTES = 1L << WriteBarrier.CARD_SHIFT;

    public final long mutator = NativeMemory.reserve(MutatorBlock.BYTES);
    final long roots = NativeMemory.reserve(4096);
    final long weakRoots = NativeMemory.reserve(4096);
    public final SpurMemory memory = new SpurMemory();
    /** The plan in force. */
    public Collector collector;
    /** Where pinned objects lie, and large ones if the plan likes. */
    public final FixedSpace fixed;
    private final HeapSettings settings;
    public final long nil;
    private final List<Long> mourned = new ArrayList<>();
    private final List<Long> losers = new ArrayList<>();

    /** A heap of the collector, which is not attached yet. */
    public TestHeap(Collector collector, long maxBytes, boolean collectAlways) {
        this(collector, maxBytes, collectAlways ? HeapStress.NONE.withCollectEveryBytes(0) : HeapStress.NONE);
    }

    /** The same with modes of stress. */
    public TestHeap(Collector collector, long maxBytes, HeapStress stress) {
        this.collector = collector;
        settings = new HeapSettings(maxBytes, stress);
        memory.open(mutator);
        fixed = new FixedSpace(mutator, maxBytes);
        collector.attach(mutator, settings, fixed);
        nil = MutatorBlock.nil(mutator);
        Memory.putLong(mutator + MutatorBlock.SPECIAL_OBJECTS,
                ArrayObjects.newArray(mutator, SpecialObject.values().length));
        for (KnownClass known : List.of(KnownClass.ARRAY, KnownClass.BYTE_ARRAY, KnownClass.STRING)) {
            int format = known == KnownClass.ARRAY ? ObjectFormat.VARIABLE : ObjectFormat.BYTES;
            memory.putClass(mutator, known.index(), newClassObject(0, format));
        }
        memory.putClass(mutator, KnownClass.WEAK_KEY_ASSOCIATION.index(), newClassObject(2, ObjectFormat.EPHEMERON));
    }

    /** A class entered in the table; answers its class index. */
    public int newClass(int variables, int format) {
        return memory.addClass(mutator, newClassObject(variables, format));
    }

    private long newClassObject(int variables, int format) {
        long classOop = Allocation.allocatePointers(mutator, KnownClass.METACLASS.index(), ObjectFormat.FIXED,
                KernelLayout.Behavior.METACLASS_SLOTS);
        ObjectHeader.rawPutSlot(classOop, KernelLayout.Behavior.FORMAT,
                KernelLayout.Behavior.format(variables, format));
        return classOop;
    }

    public long root(int index) {
        return Memory.longAt(roots + index * 8L);
    }

    public void putRoot(int index, long oop) {
        Memory.putLong(roots + index * 8L, oop);
    }

    public long weakRoot(int index) {
        return Memory.longAt(weakRoots + index * (long) WEAK_STRIDE);
    }

    public void putWeakRoot(int index, long oop) {
        Memory.putLong(weakRoots + index * (long) WEAK_STRIDE, oop);
    }

    @Override
    public void strong(StrongVisitor visitor) {
        visitor.range(roots, ROOTS);
    }

    @Override
    public void weak(WeakVisitor visitor) {
        visitor.words(weakRoots, ROOTS, WEAK_STRIDE);
    }

    @Override
    public void mourn(long ephemeron) {
        mourned.add(ephemeron);
    }

    @Override
    public void lost(long weakObject) {
        losers.add(weakObject);
    }

    /** The ephemerons that the last collection fired. */
    public List<Long> mourned() {
        return mourned;
    }

    /** The weak objects from which the last collection took a reference. */
    public List<Long> losers() {
        return losers;
    }

    public Collector.Report collect(long bytesNeeded) {
        mourned.clear();
        losers.clear();
        return collector.collect(Collector.Reason.ALLOCATION, bytesNeeded, this);
    }

    /** A collection that somebody asked for, which is a full one. */
    public Collector.Report collectAll() {
        mourned.clear();
        losers.clear();
        return collector.collect(Collector.Reason.REQUESTED, 0, this);
    }

    /** Has another collector, which is not attached yet, take the heap over. */
    public Collector.Report exchange(Collector next) {
        collector.leaveFixedSpace();
        List<Region> others = collector.regions();
        mourned.clear();
        losers.clear();
        next.attach(mutator, settings, fixed);
        Collector.Report report = next.adopt(others, this);
        collector.detach();
        collector = next;
        return report;
    }

    /**
     * Pins an object, which there is room for.
     *
     * @param isYoung whether to look for references to it only where those to young objects are
     * @return its address from now on
     */
    public long pin(long oop, boolean isYoung) {
        long pinned = Pinning.pin(mutator, fixed, oop);
        if (pinned == Allocation.NO_ROOM) {
            throw new IllegalStateException("no room to pin 0x" + Long.toHexString(oop));
        }
        if (pinned != oop) {
            if (isYoung) {
                Become.exchangeYoung(mutator, collector::referencesToYoung, this, new long[] {oop}, new long[] {pinned}, false);
            } else {
                Become.exchange(mutator, regions(), this, new long[] {oop}, new long[] {pinned}, false);
            }
            Pinning.retire(oop);
        }
        return pinned;
    }

    /** All regions: those of the plan and the fixed ones. */
    public List<Region> regions() {
        return Stream.concat(collector.regions().stream(), fixed.regions().stream()).toList();
    }

    /** What is wrong with objects, roots, or what the plan says of where objects start. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>(memory.verify(mutator, regions(), this));
        regions().forEach(region -> addFaultsOfStarts(region, faults));
        return faults;
    }

    private static void addFaultsOfStarts(Region region, List<String> faults) {
        for (long start = region.start(); start < Math.min(region.end(), region.starts().end());) {
            long end = ObjectHeader.end(ObjectHeader.objectAt(start));
            long card = start + CARD_BYTES - 1 & -CARD_BYTES;
            for (; card < end; card += CARD_BYTES) {
                if (region.starts().covering(card) != start) {
                    faults.add(String.format("card 0x%x is covered by 0x%x, not 0x%x", card, start, region.starts().covering(card)));
                }
            }
            start = end;
        }
    }

    @Override
    public void close() {
        collector.detach();
        fixed.close();
        memory.close();
        NativeMemory.release(mutator);
        NativeMemory.release(roots);
        NativeMemory.release(weakRoots);
    }
}
