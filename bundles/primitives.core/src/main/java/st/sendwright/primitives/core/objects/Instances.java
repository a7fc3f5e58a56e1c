package st.sendwright.primitives.core.objects;

import st.sendwright.model.Allocation;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;

/** Making objects, and making them instances of another class. */
final class Instances {

    /** Classes whose instances the VM alone makes, since it relies on how they are made. */
    private static final boolean[] MADE_BY_THE_VM = indices(
            KnownClass.SMALL_INTEGER, KnownClass.CHARACTER, KnownClass.FLOAT,
            KnownClass.LARGE_POSITIVE_INTEGER, KnownClass.LARGE_NEGATIVE_INTEGER,
            KnownClass.SYMBOL, KnownClass.WIDE_SYMBOL, KnownClass.UNDEFINED_OBJECT,
            KnownClass.TRUE, KnownClass.FALSE, KnownClass.COMPILED_METHOD,
            KnownClass.COMPILED_BLOCK, KnownClass.CONTEXT, KnownClass.BLOCK_CLOSURE,
            KnownClass.METACLASS);

    /** Classes whose instances keep their class besides: the VM goes by it. */
    private static final boolean[] KEPT_BY_THE_VM = indices(KnownClass.METHOD_DICTIONARY,
            KnownClass.PROCESSOR_SCHEDULER, KnownClass.PROCESS, KnownClass.LINKED_LIST,
            KnownClass.SEMAPHORE, KnownClass.METHOD_INFO);

    private Instances() {
    }

    /** By class index, as a set would take more time than all the rest that is done for a small object. */
    private static boolean[] indices(KnownClass... classes) {
        boolean[] indices = new boolean[KnownClass.FIRST_FREE_INDEX];
        for (KnownClass each : classes) {
            indices[each.index()] = true;
        }
        return indices;
    }

    private static boolean isIn(boolean[] indices, int classIndex) {
        return classIndex < indices.length && indices[classIndex];
    }

    static long basicNew(PrimitiveFrame frame) {
        return make(frame, 0, false);
    }

    static long basicNewSized(PrimitiveFrame frame) {
        long size = frame.argument(0);
        if (!Oop.isSmallInteger(size) || Oop.integerValue(size) < 0) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        return make(frame, Oop.integerValue(size), true);
    }

