package st.sendwright.runtime;

import java.util.Arrays;

/**
 * From the return addresses of sends to the pcs of their bytecodes: a cache, for what is asked at each primitive that
 * machine code leaves for.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class SendPcs {

    /** Power of two. */
    private static final int ENTRIES = 1024;
    private static final int NO_SEND = -1;

    private final CodeSpace space;
    private final long[] addresses = new long[ENTRIES];
    private final int[] pcs = new int[ENTRIES];

    SendPcs(CodeSpace space) {
        this.space = space;
        Arrays.fill(pcs, NO_SEND);
    }

    /** The pc of the send that returns to an address; negative when none of machine code does. */
    int returningTo(long address) {
        int entry = (int) (address ^ address >>> 10) & ENTRIES - 1;
        if (addresses[entry] != address) {
            pcs[entry] = find(address);
            addresses[entry] = address;
        }
        return pcs[entry];
    }

    private int find(long address) {
        CodeBlock block = space.blockAt(address);
        int index = block == null ? NO_SEND : block.sendReturningTo(address);
        return index < 0 ? NO_SEND : block.send(index).pc();
    }

    /** Code was dropped, moved or placed: what returned to an address may not any more. */
    void forget() {
        Arrays.fill(addresses, 0);
        Arrays.fill(pcs, NO_SEND);
    }
}
