package st.sendwright.runtime;

import st.sendwright.heap.Roots;
import st.sendwright.model.Allocation;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SpecialObject;
import st.sendwright.model.WriteBarrier;

/**
 * What collections have fired or taken references from, first in, first out, until Smalltalk has mourned it.
 *
 * <p>The queue keeps its objects alive. <b>Thread</b>: the VM thread.
 */
final class Mourners implements AutoCloseable {

    private static final long FIRST_CAPACITY = 512;

    private final long mutator;
    private final PollRequests polls;
    private final Scheduler scheduler;
    private long table = NativeMemory.reserve(FIRST_CAPACITY * 8);
    private long capacity = FIRST_CAPACITY;
    private long first;
    private long end;
    private boolean isToBeTold;

    Mourners(long mutator, PollRequests polls, Scheduler scheduler) {
        this.mutator = mutator;
        this.polls = polls;
        this.scheduler = scheduler;
    }

    /** An ephemeron was fired; called by the collector. */
    void mourn(long ephemeron) {
        add(ephemeron);
    }

    /** A weak object has lost a reference; called by the collector. */
    void lost(long weakObject) {
        if (ObjectHeader.has(weakObject, ObjectHeader.MOURNING)) {
            add(weakObject);
        }
    }

    private void add(long oop) {
        if (end == capacity) {
            makeRoom();
        }
        Memory.putLong(table + end++ * 8, oop);
        if (!isToBeTold) {
            isToBeTold = true;
            polls.request(MutatorBlock.Pending.EVENT);
        }
    }

    private void makeRoom() {
        long used = size();
        if (used * 2 <= capacity) {
            Memory.copy(table + first * 8, table, used * 8);
        } else {
            long larger = NativeMemory.reserve(capacity * 16);
            Memory.copy(table + first * 8, larger, used * 8);
            NativeMemory.release(table);
            table = larger;
            capacity *= 2;
        }
        first = 0;
        end = used;
    }

    long size() {
        return end - first;
    }

    /**
     * Signals the Semaphore of finalization when there is something new to mourn. At a driver exit.
     *
     * @return false when there is no Semaphore yet: the kernel library is to begin
     */
    boolean tell() {
        if (!isToBeTold) {
            return true;
        }
        isToBeTold = false;
        long semaphore = MutatorBlock.special(mutator, SpecialObject.FINALIZATION_SEMAPHORE);
        if (scheduler.isSemaphore(semaphore)) {
            scheduler.signal(semaphore);
        }
        return semaphore != MutatorBlock.nil(mutator);
    }

    /** Takes the first object out of the queue, or answers nil. */
    long next() {
        if (first == end) {
            return MutatorBlock.nil(mutator);
        }
        long oop = Memory.longAt(table + first++ * 8);
        if (first == end) {
            first = 0;
            end = 0;
        }
        return oop;
    }

    void visit(Roots.StrongVisitor visitor) {
        visitor.range(table + first * 8, size());
    }

    // Images

    /** Bytes that {@link #store} allocates. */
    long storeBytes() {
        return size() == 0 ? 0 : ObjectHeader.bytesFor(size());
    }

    /** Notes the queue among the special objects, for an image; room has been made. */
    void store() {
        if (size() == 0) {
            return;
        }
        long array = Methods.room(Allocation.allocatePointers(mutator, KnownClass.ARRAY.index(),
                ObjectFormat.VARIABLE, size()));
        for (long index = 0; index < size(); index++) {
            WriteBarrier.putSlot(mutator, array, index, Memory.longAt(table + (first + index) * 8));
        }
        MutatorBlock.putSpecial(mutator, SpecialObject.MOURNERS, array);
    }

    /** The image is written: what {@link #store} noted is of no use here. */
    void forgetStored() {
        MutatorBlock.putSpecial(mutator, SpecialObject.MOURNERS, MutatorBlock.nil(mutator));
    }

    /** Takes over the queue of an image that was read. */
    void restore() {
        long array = MutatorBlock.special(mutator, SpecialObject.MOURNERS);
        if (Oop.classIndex(array) == KnownClass.ARRAY.index()) {
            for (long index = 0; index < ObjectHeader.slots(array); index++) {
                add(ObjectHeader.slot(array, index));
            }
            forgetStored();
        }
    }

    @Override
    public void close() {
        NativeMemory.release(table);
    }
}