    /** Symbols, numbers and the like are their own copies; Contexts and classes are not copied this way. */
    static long shallowCopy(PrimitiveFrame frame) {
        long mutator = frame.mutator();
        long receiver = frame.receiver();
        if (Oop.isImmediate(receiver)) {
            return receiver;
        }
        int classIndex = ObjectHeader.classIndex(receiver);
        if (classIndex == KnownClass.CONTEXT.index() || ClassObjects.isClass(mutator, receiver)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        int format = ObjectHeader.format(receiver);
        boolean isCode = ObjectFormat.isMethod(format);
        if (isIn(MADE_BY_THE_VM, classIndex) && !isCode
                && classIndex != KnownClass.BLOCK_CLOSURE.index()) {
            return receiver;
        }
        long slots = ObjectHeader.slots(receiver);
        long copy = Allocation.allocateRaw(mutator, classIndex, format, slots);
        if (copy == Allocation.NO_ROOM) {
            return Primitive.NEEDS_ROOM;
        }
        Memory.copy(receiver + ObjectHeader.BYTES, copy + ObjectHeader.BYTES, Math.max(1, slots) * 8);
        if (isCode) {
            // Send sites belong to one method: the copy gets its own when it first runs.
            ObjectHeader.rawPutSlot(copy, MethodLayout.SITES, Oop.smallInteger(0));
        }
        return copy;
    }

    static long changeClass(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        long newClass = frame.argument(0);
        long mutator = frame.mutator();
        if (!ClassObjects.isClass(mutator, newClass) || ClassObjects.classIndex(newClass) == 0
                || !ClassObjects.makesInstances(newClass) || ClassObjects.isMetaclass(mutator, newClass)
                || isIn(MADE_BY_THE_VM, ClassObjects.classIndex(newClass))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        if (Oop.isImmediate(receiver) || Identity.isReadOnly(receiver)
                || ClassObjects.isClass(mutator, receiver)
                || isIn(MADE_BY_THE_VM, ObjectHeader.classIndex(receiver))
                || isIn(KEPT_BY_THE_VM, ObjectHeader.classIndex(receiver))) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (!hasShapeFor(receiver, newClass)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        ObjectHeader.setClassIndex(receiver, ClassObjects.classIndex(newClass));
        return receiver;
    }

    /** From now on the indexable slots of this one object do not keep alive what they refer to. */
    static long beWeak(PrimitiveFrame frame) {
        return changeFormat(frame, ObjectFormat.WEAK, ObjectFormat.VARIABLE, ObjectFormat.FIXED_AND_VARIABLE);
    }

    /** From now on the first variable of this one object is a key, and the object is mourned when that dies. */
    static long beEphemeron(PrimitiveFrame frame) {
        return changeFormat(frame, ObjectFormat.EPHEMERON, ObjectFormat.FIXED, ObjectFormat.FIXED);
    }

    private static long changeFormat(PrimitiveFrame frame, int wanted, int from, int orFrom) {
        long receiver = frame.receiver();
        if (Oop.isImmediate(receiver) || Identity.isReadOnly(receiver) || ObjectHeader.slots(receiver) == 0
                || ClassObjects.isClass(frame.mutator(), receiver)
                || isIn(MADE_BY_THE_VM, ObjectHeader.classIndex(receiver))) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        int format = ObjectHeader.format(receiver);
        if (format != wanted && format != from && format != orFrom) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        ObjectHeader.setFormat(receiver, wanted);
        return receiver;
    }

    /** Whether a weak object is mourned when the collector takes a reference from it. */
    static long setMourning(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        if (Oop.isImmediate(receiver) || ObjectHeader.format(receiver) != ObjectFormat.WEAK) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (frame.argument(0) == MutatorBlock.bool(frame.mutator(), true)) {
            ObjectHeader.set(receiver, ObjectHeader.MOURNING);
        } else {
            ObjectHeader.clear(receiver, ObjectHeader.MOURNING);
        }
        return receiver;
    }

    static long isMourning(PrimitiveFrame frame) {
        return MutatorBlock.bool(frame.mutator(), Oop.isPointer(frame.receiver())
                && ObjectHeader.has(frame.receiver(), ObjectHeader.MOURNING));
    }

    private static long make(PrimitiveFrame frame, long size, boolean isSized) {
        if (!canMake(frame) || isSized && !ClassObjects.isIndexable(frame.receiver())) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        long oop = ClassObjects.newInstance(frame.mutator(), frame.receiver(), size);
        return oop == Allocation.NO_ROOM ? Primitive.NEEDS_ROOM : oop;
    }

    private static boolean canMake(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        return ClassObjects.isClass(frame.mutator(), receiver) && ClassObjects.classIndex(receiver) != 0
                && !ClassObjects.isMetaclass(frame.mutator(), receiver)
                && !isIn(MADE_BY_THE_VM, ClassObjects.classIndex(receiver))
                && ClassObjects.makesInstances(receiver)
                && !ObjectFormat.isMethod(ClassObjects.objectFormat(receiver));
    }

    /** Whether the object could have been made by the class: same kind of slots, and enough of them. */
    private static boolean hasShapeFor(long receiver, long newClass) {
        int format = ObjectHeader.format(receiver);
        int wanted = ClassObjects.objectFormat(newClass);
        if (!ObjectFormat.isPointers(format)) {
            return !ObjectFormat.isPointers(wanted) && kindOfBits(format) == kindOfBits(wanted);
        }
        long fixed = ClassObjects.instanceSlots(newClass);
        long slots = ObjectHeader.slots(receiver);
        return format == wanted
                && (ObjectFormat.isVariablePointers(wanted) ? slots >= fixed : slots == fixed);
    }

    /** The format without the bits that count unused elements. */
    private static int kindOfBits(int format) {
        if (ObjectFormat.isBytes(format)) {
            return ObjectFormat.BYTES;
        }
        if (ObjectFormat.isWords16(format)) {
            return ObjectFormat.WORDS_16;
        }
        return ObjectFormat.isWords32(format) ? ObjectFormat.WORDS_32 : format;
    }
}
