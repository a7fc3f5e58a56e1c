package st.sendwright.runtime;

import java.util.HashMap;
import java.util.Map;
import st.sendwright.heap.Region;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.WriteBarrier;

/**
 * {@code become:} and its kin: replaces references in one walk over the heap and the roots. Linear in the size
 * of the heap; the objects themselves stay where they are.
 */
final class IdentityExchange {

    private final World world;
    private final long mutator;
    private final Map<Long, Long> replacement = new HashMap<>();

    IdentityExchange(World world) {
        this.world = world;
        this.mutator = world.mutator;
    }

    /** References to {@code from} will lead to {@code to}. */
    void forward(long from, long to) {
        replacement.put(from, to);
    }

    /** Carries all replacements out. */
    void commit() {
        for (Region region : world.collector.regions()) {
            replaceIn(region);
        }
        long classTable = Memory.longAt(mutator + MutatorBlock.CLASS_TABLE);
        replaceWords(classTable, Memory.longAt(mutator + MutatorBlock.CLASS_TABLE_LIMIT));
        world.roots().strong(this::replaceWords);
        world.roots().weak((address, count, stride) -> {
            for (long i = 0; i < count; i++) {
                replaceWords(address + i * stride, 1);
            }
        });
        world.lookup.everythingChanged();
    }

    private void replaceIn(Region region) {
        long end = region.end();
        for (long at = region.start(); at < end;) {
            long oop = ObjectHeader.objectAt(at);
            replaceSlots(oop);
            at = ObjectHeader.end(oop);
        }
    }

    private void replaceSlots(long oop) {
        long slots = ObjectFormat.pointerSlots(oop);
        for (long i = 0; i < slots; i++) {
            Long other = replacement.get(ObjectHeader.slot(oop, i));
            if (other != null) {
                WriteBarrier.putSlot(mutator, oop, i, other);
            }
        }
    }

    private void replaceWords(long address, long words) {
        for (long i = 0; i < words; i++) {
            Long other = replacement.get(Memory.longAt(address + i * 8));
            if (other != null) {
                Memory.putLong(address + i * 8, other);
            }
        }
    }
}
