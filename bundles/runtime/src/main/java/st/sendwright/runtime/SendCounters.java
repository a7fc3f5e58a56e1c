package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.List;
import st.sendwright.model.Memory;
import st.sendwright.model.NativeMemory;

/**
 * The words that the code of polymorphic sends counts in.
 *
 * <p><b>Thread</b>: the VM thread, while no machine code runs.
 */
final class SendCounters implements AutoCloseable {

    private static final int SLAB_BYTES = 64 << 10;

    private final List<Long> slabs = new ArrayList<>();
    private final LongList free = new LongList();

    /** The address of a word that nobody uses, with a value in it. */
    long take(int value) {
        if (free.size() == 0) {
            long slab = NativeMemory.reserve(SLAB_BYTES);
            slabs.add(slab);
            addAllOf(slab);
        }
        long counter = free.get(free.size() - 1);
        free.truncate(free.size() - 1);
        Memory.putInt(counter, value);
        return counter;
    }

    /** No code counts in it any more. */
    void giveBack(long counter) {
        free.add(counter);
    }

    /** No code counts any more. */
    void clear() {
        free.truncate(0);
        slabs.forEach(this::addAllOf);
    }

    private void addAllOf(long slab) {
        for (long at = slab; at < slab + SLAB_BYTES; at += Integer.BYTES) {
            free.add(at);
        }
    }

    @Override
    public void close() {
        slabs.forEach(NativeMemory::release);
    }
}
