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
    private final int[] nextPcs = new int[ENTRIES];

    SendPcs(CodeSpace space) {
        this.space = space;
        forget();
    }

    /** The pc of the send that returns to an address; negative when none of machine code does. */
    int returningTo(long address) {
        return pcs[entry(address)];
    }

    /** The pc at which the sender goes on that it returns to; negative when it is not machine code. */
    int after(long address) {
        return nextPcs[entry(address)];
    }

    private int entry(long address) {
        int entry = (int) (address ^ address >>> 10) & ENTRIES - 1;
        if (addresses[entry] != address) {
            CodeBlock block = space.blockAt(address);
            int index = block == null ? NO_SEND : block.sendReturningTo(address);
            pcs[entry] = index < 0 ? NO_SEND : block.send(index).pc();
            nextPcs[entry] = index < 0 ? NO_SEND : block.send(index).nextPc();
            addresses[entry] = address;
        }
        return entry;
    }

    /** Code was dropped, moved or placed: what returned to an address may not any more. */
    void forget() {
        Arrays.fill(addresses, 0);
        Arrays.fill(pcs, NO_SEND);
        Arrays.fill(nextPcs, NO_SEND);
    }
}
