package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.List;
import st.sendwright.heap.Pinning;
import st.sendwright.model.Allocation;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.KnownClass;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;

/**
 * Pins objects and lets them go again. nil, true and false never move, pinned or not.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class Pins {

    private final World world;
    private final long mutator;

    Pins(World world) {
        this.world = world;
        this.mutator = world.mutator;
    }

    /** Why an object cannot be pinned, for people; null when it can. */
    String refusal(long oop) {
        if (!Oop.isPointer(oop)) {
            return refused(oop, "it is a value and no object in memory, so it has no address");
        }
        if (isPermanent(oop) || Pinning.isPinned(oop)) {
            return null;
        }
        if (ObjectFormat.isMethod(ObjectHeader.format(oop))) {
            return refused(oop, "its sends know where it lies");
        }
        if (ClassObjects.isClass(mutator, oop) || world.scheduler.isProcess(oop)
                || ObjectHeader.classIndex(oop) == KnownClass.CONTEXT.index()
                || new IdentityExchange(world).refusal(oop, oop, false) != null) {
            return refused(oop, "the VM knows where it lies");
        }
        return null;
    }

    private String refused(long oop, String why) {
        return "SW-VM-060 this " + ClassObjects.name(mutator, MutatorBlock.classOf(mutator, oop)) + " cannot be pinned: " + why
                + ". Pin an object that it refers to; see docs/errors/SW-VM-060.md.";
    }

    private boolean isPermanent(long oop) {
        return oop == MutatorBlock.nil(mutator) || oop == MutatorBlock.bool(mutator, true)
                || oop == MutatorBlock.bool(mutator, false);
    }

    boolean isPinned(long oop) {
        return Oop.isPointer(oop) && (isPermanent(oop) || Pinning.isPinned(oop));
    }

    /**
     * Pins an object that nothing refuses; the address of any other object stays the same.
     *
     * @return where it lies from now on; {@link Allocation#NO_ROOM} when a collection may make room, nothing has changed then
     */
    long pin(long oop) {
        if (isPermanent(oop)) {
            return oop;
        }
        world.sampler.release();
        long pinned = Pinning.pin(mutator, world.fixed, oop);
        if (pinned != Allocation.NO_ROOM && pinned != oop) {
            IdentityExchange exchange = new IdentityExchange(world);
            exchange.forward(oop, pinned);
            exchange.commitWithoutClasses();
        }
        world.sampler.hold(0);
        return pinned;
    }

    void unpin(long oop) {
        if (Oop.isPointer(oop) && !isPermanent(oop)) {
            Pinning.unpin(oop);
        }
    }

    /** All objects that are pinned, alive or not. */
    List<Long> all() {
        List<Long> found = new ArrayList<>();
        world.memory.forEachObject(world.fixed.regions(), oop -> {
            if (Pinning.isPinned(oop)) {
                found.add(oop);
            }
        });
        return found;
    }

    /** Pins the elements of an Array as far as they are objects that can be pinned. At a driver exit only. */
    void pinElements(Handles.Handle array) {
        for (long index = 0; index < ObjectHeader.slots(array.oop()); index++) {
            long each = ObjectHeader.slot(array.oop(), index);
            if (each != MutatorBlock.nil(mutator) && refusal(each) == null) {
                world.ensureRoom(Pinning.bytesFor(world.fixed, each));
                if (pin(ObjectHeader.slot(array.oop(), index)) == Allocation.NO_ROOM) {
                    throw new HeapFullException(ObjectHeader.end(each) - each);
                }
            }
        }
    }
}
