package st.sendwright.heap;

import java.util.Arrays;
import java.util.function.LongConsumer;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;

/**
 * The ephemerons of one collection: those met before their keys wait here until their keys are met, or until it is
 * certain that they never will be.
 *
 * <p>An ephemeron's first slot is its key. The others keep alive what they refer to only while the key is alive
 * for another reason. What is left when nothing else can be reached is <em>fired</em>: from then on it is an
 * ordinary object with format {@link ObjectFormat#FIXED}, key and all, and the runtime is told of it. All that
 * wait at such a moment are fired together; those that are met because of them may wait again. Ephemerons of the class
 * {@link KnownClass#WEAK_KEY_ASSOCIATION} are not fired: their slots become nil, and nothing is kept alive for them.
 *
 * <p>A key that is waited for bears {@link ObjectHeader#GREY}. A collector that copies or marks an object with this
 * flag clears it and says {@link #keyReached}, so that each ephemeron is looked at a constant number of times,
 * however long the chains are. <b>Thread</b>: the VM thread.
 *
 * <p>Source: B. Hayes, Ephemerons: a New Finalization Mechanism, OOPSLA 1997; the fired object's change of format as in
 * the Spur memory manager of the OpenSmalltalk VM.
 */
public final class Ephemerons {

    private static final int NONE = -1;

    private final long mutator;

    /** What a collector does with ephemerons at the addresses it has given. */
    public interface Tracing {
        /** Treats all slots of an ephemeron as references that keep alive. */
        void follow(long ephemeron);

        /** Treats all that was reached and not yet looked at likewise, until nothing is left. */
        void finish();
    }

    /** In the order in which they were met; 0 in place of one that waits no more. */
    private long[] ephemerons = new long[16];
    /** For each, the one before it with the same key. */
    private int[] previous = new int[16];
    private int count;
    /** Open addressing, linear probing, 0 in free places; beside each key its last ephemeron. */
    private long[] keys = new long[32];
    private int[] last = new int[32];
    private int keyCount;
    private int waiting;
    private long[] ready = new long[16];
    private int readyCount;
    private long[] fired = new long[16];
    private int firedCount;

    /** None waits yet. */
    public Ephemerons(long mutator) {
        this.mutator = mutator;
    }

    /** Has an ephemeron wait for its key, an object that the collection has not reached yet. */
    public void await(long ephemeron, long key) {
        if (count == ephemerons.length) {
            ephemerons = Arrays.copyOf(ephemerons, count * 2);
            previous = Arrays.copyOf(previous, count * 2);
        }
        ObjectHeader.set(key, ObjectHeader.GREY);
        int place = place(keys, key);
        if (keys[place] == 0) {
            keys[place] = key;
            last[place] = NONE;
            keyCount++;
        }
        ephemerons[count] = ephemeron;
        previous[count] = last[place];
        last[place] = count++;
        waiting++;
        if (keyCount * 2 > keys.length) {
            rehash();
        }
    }

    /** An object was reached that bore {@link ObjectHeader#GREY}: what waited for it is to be followed. */
    public void keyReached(long key) {
        int place = place(keys, key);
        if (keys[place] == 0) {
            return;
        }
        for (int index = last[place]; index != NONE; index = previous[index]) {
            if (readyCount == ready.length) {
                ready = Arrays.copyOf(ready, readyCount * 2);
            }
            ready[readyCount++] = ephemerons[index];
            ephemerons[index] = 0;
            waiting--;
        }
        last[place] = NONE;
    }

    /** Follows and fires until no ephemeron waits. Everything else must have been reached. */
    public void complete(Tracing tracing) {
        for (;;) {
            while (readyCount > 0) {
                tracing.follow(ready[--readyCount]);
                tracing.finish();
            }
            if (waiting == 0) {
                return;
            }
            int first = firedCount;
            fireAll();
            for (int index = first; index < firedCount; index++) {
                tracing.follow(fired[index]);
            }
            tracing.finish();
        }
    }

    private void fireAll() {
        for (int index = 0; index < count; index++) {
            if (ephemerons[index] != 0) {
                fire(ephemerons[index]);
            }
        }
        count = 0;
        waiting = 0;
        keyCount = 0;
        Arrays.fill(keys, 0);
    }

    private void fire(long ephemeron) {
        if (ObjectHeader.classIndex(ephemeron) == KnownClass.WEAK_KEY_ASSOCIATION.index()) {
            Memory.fillWords(ObjectHeader.slotAddress(ephemeron, 0), ObjectHeader.slots(ephemeron),
                    MutatorBlock.nil(mutator));
            return;
        }
        ObjectHeader.setFormat(ephemeron, ObjectFormat.FIXED);
        if (firedCount == fired.length) {
            fired = Arrays.copyOf(fired, firedCount * 2);
        }
        fired[firedCount++] = ephemeron;
    }

    /** Names what was fired, in the order in which it was met, by the addresses that {@link #await} was given. */
    public void forEachFired(LongConsumer action) {
        for (int index = 0; index < firedCount; index++) {
            action.accept(fired[index]);
        }
    }

    private void rehash() {
        long[] newKeys = new long[keys.length * 2];
        int[] newLast = new int[newKeys.length];
        for (int index = 0; index < keys.length; index++) {
            if (keys[index] != 0) {
                int place = place(newKeys, keys[index]);
                newKeys[place] = keys[index];
                newLast[place] = last[index];
            }
        }
        keys = newKeys;
        last = newLast;
    }

    private static int place(long[] keys, long key) {
        int mask = keys.length - 1;
        int place = (int) ((key >>> 3) * 0x9E37_79B9_7F4A_7C15L >>> 32) & mask;
        while (keys[place] != 0 && keys[place] != key) {
            place = place + 1 & mask;
        }
        return place;
    }
}
