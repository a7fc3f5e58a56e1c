package st.sendwright.runtime;

import st.sendwright.vm.JitReport;

/**
 * What was done to have room for code, since the VM's start.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class SweepFigures {

    private long sweeps;
    private long evicted;
    private long evictedBytes;
    private long compactions;
    private long movedBytes;
    private long flushes;
    private long nanos;
    private long longestNanos;

    void swept(long itsNanos) {
        sweeps++;
        nanos += itsNanos;
        longestNanos = Math.max(longestNanos, itsNanos);
    }

    void evicted(long bytes) {
        evicted++;
        evictedBytes += bytes;
    }

    void compacted(long bytes) {
        compactions++;
        movedBytes += bytes;
    }

    /** All code was dropped. */
    void flushed() {
        flushes++;
    }

    long flushes() {
        return flushes;
    }

    /**
     * @param policy the name of the one in force
     * @param again what was compiled again after it was dropped
     */
    JitReport.Cache report(String policy, long again, long againBytes, CodeSpace space) {
        return new JitReport.Cache(policy, sweeps, evicted, evictedBytes, compactions, movedBytes, again, againBytes,
                space.freeBytes(), space.largestGap(), nanos, longestNanos);
    }
}
