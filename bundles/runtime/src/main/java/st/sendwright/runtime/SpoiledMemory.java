package st.sendwright.runtime;

import java.util.List;
import st.sendwright.heap.Region;
import st.sendwright.model.Memory;
import st.sendwright.model.Oop;

/**
 * What is left of the objects of a VM that has ended: each word is the SmallInteger 0. Whoever has kept the address of an object and reads there
 * finds no object, and who writes there is found out.
 *
 * <p><b>Thread</b>: any one; the VM's has ended, and its memory is not given back before this is forgotten.
 */
final class SpoiledMemory {

    private static final long WORD = Oop.SMALL_INTEGER_TAG;
    private static final int BYTES = 8;

    private final List<Region> regions;

    /** @param regions whose objects are overwritten */
    SpoiledMemory(List<Region> regions) {
        this.regions = List.copyOf(regions);
        for (Region each : regions) {
            for (long address = each.start(); address < each.end(); address += BYTES) {
                Memory.putLong(address, WORD);
            }
        }
    }

    /** Whether somebody has written to an object since. */
    boolean isChanged() {
        for (Region each : regions) {
            for (long address = each.start(); address < each.end(); address += BYTES) {
                if (Memory.longAt(address) != WORD) {
                    return true;
                }
            }
        }
        return false;
    }
}
