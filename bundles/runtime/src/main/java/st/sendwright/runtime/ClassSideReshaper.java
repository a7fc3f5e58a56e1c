package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import st.sendwright.model.Allocation;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.KernelLayout.Behavior;
import st.sendwright.model.KnownClass;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.WriteBarrier;

/**
 * Gives a metaclass other variables. The class object has their slots, and so have those of its subclasses: new
 * objects take their places, and the methods on the class side are compiled again. Thread: the VM's.
 */
final class ClassSideReshaper {

    private static final int NEW = -1;

    private final World world;
    private final long root;
    private final List<String> names;
    private final Reshaper reshaper;
    private final int inherited;
    /** All variables by metaclass, superclasses first. */
    private final Map<Long, List<String>> oldNames = new LinkedHashMap<>();
    private final Map<Long, List<String>> newNames = new LinkedHashMap<>();
    /** For each new slot the old one whose value it gets, or {@link #NEW}. */
    private final Map<Long, List<Integer>> origins = new LinkedHashMap<>();

    /** @param names the variables that the metaclass itself is to add */
    ClassSideReshaper(World world, long metaclass, List<String> names) {
        this.world = world;
        this.root = metaclass;
        this.names = names;
        this.reshaper = new Reshaper(world);
        this.inherited = world.classes.instanceVariableNames(metaclass).size()
                - world.classes.ownInstanceVariableNames(metaclass).size();
        gatherRoot();
        world.classes.subclasses(metaclass).forEach(this::gatherBelow);
    }

    private void gatherRoot() {
        List<String> old = world.classes.instanceVariableNames(root);
        List<String> fresh = new ArrayList<>(old.subList(0, inherited));
        List<Integer> from = new ArrayList<>();
        for (int i = 0; i < inherited; i++) {
            from.add(i);
        }
        List<String> own = old.subList(inherited, old.size());
        for (String name : names) {
            fresh.add(name);
            from.add(own.contains(name) ? inherited + own.indexOf(name) : NEW);
        }
        gather(root, old, fresh, from);
    }

    private void gatherBelow(long metaclass) {
        long above = ClassObjects.superclass(metaclass);
        List<String> old = world.classes.instanceVariableNames(metaclass);
        List<String> fresh = new ArrayList<>(newNames.get(above));
        List<Integer> from = new ArrayList<>(origins.get(above));
        for (int i = oldNames.get(above).size(); i < old.size(); i++) {
            fresh.add(old.get(i));
            from.add(i);
        }
        gather(metaclass, old, fresh, from);
        world.classes.subclasses(metaclass).forEach(this::gatherBelow);
    }

    private void gather(long metaclass, List<String> old, List<String> fresh, List<Integer> from) {
        oldNames.put(metaclass, old);
        newNames.put(metaclass, fresh);
        origins.put(metaclass, from);
    }

    /** Why it cannot be done, or null. */
    String fault() {
        for (long metaclass : newNames.keySet()) {
            String name = ClassObjects.name(world.mutator, metaclass);
            if (ClassObjects.classIndex(classOf(metaclass)) < KnownClass.FIRST_FREE_INDEX) {
                return "SW-VM-010 the shape of " + name + " is known to the VM and cannot change";
            }
            // A name of a variable of Class may be hidden: other dialects have other variables there.
            List<String> all = newNames.get(metaclass);
            String fault = DefinitionCheck.faultInVariables(name, new ArrayList<>(), all.subList(inherited, all.size()));
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    /** @throws IllegalArgumentException with the reason when code that runs uses variables that would move */
    void refuseRunning() {
        reshaper.refuseRunning(ClassObjects.name(world.mutator, root), oldNames, newNames);
    }

    /** Bytes that {@link #reshape} allocates at most. */
    long bytes() {
        long bytes = 4096 + names.size() * 64L;
        for (var each : newNames.entrySet()) {
            bytes += ObjectHeader.bytesFor(each.getValue().size()) + reshaper.recompilationBytes(each.getKey());
        }
        return bytes;
    }

    /** Does it. There must be room for {@link #bytes}: nothing may move meanwhile. */
    void reshape() {
        IdentityExchange exchange = new IdentityExchange(world);
        origins.forEach((metaclass, from) -> exchange.forward(classOf(metaclass), reshaped(metaclass, from)));
        WriteBarrier.putSlot(world.mutator, root, Behavior.INSTANCE_VARIABLES, world.methods.strings(names));
        exchange.commit();
        world.guard.journal().quietly(() -> reshaper.recompileAll(List.copyOf(newNames.keySet())));
    }

    private long reshaped(long metaclass, List<Integer> from) {
        long old = classOf(metaclass);
        long fresh = Allocation.allocatePointers(world.mutator, ObjectHeader.classIndex(old), ObjectFormat.FIXED,
                from.size());
        for (int i = 0; i < from.size(); i++) {
            if (from.get(i) != NEW) {
                ObjectHeader.rawPutSlot(fresh, i, ObjectHeader.slot(old, from.get(i)));
            }
        }
        ObjectHeader.setHash(fresh, ObjectHeader.hash(old));
        WriteBarrier.putSlot(world.mutator, metaclass, Behavior.FORMAT,
                Behavior.format(from.size(), ObjectFormat.FIXED));
        return fresh;
    }

    private static long classOf(long metaclass) {
        return ObjectHeader.slot(metaclass, Behavior.THIS_CLASS);
    }
}
