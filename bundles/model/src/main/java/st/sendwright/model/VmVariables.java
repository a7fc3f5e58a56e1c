package st.sendwright.model;

import java.util.BitSet;
import st.sendwright.model.KernelLayout.Behavior;
import st.sendwright.model.KernelLayout.Process;

/**
 * Variables that belong to the VM: it goes by what is in them without asking, so no Smalltalk code but the kernel's
 * own stores there. What else the VM reads (lists of Processes, the tables of dictionaries) it looks at first.
 *
 * <p>Indices are those of slots, from 0.
 */
public final class VmVariables {

    private static final BitSet OF_BEHAVIORS = slots(Behavior.SUPERCLASS, Behavior.METHOD_DICTIONARY, Behavior.FORMAT,
            Behavior.SUBCLASSES, Behavior.INSTANCE_VARIABLES, Behavior.NAME, Behavior.CLASS_POOL,
            Behavior.SHARED_POOLS);
    private static final BitSet OF_PROCESSES = slots(Process.NEXT_LINK, Process.SUSPENDED_CONTEXT, Process.PRIORITY,
            Process.MY_LIST, Process.EVALUATION);
    private static final BitSet NONE = new BitSet();

    private VmVariables() {
    }

    private static BitSet slots(int... slots) {
        BitSet set = new BitSet();
        for (int slot : slots) {
            set.set(slot);
        }
        return set;
    }

    /** Whether only the VM stores into the indexable elements of the object. */
    public static boolean areElementsOwned(long oop) {
        return isWhole(Oop.classIndex(oop));
    }

    /** Whether only the VM stores into the slot of the object. */
    public static boolean isOwned(long mutator, long oop, long slot) {
        if (isWhole(Oop.classIndex(oop))) {
            return true;
        }
        BitSet owned = ClassObjects.isClass(mutator, oop) ? OF_BEHAVIORS
                : isProcess(mutator, MutatorBlock.classOf(mutator, oop)) ? OF_PROCESSES : NONE;
        return slot < owned.length() && owned.get((int) slot);
    }

    /** The named variables, of instances of the class or of some subclass, that only the VM stores into. */
    public static BitSet ofInstances(long mutator, long classOop) {
        if (isWhole(ClassObjects.classIndex(classOop))) {
            BitSet all = new BitSet();
            all.set(0, ClassObjects.instanceSlots(classOop));
            return all;
        }
        if (isProcess(mutator, classOop)) {
            return (BitSet) OF_PROCESSES.clone();
        }
        long known = MutatorBlock.classAt(mutator, KnownClass.CLASS.index());
        long metaclass = MutatorBlock.classAt(mutator, KnownClass.METACLASS.index());
        boolean haveClasses = ClassObjects.inheritsFrom(mutator, classOop, known)
                || ClassObjects.inheritsFrom(mutator, known, classOop)
                || ClassObjects.inheritsFrom(mutator, metaclass, classOop);
        return (BitSet) (haveClasses ? OF_BEHAVIORS : NONE).clone();
    }

    /** Whether all variables, and elements, of the instances of a class belong to the VM. */
    private static boolean isWhole(int classIndex) {
        return classIndex == KnownClass.BLOCK_CLOSURE.index() || classIndex == KnownClass.METHOD_DICTIONARY.index()
                || classIndex == KnownClass.PROCESSOR_SCHEDULER.index()
                || classIndex == KnownClass.METHOD_INFO.index();
    }

    private static boolean isProcess(long mutator, long classOop) {
        return ClassObjects.inheritsFrom(mutator, classOop,
                MutatorBlock.classAt(mutator, KnownClass.PROCESS.index()));
    }
}
