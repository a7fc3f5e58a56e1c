package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.List;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.KernelLayout.Association;
import st.sendwright.model.KernelLayout.Behavior;
import st.sendwright.model.KnownClass;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SpecialObject;
import st.sendwright.model.SymbolDictionaries;
import st.sendwright.model.WriteBarrier;

/**
 * The values of the kernel's globals, class variables and class-side variables at one moment, to see what has
 * changed since and to bring it back. <b>Thread</b>: the VM thread.
 */
final class KernelValues implements AutoCloseable {

    /** Each value takes three slots: the object that held it, the slot there, and the value. */
    private static final int STRIDE = 3;

    private final World world;
    private final KernelInventory inventory;
    private final long mutator;
    private final Handles.Handle saved;

    /** Where a value is held. */
    private record Place(long holder, int slot) {
    }

    /** Remembers what there is now. At a driver exit only. */
    KernelValues(World world, KernelInventory inventory) {
        this.world = world;
        this.inventory = inventory;
        this.mutator = world.mutator;
        world.ensureRoom(ObjectHeader.bytesFor((long) STRIDE * places().size()) + 64);
        List<Place> places = places();
        long array = world.methods.newArray(STRIDE * places.size());
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            ObjectHeader.rawPutSlot(array, (long) STRIDE * i, place.holder);
            ObjectHeader.rawPutSlot(array, (long) STRIDE * i + 1, Oop.smallInteger(place.slot));
            ObjectHeader.rawPutSlot(array, (long) STRIDE * i + 2, ObjectHeader.slot(place.holder, place.slot));
        }
        saved = world.handles.on(array);
    }

    private List<Place> places() {
        List<Place> places = new ArrayList<>();
        SymbolDictionaries.forEach(MutatorBlock.special(mutator, SpecialObject.SMALLTALK), association -> {
            String name = world.text(ObjectHeader.slot(association, Association.KEY));
            if (inventory.hasGlobal(name) && !name.equals(DialectVariable.CLASS)) {
                places.add(new Place(association, Association.VALUE));
                addVariablesOf(ObjectHeader.slot(association, Association.VALUE), places);
            }
        });
        return places;
    }

    private void addVariablesOf(long value, List<Place> places) {
        if (!ClassObjects.isClass(mutator, value) || ClassObjects.isMetaclass(mutator, value)) {
            return;
        }
        long pool = ObjectHeader.slot(value, Behavior.CLASS_POOL);
        if (pool != MutatorBlock.nil(mutator)) {
            SymbolDictionaries.forEach(pool, variable -> places.add(new Place(variable, Association.VALUE)));
        }
        for (int slot = Behavior.CLASS_SLOTS; slot < ObjectHeader.slots(value); slot++) {
            places.add(new Place(value, slot));
        }
    }

    /** The kernel's globals that have other values now. */
    List<String> changedGlobals() {
        List<String> names = new ArrayList<>();
        forEachChange((holder, slot, old) -> {
            boolean isVariable = Oop.classIndex(holder) == KnownClass.ASSOCIATION.index();
            if (isVariable && inventory.hasGlobal(world.text(ObjectHeader.slot(holder, Association.KEY)))) {
                names.add(world.text(ObjectHeader.slot(holder, Association.KEY)));
            }
        });
        return names;
    }

    /** Whether any of them has another value now, or is gone. */
    boolean haveChanged() {
        boolean[] changed = {false};
        forEachChange((holder, slot, old) -> changed[0] = true);
        return changed[0];
    }

    /** Brings all values back. At a driver exit only. */
    void restore() {
        world.ensureRoom(64L * ObjectHeader.slots(saved.oop()) + 4096);
        forEachChange((holder, slot, old) -> {
            WriteBarrier.putSlot(mutator, holder, slot, old);
            long smalltalk = MutatorBlock.special(mutator, SpecialObject.SMALLTALK);
            if (isLostGlobal(holder) && !SymbolDictionaries.putAssociation(mutator, smalltalk, holder)) {
                throw new IllegalStateException("the room reckoned for globals was too small");
            }
        });
        world.lookup.everythingChanged();
    }

    /** Hears of a value that has changed. */
    private interface Visitor {
        void changed(long holder, int slot, long old);
    }

    private void forEachChange(Visitor visitor) {
        long array = saved.oop();
        for (long i = 0; i < ObjectHeader.slots(array); i += STRIDE) {
            long holder = ObjectHeader.slot(array, i);
            int slot = (int) Oop.integerValue(ObjectHeader.slot(array, i + 1));
            long old = ObjectHeader.slot(array, i + 2);
            if (ObjectHeader.slot(holder, slot) != old || isLostGlobal(holder)) {
                visitor.changed(holder, slot, old);
            }
        }
    }

    private boolean isLostGlobal(long holder) {
        if (Oop.classIndex(holder) != KnownClass.ASSOCIATION.index()) {
            return false;
        }
        long key = ObjectHeader.slot(holder, Association.KEY);
        long value = ObjectHeader.slot(holder, Association.VALUE);
        return ClassObjects.isClass(mutator, value) && !ClassObjects.isMetaclass(mutator, value)
                && ObjectHeader.slot(value, Behavior.NAME) == key
                && SymbolDictionaries.associationAt(MutatorBlock.special(mutator, SpecialObject.SMALLTALK), key) == 0;
    }

    @Override
    public void close() {
        saved.close();
    }
}
