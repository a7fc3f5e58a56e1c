package st.sendwright.bench.laboratory;

import java.util.concurrent.Callable;
import st.sendwright.gc.Collector;
import st.sendwright.heap.FixedSpace;
import st.sendwright.heap.HeapSettings;
import st.sendwright.heap.HeapStress;
import st.sendwright.heap.ObjectMemory;
import st.sendwright.heap.Roots;
import st.sendwright.model.Allocation;
import st.sendwright.model.ArrayObjects;
import st.sendwright.model.KernelLayout;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SpecialObject;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.Outcome;
import st.sendwright.primitives.PrimitiveFrame;
import st.sendwright.primitives.VmServices;

/**
 * A heap without a VM: a class for arrays, a memory plan, and a primitive that makes objects, called as interpreters call
 * it. What it allocates is garbage at once. Thread: one.
 */
final class BareHeap implements AutoCloseable, Roots, PrimitiveFrame {

    private final ObjectMemory memory;
    private final Collector plan;
    private final FixedSpace fixed;
    private final Primitive primitive;
    private final long mutator = NativeMemory.reserve(MutatorBlock.BYTES);
    /** One word: the class, which moves. */
    private final long classRoot = NativeMemory.reserve(8);
    private long sizeArgument;
    private long collections;

    /** @param primitive what {@code Array new: n} calls */
    BareHeap(ObjectMemory memory, Collector plan, Primitive primitive, long maxBytes) {
        this.memory = memory;
        this.plan = plan;
        this.primitive = primitive;
        memory.open(mutator);
        fixed = new FixedSpace(mutator, maxBytes);
        plan.attach(mutator, new HeapSettings(maxBytes, HeapStress.NONE), fixed);
        Memory.putLong(mutator + MutatorBlock.SPECIAL_OBJECTS,
                ArrayObjects.newArray(mutator, SpecialObject.values().length));
        // A class of its own has a metaclass: primitives make no instances of metaclasses.
        int metaclassIndex = memory.addClass(mutator, newClassOf(KnownClass.METACLASS.index()));
        long arrayClass = newClassOf(metaclassIndex);
        ObjectHeader.rawPutSlot(arrayClass, KernelLayout.Behavior.FORMAT,
                KernelLayout.Behavior.format(0, ObjectFormat.VARIABLE));
        memory.putClass(mutator, KnownClass.ARRAY.index(), arrayClass);
        Memory.putLong(classRoot, arrayClass);
    }

    private long newClassOf(int classIndex) {
        return Allocation.allocatePointers(mutator, classIndex, ObjectFormat.FIXED,
                KernelLayout.Behavior.METACLASS_SLOTS);
    }

    /**
     * Makes arrays that die at once, and collects whenever there is no more room.
     *
     * @return how many bytes they had together
     */
    long allocate(int slots, int count) throws BenchException {
        sizeArgument = Oop.smallInteger(slots);
        for (int i = 0; i < count; i++) {
            long oop = primitive.run(this);
            while (oop == Primitive.NEEDS_ROOM) {
                collect();
                oop = primitive.run(this);
            }
            if (oop == Primitive.FAILED) {
                throw new BenchException("the primitive that makes objects has failed.");
            }
        }
        return count * ObjectHeader.bytesFor(slots);
    }

    private void collect() throws BenchException {
        Collector.Report report = plan.collect(Collector.Reason.ALLOCATION,
                Memory.longAt(mutator + MutatorBlock.REQUESTED_BYTES), this);
        if (!report.satisfied()) {
            throw new BenchException("the heap is full though nothing in it is alive.");
        }
        collections++;
    }

    /** How often it was collected so far. */
    long collections() {
        return collections;
    }

    @Override
    public void strong(StrongVisitor visitor) {
        visitor.range(classRoot, 1);
    }

    @Override
    public void weak(WeakVisitor visitor) {
        // there are none
    }

    @Override
    public long mutator() {
        return mutator;
    }

    @Override
    public long receiver() {
        return Memory.longAt(classRoot);
    }

    @Override
    public long argument(int index) {
        return sizeArgument;
    }

    @Override
    public int arguments() {
        return 1;
    }

    @Override
    public long fail(Failure reason) {
        return Primitive.FAILED;
    }

    @Override
    public void keep(Object something) {
        throw new UnsupportedOperationException("allocation alone is measured");
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
        throw new UnsupportedOperationException("no VM is running here");
    }

    @Override
    public void close() {
        plan.detach();
        fixed.close();
        memory.close();
        NativeMemory.release(mutator);
        NativeMemory.release(classRoot);
    }
}
