package st.sendwright.runtime;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import st.sendwright.heap.Become;
import st.sendwright.heap.Pinning;
import st.sendwright.heap.Region;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.KernelLayout;
import st.sendwright.model.KernelLayout.MethodDictionary;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SpecialObject;

/**
 * {@code become:} and its kin: gathers what shall become what, then has all references replaced, by the cheapest way
 * that is right: exchange of contents, a look at what can refer to young objects, or a search of the whole heap.
 */
final class IdentityExchange {

    /** The VM reads the variables of these without asking: only one of the same class can take the place of another. */
    private static final Set<KnownClass> READ_BY_THE_VM = EnumSet.of(KnownClass.SYMBOL, KnownClass.WIDE_SYMBOL,
            KnownClass.ASSOCIATION, KnownClass.WEAK_KEY_ASSOCIATION, KnownClass.METHOD_DICTIONARY,
            KnownClass.COMPILED_METHOD, KnownClass.COMPILED_BLOCK, KnownClass.METHOD_INFO, KnownClass.BLOCK_CLOSURE,
            KnownClass.SEMAPHORE, KnownClass.LINKED_LIST);
    /** What lookup goes through, or sends know the addresses of. */
    private static final Set<KnownClass> USED_BY_LOOKUP = EnumSet.of(KnownClass.SYMBOL, KnownClass.WIDE_SYMBOL,
            KnownClass.METHOD_DICTIONARY, KnownClass.COMPILED_METHOD, KnownClass.COMPILED_BLOCK,
            KnownClass.METHOD_INFO);

    private final World world;
    private final long mutator;
    private final Map<Long, Long> replacement = new LinkedHashMap<>();

    IdentityExchange(World world) {
        this.world = world;
        this.mutator = world.mutator;
    }

    /** References to {@code from} will lead to {@code to}; the last of several wins. */
    void forward(long from, long to) {
        replacement.put(from, to);
    }

    // What cannot be

    /** Why references to one object cannot become references to another, as part of a sentence; null when they can. */
    String refusal(long one, long other, boolean twoWay) {
        String fixed = isFixed(one) ? fixed(one) : twoWay && isFixed(other) ? fixed(other) : null;
        if (fixed != null) {
            return fixed;
        }
        KnownClass shaped = readByTheVm(one);
        if (shaped == null && twoWay) {
            shaped = readByTheVm(other);
        }
        return shaped == null || Oop.classIndex(one) == Oop.classIndex(other) ? null
                : "the VM reads the variables of a " + shaped.className()
                        + ", so only another one can take its place";
    }

    private static KnownClass readByTheVm(long oop) {
        for (KnownClass known : READ_BY_THE_VM) {
            if (known.index() == Oop.classIndex(oop)) {
                return known;
            }
        }
        return null;
    }

    private boolean isFixed(long oop) {
        return !Oop.isPointer(oop) || oop == MutatorBlock.nil(mutator) || oop == MutatorBlock.bool(mutator, true)
                || oop == MutatorBlock.bool(mutator, false) || ClassObjects.isClass(mutator, oop)
                || oop == MutatorBlock.special(mutator, SpecialObject.SMALLTALK)
                || ObjectHeader.classIndex(oop) == KnownClass.CONTEXT.index()
                || ObjectHeader.classIndex(oop) == KnownClass.PROCESSOR_SCHEDULER.index()
                || oop == ObjectHeader.slot(MutatorBlock.special(mutator, SpecialObject.PROCESSOR),
                        KernelLayout.Scheduler.READY_LISTS)
                || world.scheduler.isProcess(oop);
    }

    private String fixed(long oop) {
        String className = ClassObjects.name(mutator, MutatorBlock.classOf(mutator, oop));
        if (!Oop.isPointer(oop)) {
            return "a " + className + " is a value and no object in memory, so it has no identity to change";
        }
        if (ClassObjects.isClass(mutator, oop)) {
            return "the class " + ClassObjects.name(mutator, oop)
                    + " keeps its identity, which its instances depend on; define the class anew instead";
        }
        if (ObjectHeader.classIndex(oop) == KnownClass.CONTEXT.index()) {
            return "an activation keeps its identity: it may be running";
        }
        return "the only or running instance of " + className + " keeps its identity, which the VM depends on";
    }

    static boolean isReadOnly(long oop) {
        return Oop.isPointer(oop) && ObjectHeader.has(oop, ObjectHeader.IMMUTABLE);
    }

    /**
     * The name of an activation or a block that would use variables which its new receiver does not have; null
     * when all is well.
     */
    String misfit() {
        if (replacement.entrySet().stream().allMatch(pair -> surelyFits(pair.getKey(), pair.getValue()))) {
            return null;
        }
        String[] found = new String[1];
        VariableUse use = new VariableUse(world);
        use.forEachWithReceiver(from(), (code, receiver) -> {
            Long other = found[0] == null ? replacement.get(receiver) : null;
            if (other != null && !use.fits(code, other)) {
                found[0] = world.codeName(code);
            }
        });
        return found[0];
    }

