package st.sendwright.gc.generational;

/**
 * A thread that does a part of a scavenge beside the VM's, where there was much to do the last time: two processors wait for memory at the
 * same time. Where there is but one to be had, the VM thread does all itself.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class SecondThread {

    /**
     * When the work is shared, and how.
     *
     * @param many slots and cards that are worth a second thread
     * @param shareBytes what a thread takes of the cards at a time, whole cards
     * @param bufferBytes what a thread takes of the room for copies at a time, whole cards
     */
    record Sharing(int many, long shareBytes, long bufferBytes) {
        /**
         * With less, waking another thread up takes as long as the work. A share of 1 MB has 2,048 cards, of which few are
         * marked: some tens of microseconds of work.
         */
        static final Sharing USUAL = new Sharing(4096, 1L << 20, 16L << 10);
    }

    private final Sharing sharing;
    private final boolean isForbidden;
    private int lastWork;
    /** Null when nothing was asked of the thread yet. */
    private PoolTask asked;

    /** @param isForbidden whether it is never worthwhile */
    SecondThread(Sharing sharing, boolean isForbidden) {
        this.sharing = sharing;
        this.isForbidden = isForbidden;
    }

    Sharing sharing() {
        return sharing;
    }

    /** Whether there is much to do, and the thread is not busy with what was asked of it before. */
    boolean isWorthwhile() {
        return !isForbidden && lastWork >= sharing.many() && (asked == null || asked.isDone());
    }

    /** Says how many slots and cards a scavenge had to do with. */
    void noteWork(int slotsAndCards) {
        lastWork = slotsAndCards;
    }

    /** Has the thread do something as soon as it can. */
    PoolTask start(Runnable work) {
        asked = PoolTask.start(work);
        return asked;
    }
}
