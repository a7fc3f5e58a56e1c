package st.sendwright.primitives.core.objects;

import java.util.List;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.IdentityHash;
import st.sendwright.model.KernelLayout.Scheduler;
import st.sendwright.model.KnownClass;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SpecialObject;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.PrimitiveFrame;

/** Which object it is, of what class, and whether it may change. */
final class Identity {

    private static final List<KnownClass> WRITTEN_BY_THE_VM = List.of(KnownClass.CONTEXT, KnownClass.PROCESS,
            KnownClass.SEMAPHORE, KnownClass.PROCESSOR_SCHEDULER, KnownClass.METHOD_DICTIONARY, KnownClass.METHOD_INFO,
            KnownClass.SYSTEM_DICTIONARY);

    private Identity() {
    }

    static long classOf(PrimitiveFrame frame) {
        return MutatorBlock.classOf(frame.mutator(), frame.receiver());
    }

    static long identical(PrimitiveFrame frame) {
        return MutatorBlock.bool(frame.mutator(), frame.receiver() == frame.argument(0));
    }

    static long identityHash(PrimitiveFrame frame) {
        return Oop.smallInteger(IdentityHash.of(frame.mutator(), frame.receiver()));
    }

    static long isReadOnly(PrimitiveFrame frame) {
        return MutatorBlock.bool(frame.mutator(), isReadOnly(frame.receiver()));
    }

    static long setReadOnly(PrimitiveFrame frame) {
        long mutator = frame.mutator();
        long receiver = frame.receiver();
        boolean wanted = frame.argument(0) == MutatorBlock.bool(mutator, true);
        if (!wanted && frame.argument(0) != MutatorBlock.bool(mutator, false)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        if (Oop.isImmediate(receiver)) {
            return wanted ? receiver : frame.fail(Failure.WRONG_RECEIVER);
        }
        if (wanted ? isWrittenByTheVm(mutator, receiver) : isReadyLists(mutator, receiver)) {
            return frame.fail(Failure.DENIED);
        }
        if (wanted) {
            ObjectHeader.set(receiver, ObjectHeader.IMMUTABLE);
        } else {
            ObjectHeader.clear(receiver, ObjectHeader.IMMUTABLE);
        }
        return receiver;
    }

    /**
     * Whether the VM itself stores into the object while a program runs: it would not ask, or could not go on if it did.
     */
    private static boolean isWrittenByTheVm(long mutator, long oop) {
        int format = ObjectHeader.format(oop);
        if (format == ObjectFormat.WEAK || format == ObjectFormat.EPHEMERON || ClassObjects.isClass(mutator, oop)) {
            return true;
        }
        long itsClass = MutatorBlock.classOf(mutator, oop);
        for (KnownClass known : WRITTEN_BY_THE_VM) {
            if (ClassObjects.inheritsFrom(mutator, itsClass, MutatorBlock.classAt(mutator, known.index()))) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is the Array of the lists of Processes that are ready: no list may leave it. */
    private static boolean isReadyLists(long mutator, long oop) {
        return ObjectHeader.slot(MutatorBlock.special(mutator, SpecialObject.PROCESSOR), Scheduler.READY_LISTS) == oop;
    }

    /** Whether stores into the object are refused; an immediate has nothing to store into. */
    static boolean isReadOnly(long oop) {
        return Oop.isImmediate(oop) || ObjectHeader.has(oop, ObjectHeader.IMMUTABLE);
    }
}
