package st.sendwright.gc.generational;

import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.PreferredAddresses;

/**
 * The spaces of one heap, in one reserved range:
 *
 * <pre>
 * base                                  young                                      end
 * | old, grows upwards ...            | survivors A | eden            | survivors B |
 * </pre>
 *
 * <p>Eden lies between the two survivor spaces, so that what a scavenge empties (eden and one of them) is one
 * range and one comparison tells whether an object has to move. The old space can take all young objects on
 * top of the limit, so that a scavenge never runs out of room.
 *
 * <p><b>Thread</b>: the VM thread. <b>Ownership</b>: the collector reserves and releases it.
 */
final class Spaces {

    static final long PAGE_BYTES = 4096;
    private static final long MOST_EDEN_BYTES = 16L << 20;
    /** Eden takes at most this part of a small heap. */
    private static final long EDEN_PART = 8;
    private static final long SURVIVOR_PART = 4;

    final long base;
    final long young;
    final long survivorA;
    final long eden;
    final long survivorB;
    final long end;
    final long survivorBytes;
    final long edenBytes;

    /** Address after the last old object. */
    long oldEnd;
    /** Whether the objects of the last scavenge are in survivor space A. */
    boolean survivorsInA = true;
    /** Address after the last object in the survivor space in use. */
    long survivorEnd;

    Spaces(long maxBytes) {
        edenBytes = pages(Math.min(MOST_EDEN_BYTES, maxBytes / EDEN_PART));
        survivorBytes = pages(edenBytes / SURVIVOR_PART);
        long youngBytes = edenBytes + 2 * survivorBytes;
        // What is left of buffers is an eighth of them at most.
        long oldBytes = pages(maxBytes + youngBytes + youngBytes / 4);
        // Behind the last space a page that nobody writes to: scavenges touch what may be an object there.
        base = NativeMemory.reserve(oldBytes + youngBytes + PAGE_BYTES, PreferredAddresses.heaps(maxBytes));
        young = base + oldBytes;
        survivorA = young;
        eden = survivorA + survivorBytes;
        survivorB = eden + edenBytes;
        end = survivorB + survivorBytes;
        oldEnd = base;
        survivorEnd = survivorA;
    }

    long survivorStart() {
        return survivorsInA ? survivorA : survivorB;
    }

    /** Start of the survivor space that is empty between scavenges. */
    long idleSurvivorStart() {
        return survivorsInA ? survivorB : survivorA;
    }

    long oldUsedBytes() {
        return oldEnd - base;
    }

    long survivorUsedBytes() {
        return survivorEnd - survivorStart();
    }

    /** Whether an address lies in one of the young spaces. */
    boolean isYoung(long address) {
        return Long.compareUnsigned(address - young, end - young) < 0;
    }

    /** Calls the visitor with each object of a range without gaps, from low to high. */
    static void forEachObject(long start, long end, ObjectVisitor visitor) {
        for (long at = start; at < end;) {
            long oop = ObjectHeader.objectAt(at);
            long next = ObjectHeader.end(oop);
            visitor.object(at, oop, next);
            at = next;
        }
    }

    /** Takes an object: where its memory starts, its header, where the next one's memory starts. */
    @FunctionalInterface
    interface ObjectVisitor {
        void object(long start, long oop, long end);
    }

    static long pages(long bytes) {
        return bytes + PAGE_BYTES - 1 & -PAGE_BYTES;
    }

    void release() {
        NativeMemory.release(base);
    }
}
