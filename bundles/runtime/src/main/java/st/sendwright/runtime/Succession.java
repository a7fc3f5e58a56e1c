package st.sendwright.runtime;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SpecialObject;
import st.sendwright.model.StringObjects;
import st.sendwright.model.SymbolTable;

/**
 * What one VM leaves to the one that goes on from its image, besides the objects: where its clock stood, who
 * waits for a time or for work of another thread, and the numbers that it has given out, which must not be
 * given out again as long as an old one may be held somewhere.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class Succession {

    // Slots of the Array in SpecialObject.SUCCESSION.
    private static final int CLOCK_MILLISECONDS = 0;
    private static final int NEXT_EVALUATION = 1;
    private static final int NEXT_RESOURCE = 2;
    /** Array of Semaphore and deadline by turns, in the order in which they are due. */
    private static final int TIMERS = 3;
    /** Array of the Semaphores that other threads were to signal. */
    private static final int AWAITED = 4;
    /** The Process that had the image written, or nil. */
    private static final int PROCESS = 5;
    /** Array of the names of the kernel's globals, or nil when all are. */
    private static final int KERNEL_NAMES = 6;
    /** A weak Array of the objects that were pinned. */
    private static final int PINNED = 7;
    /** So many were there before plugins brought sources. */
    private static final int LEAST_SLOTS = 8;
    /** A ByteArray: what the sources of plugins have done. */
    private static final int PLUGINS = 8;
    /** Array of the Associations of the classes that have gone with their plugins. */
    private static final int RETIRED_CLASSES = 9;
    private static final int SLOTS = 10;

    private static final long NANOS_PER_MILLISECOND = 1_000_000;

    private static final Logger LOG = System.getLogger("st.sendwright.plugins");

    private final World world;
    private final long mutator;

    Succession(World world) {
        this.world = world;
        this.mutator = world.mutator;
    }

    private void put(long array) {
        MutatorBlock.putSpecial(mutator, SpecialObject.SUCCESSION, array);
    }

    /** Bytes that {@link #leave} allocates at most. */
    long bytes() {
        return ObjectHeader.bytesFor(SLOTS) + ObjectHeader.bytesFor(2L * world.timers.size())
                + ObjectHeader.bytesFor(awaited().size()) + ObjectHeader.bytesFor(world.pins.all().size())
                + ObjectHeader.bytesFor(world.guard.kernelNames().map(Set::size).orElse(0))
                + StringObjects.byteSizeOfBytes(world.plugins.bytes().length)
                + ObjectHeader.bytesFor(world.plugins.retiredAssociations().size()) + 64;
    }

    /** Notes everything; room has been made sure of. */
    void leave(Optional<Handles.Handle> process) {
        long array = world.methods.newArray(SLOTS);
        long timers = timers(world.clock.milliseconds());
        List<Handles.Handle> semaphores = awaited();
        long awaited = objects(semaphores);
        ObjectHeader.rawPutSlot(array, PLUGINS, Methods.room(StringObjects.newBytes(mutator, world.plugins.bytes())));
        ObjectHeader.rawPutSlot(array, RETIRED_CLASSES, objects(world.plugins.retiredAssociations()));
        ObjectHeader.rawPutSlot(array, PINNED, pinned());
        ObjectHeader.rawPutSlot(array, CLOCK_MILLISECONDS, Oop.smallInteger(world.clock.milliseconds() + 1));
        ObjectHeader.rawPutSlot(array, NEXT_EVALUATION, Oop.smallInteger(world.evaluations.next()));
        ObjectHeader.rawPutSlot(array, NEXT_RESOURCE, Oop.smallInteger(world.services.nextResource()));
        ObjectHeader.rawPutSlot(array, TIMERS, timers);
        ObjectHeader.rawPutSlot(array, AWAITED, awaited);
        ObjectHeader.rawPutSlot(array, PROCESS,
                process.map(Handles.Handle::oop).orElse(MutatorBlock.nil(mutator)));
        world.guard.kernelNames().ifPresent(names -> ObjectHeader.rawPutSlot(array, KERNEL_NAMES, symbols(names)));
        put(array);
    }

    /** The Semaphores that other threads were to signal. */
    private List<Handles.Handle> awaited() {
        return Stream.concat(world.services.awaited().stream(), world.waiting.semaphores().stream()).toList();
    }

    private long objects(List<Handles.Handle> handles) {
        long array = world.methods.newArray(handles.size());
        for (int index = 0; index < handles.size(); index++) {
            ObjectHeader.rawPutSlot(array, index, handles.get(index).oop());
        }
        return array;
    }

    private long pinned() {
        List<Long> pinned = world.pins.all();
        long array = world.methods.newArray(pinned.size());
        for (int index = 0; index < pinned.size(); index++) {
            ObjectHeader.rawPutSlot(array, index, pinned.get(index));
        }
        if (!pinned.isEmpty()) {
            // What dies in the collection before the image is written shall not be in it.
            ObjectHeader.setFormat(array, ObjectFormat.WEAK);
        }
        return array;
    }

    /** Pins what was pinned in the other VM; it has other addresses now. At a driver exit, before {@link #takeOver}. */
    void pinAgain() {
        long array = MutatorBlock.special(mutator, SpecialObject.SUCCESSION);
        if (Oop.classIndex(array) != KnownClass.ARRAY.index() || ObjectHeader.slots(array) < LEAST_SLOTS
                || Oop.classIndex(ObjectHeader.slot(array, PINNED)) != KnownClass.ARRAY.index()) {
            return;
        }
        try (Handles.Handle pinned = world.handles.on(ObjectHeader.slot(array, PINNED))) {
            world.pins.pinElements(pinned);
        }
    }

    /** Names that are no Symbols any more are no globals either. */
    private long symbols(Set<String> names) {
        long[] found = names.stream().sorted().mapToLong(name -> SymbolTable.find(mutator, name))
                .filter(symbol -> symbol != 0).toArray();
        long array = world.methods.newArray(found.length);
        for (int index = 0; index < found.length; index++) {
            ObjectHeader.rawPutSlot(array, index, found[index]);
        }
        return array;
    }

    private long timers(long now) {
        List<Timers.Due> all = world.timers.inOrder();
        long array = world.methods.newArray(2 * all.size());
        for (int index = 0; index < all.size(); index++) {
            ObjectHeader.rawPutSlot(array, 2L * index, all.get(index).semaphore().oop());
            ObjectHeader.rawPutSlot(array, 2L * index + 1,
                    Oop.smallInteger(now + all.get(index).nanosLeft() / NANOS_PER_MILLISECOND));
        }
        return array;
    }

    /** This VM goes on by itself: there is nothing to take over. */
    void forget() {
        put(MutatorBlock.nil(mutator));
    }

    /** Whether the heap is from an image that a VM has left something in. */
    boolean isThere() {
        return MutatorBlock.special(mutator, SpecialObject.SUCCESSION) != MutatorBlock.nil(mutator);
    }

    /**
     * Goes on where the other VM stopped. What other threads did for it is lost: who waits for that is woken, and
     * finds no result.
     *
     * @return the Process that had the image written, or nil
     */
    long takeOver() {
        long array = MutatorBlock.special(mutator, SpecialObject.SUCCESSION);
        forget();
        if (Oop.classIndex(array) != KnownClass.ARRAY.index() || ObjectHeader.slots(array) < LEAST_SLOTS) {
            return MutatorBlock.nil(mutator);
        }
        long clock = Oop.integerValue(ObjectHeader.slot(array, CLOCK_MILLISECONDS));
        world.clock.goOnFrom(clock);
        world.evaluations.goOnFrom(Oop.integerValue(ObjectHeader.slot(array, NEXT_EVALUATION)));
        world.services.goOnFrom((int) Oop.integerValue(ObjectHeader.slot(array, NEXT_RESOURCE)));
        long now = System.nanoTime();
        long timers = ObjectHeader.slot(array, TIMERS);
        for (long index = 0; index < ObjectHeader.slots(timers); index += 2) {
            long left = Oop.integerValue(ObjectHeader.slot(timers, index + 1)) - clock;
            world.timers.add(ObjectHeader.slot(timers, index), now + Math.max(0, left) * NANOS_PER_MILLISECOND);
        }
        long awaited = ObjectHeader.slot(array, AWAITED);
        for (long index = 0; index < ObjectHeader.slots(awaited); index++) {
            world.scheduler.signal(ObjectHeader.slot(awaited, index));
        }
        long names = ObjectHeader.slot(array, KERNEL_NAMES);
        if (names != MutatorBlock.nil(mutator)) {
            Set<String> kernelNames = new HashSet<>();
            for (long index = 0; index < ObjectHeader.slots(names); index++) {
                kernelNames.add(world.text(ObjectHeader.slot(names, index)));
            }
            world.guard.goOnWith(kernelNames);
        }
        if (ObjectHeader.slots(array) >= SLOTS) {
            takeOverPlugins(ObjectHeader.slot(array, PLUGINS), ObjectHeader.slot(array, RETIRED_CLASSES));
        }
        return ObjectHeader.slot(array, PROCESS);
    }

    private void takeOverPlugins(long bytes, long classes) {
        List<Handles.Handle> associations = new ArrayList<>();
        for (long index = 0; index < ObjectHeader.slots(classes); index++) {
            associations.add(world.handles.on(ObjectHeader.slot(classes, index)));
        }
        try {
            world.plugins.goOnFrom(Memory.bytesAt(bytes + ObjectHeader.BYTES, (int) ObjectFormat.byteCount(bytes)), associations);
        } catch (IOException damaged) {
            LOG.log(Level.ERROR, "SW-PLUGIN-004 the image does not tell what plugins have brought: " + damaged.getMessage()
                    + "; their classes and methods are the program's from now on. See docs/errors/SW-PLUGIN-004.md");
            associations.forEach(Handles.Handle::close);
        }
    }
}