    /** Whether no code can use a variable of the one that the other does not have. */
    private boolean surelyFits(long one, long other) {
        if (!ObjectFormat.isPointers(ObjectHeader.format(one))) {
            return true;
        }
        int named = ClassObjects.instanceSlots(MutatorBlock.classOf(mutator, one));
        return named == 0 || Oop.isPointer(other) && ObjectFormat.isPointers(ObjectHeader.format(other))
                && ObjectHeader.slots(other) >= named;
    }

    // What is done

    /** Whether the replacements are an exchange between so many pairs, no object among them twice. */
    boolean isOfPairs(long pairs) {
        return replacement.size() == pairs * 2;
    }

    /** As {@link #commitWithoutClasses} for {@link #isOfPairs}. */
    void commitPairs() {
        if (!replacement.entrySet().stream().allMatch(pair -> Become.canSwap(pair.getKey(), pair.getValue()))) {
            commitWithoutClasses();
            return;
        }
        boolean affectsLookup = affectsLookup();
        Set<Long> done = new HashSet<>();
        replacement.forEach((one, other) -> {
            if (done.add(one) && done.add(other)) {
                Become.swap(mutator, one, other);
            }
        });
        if (affectsLookup) {
            world.lookup.everythingChanged();
        }
    }

    /** Carries all replacements out. No class may be among what is replaced. */
    void commitWithoutClasses() {
        boolean affectsLookup = affectsLookup();
        List<Region> regions = world.regions();
        boolean areYoung = replacement.keySet().stream().allMatch(oop -> isYoung(oop, regions));
        if (areYoung) {
            Become.exchangeYoung(mutator, world.collector()::referencesToYoung, world.roots(), from(), to(), false);
        } else {
            Become.exchange(mutator, regions, world.roots(), from(), to(), false);
        }
        freeReplaced();
        if (affectsLookup) {
            world.lookup.everythingChanged();
        }
    }

    /** Carries all replacements out and unlinks all sends, as any class or method may have changed. */
    void commit() {
        Become.exchange(mutator, world.regions(), world.roots(), from(), to(), false);
        freeReplaced();
        world.lookup.everythingChanged();
    }

    private static boolean isYoung(long oop, List<Region> regions) {
        return regions.stream().anyMatch(region -> region.isYoung() && oop >= region.start() && oop < region.end());
    }

    private long[] from() {
        return replacement.keySet().stream().mapToLong(Long::longValue).toArray();
    }

    private long[] to() {
        return replacement.values().stream().mapToLong(Long::longValue).toArray();
    }

    private boolean affectsLookup() {
        Set<Long> changed = new HashSet<>(replacement.keySet());
        changed.addAll(replacement.values());
        return changed.stream().anyMatch(this::isUsedByLookup)
                || changed.stream().anyMatch(oop -> Oop.classIndex(oop) == KnownClass.ARRAY.index())
                && areInMethodDictionaries(changed);
    }

    private boolean isUsedByLookup(long oop) {
        int classIndex = Oop.classIndex(oop);
        return USED_BY_LOOKUP.stream().anyMatch(known -> known.index() == classIndex)
                || ClassObjects.isClass(mutator, oop);
    }

    /** Whether one of some objects is an Array of keys or values of a method dictionary. */
    private boolean areInMethodDictionaries(Set<Long> objects) {
        long limit = Memory.longAt(mutator + MutatorBlock.CLASS_TABLE_LIMIT);
        long nil = MutatorBlock.nil(mutator);
        for (int index = 0; index < limit; index++) {
            long classOop = MutatorBlock.classAt(mutator, index);
            long dictionary = classOop == nil ? nil : ClassObjects.methodDictionary(classOop);
            if (dictionary != nil && (objects.contains(ObjectHeader.slot(dictionary, MethodDictionary.KEYS))
                    || objects.contains(ObjectHeader.slot(dictionary, MethodDictionary.VALUES)))) {
                return true;
            }
        }
        return false;
    }

    private void freeReplaced() {
        Set<Long> kept = new HashSet<>(replacement.values());
        for (long old : replacement.keySet()) {
            if (!kept.contains(old)) {
                free(old);
            }
        }
    }

    /**
     * What nobody refers to any more may lie in memory for a while, and its class may have other variables by then: it
     * becomes a piece of free memory. Code is left alone, for its send sites belong to it.
     */
    private static void free(long old) {
        if (ObjectFormat.isPointers(ObjectHeader.format(old))) {
            Pinning.retire(old);
        }
    }
}
