package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import st.sendwright.model.Allocation;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;
import st.sendwright.vm.Vm.AllocationSite;

/**
 * Notes every so many bytes which method allocates and what. Between two samples programs run at full speed, compiled or
 * not: the sampler only holds back a part of the room for allocation, so that the next sample's allocation fails and
 * the driver is asked for room.
 *
 * <p>What is allocated is known once it is done: the first object at the address where allocation stood. It is looked
 * at before the next sample or collection. A sample stands for all bytes that were allocated since the one before. Frames whose
 * receiver is the class of the object, such as that of {@code Behavior>>new:}, are passed over: the method is the one that
 * asked a class for the object.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class AllocationSampler {

    private static final int MOST_FRAMES = 8;

    private final World world;
    private final Map<Site, Tally> samples = new HashMap<>();
    /** Bytes between two samples, 0 when nothing is sampled. */
    private long everyBytes;
    /** The limit that the collector has set, while another one is in force; else 0. */
    private long heldLimit;
    /** Whether the kernel was given more room, which it uses before the program goes on. */
    private boolean isLoose;
    /** From where on bytes are for the next sample. */
    private long countedFrom;
    /** Where the object of the last sample begins, or 0. */
    private long sampledAddress;
    private long sampledBytes;
    /** Frames of the last sample from the top down as far as their receivers are classes, and one more. */
    private final List<Frame> sampledFrames = new ArrayList<>();

    private record Site(String className, String method) {
    }

    /** Receivers are addresses: they hold until the next collection, and so does the list. */
    private record Frame(long receiver, String method) {
    }

    private record Tally(long samples, long bytes) {
        Tally plus(Tally other) {
            return new Tally(samples + other.samples, bytes + other.bytes);
        }
    }

    AllocationSampler(World world) {
        this.world = world;
    }

    /** Begins anew. */
    void start(long bytes) {
        release();
        samples.clear();
        everyBytes = bytes;
        hold(0);
    }

    /** Ends; answers what was found, the most bytes first. */
    List<AllocationSite> stop() {
        release();
        everyBytes = 0;
        List<AllocationSite> sites = samples.entrySet().stream()
                .map(each -> new AllocationSite(each.getKey().className, each.getKey().method,
                        each.getValue().samples, each.getValue().bytes))
                .sorted(Comparator.comparingLong(AllocationSite::bytes).reversed()
                        .thenComparing(each -> each.method() + each.className()))
                .toList();
        samples.clear();
        return sites;
    }

    /** After a collection: holds room back again, beyond what an allocation still needs. */
    void hold(long neededBytes) {
        if (everyBytes > 0 && heldLimit == 0) {
            countedFrom = pointer();
            long limit = Memory.longAt(world.mutator + MutatorBlock.ALLOCATION_LIMIT);
            if (limit - countedFrom > neededBytes + everyBytes) {
                heldLimit = limit;
                setLimit(countedFrom + neededBytes + everyBytes);
            }
        }
    }

    /** Gives all room back: before anything else looks at the limit. */
    void release() {
        resolve();
        isLoose = false;
        if (heldLimit != 0) {
            setLimit(heldLimit);
            heldLimit = 0;
        }
    }

    /** Whether an allocation of the kernel failed for no other reason than that room was held back; there is room now. */
    boolean givesRoom(long requestedBytes) {
        if (heldLimit == 0) {
            return false;
        }
        release();
        if (!Allocation.hasRoom(world.mutator, requestedBytes)) {
            return false;
        }
        hold(requestedBytes);
        return true;
    }

    /** Large objects have an area of their own, for which the allocation has to fail, too. */
    private boolean givesRoomElsewhere(long requestedBytes) {
        if (everyBytes == 0) {
            return false;
        }
        release();
        boolean isGiven = world.makesRoomWithoutCollection(requestedBytes);
        hold(isGiven ? requestedBytes : 0);
        return isGiven;
    }

    /** What the kernel has been given for several objects may be more than it needs. */
    void loosen() {
        isLoose = heldLimit != 0;
    }

    /** Before the program goes on: what the kernel has left over shall not hide its allocations, nor count as one. */
    void tighten() {
        if (isLoose) {
            release();
            hold(0);
        }
    }

    /** The same as {@link #givesRoom} for the allocation of the program that has just failed; its method is noted. */
    boolean takesSample() {
        long requestedBytes = Memory.longAt(world.mutator + MutatorBlock.REQUESTED_BYTES);
        long bytes = pointer() - countedFrom;
        if (!givesRoom(requestedBytes) && !givesRoomElsewhere(requestedBytes)) {
            return false;
        }
        noteFrames();
        if (!sampledFrames.isEmpty()) {
            sampledAddress = pointer();
            sampledBytes = bytes + requestedBytes;
            countedFrom += requestedBytes;
        }
        return true;
    }

    private void noteFrames() {
        sampledFrames.clear();
        if (!world.stacks.hasActivePage()) {
            return;
        }
        StackCursor cursor = new StackCursor(world.stacks, world.mutator);
        cursor.startAtTop();
        boolean isOfClass = true;
        while (isOfClass && cursor.isFrame() && sampledFrames.size() < MOST_FRAMES) {
            long receiver = FrameLayout.receiver(cursor.fp());
            isOfClass = ClassObjects.isClass(world.mutator, receiver);
            sampledFrames.add(new Frame(receiver, world.codeName(cursor.method())));
            cursor.next();
        }
    }

    private void resolve() {
        if (sampledAddress != 0 && sampledAddress < pointer()) {
            int classIndex = ObjectHeader.classIndex(ObjectHeader.objectAt(sampledAddress));
            long classOop = MutatorBlock.classAt(world.mutator, classIndex);
            String method = sampledFrames.stream().filter(each -> each.receiver != classOop).findFirst()
                    .orElse(sampledFrames.getLast()).method;
            samples.merge(new Site(ClassObjects.name(world.mutator, classOop), method), new Tally(1, sampledBytes), Tally::plus);
        }
        sampledAddress = 0;
    }

    private long pointer() {
        return Memory.longAt(world.mutator + MutatorBlock.ALLOCATION_POINTER);
    }

    private void setLimit(long limit) {
        Memory.putLong(world.mutator + MutatorBlock.ALLOCATION_LIMIT, limit);
    }
}
