package st.sendwright.heap.spur;

import java.util.ArrayList;
import java.util.List;
import st.sendwright.heap.Region;
import st.sendwright.heap.Roots;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.KernelLayout;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SpecialObject;
import st.sendwright.model.StringObjects;
import st.sendwright.model.WriteBarrier;

/**
 * Checks a heap without trusting it: the first walk notes where objects start, and from then on no address is
 * followed that is not among them.
 */
final class HeapVerifier {

    private static final int MOST_FAULTS = 100;

    private final long mutator;
    private final List<Region> regions;
    /** For each region one bit per 8 bytes: an object's header is there. */
    private final List<long[]> starts = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    HeapVerifier(long mutator, List<Region> regions) {
        this.mutator = mutator;
        this.regions = regions;
    }

    List<String> run(Roots roots) {
        for (Region region : regions) {
            starts.add(new long[(int) ((region.end() - region.start()) / 512 + 1)]);
        }
        for (int index = 0; index < regions.size(); index++) {
            noteStarts(regions.get(index), starts.get(index));
        }
        checkMutatorBlock();
        checkClassTable();
        for (int index = 0; index < regions.size(); index++) {
            checkObjects(regions.get(index), starts.get(index));
        }
        roots.strong((address, words) -> {
            for (long each = 0; each < words; each++) {
                checkWord(Memory.longAt(address + each * 8), "the root at 0x"
                        + Long.toHexString(address + each * 8));
            }
        });
        roots.weak((address, count, stride) -> {
            for (long each = 0; each < count; each++) {
                long at = address + each * stride;
                checkWord(Memory.longAt(at), "the weak reference at 0x" + Long.toHexString(at));
            }
        });
        return List.copyOf(faults);
    }

    private void noteStarts(Region region, long[] bits) {
        long free = 0;
        for (long start = region.start(); start < region.end();) {
            long oop = ObjectHeader.objectAt(start);
            if (oop + 2 * ObjectHeader.BYTES > region.end()) {
                fault("the object at " + hex(start) + " reaches past the end of " + region.name());
                return;
            }
            long slots = ObjectHeader.slots(oop);
            boolean overflow = oop != start;
            if (overflow && (!ObjectHeader.hasOverflowSlots(oop) || slots <= ObjectHeader.MAX_INLINE_SLOTS)) {
                fault("the word at " + hex(start) + " announces many slots, the header after it does not");
                return;
            }
            if (slots > ObjectHeader.MAX_SLOTS || ObjectHeader.end(oop) > region.end()) {
                fault("the object " + hex(oop) + " of " + slots + " slots reaches past the end of "
                        + region.name());
                return;
            }
            if (ObjectHeader.classIndex(oop) != ObjectHeader.FREE_CLASS_INDEX) {
                long bit = oop - region.start() >> 3;
                bits[(int) (bit >> 6)] |= 1L << bit;
            } else {
                free += ObjectHeader.end(oop) - start;
            }
            start = ObjectHeader.end(oop);
        }
        if (free < region.freeBytes()) {
            fault(region.name() + " says that " + region.freeBytes() + " bytes are free, but only " + free + " are");
        }
    }

    private void checkMutatorBlock() {
        checkObject(Memory.longAt(mutator + MutatorBlock.NIL), "nil", KnownClass.UNDEFINED_OBJECT);
        checkObject(Memory.longAt(mutator + MutatorBlock.TRUE), "true", KnownClass.TRUE);
        checkObject(Memory.longAt(mutator + MutatorBlock.FALSE), "false", KnownClass.FALSE);
        long special = Memory.longAt(mutator + MutatorBlock.SPECIAL_OBJECTS);
        checkWord(special, "the reference to the special objects");
        if (isStart(special) && special != MutatorBlock.nil(mutator)
                && ObjectHeader.slots(special) < SpecialObject.values().length) {
            fault("there are " + ObjectHeader.slots(special) + " special objects instead of "
                    + SpecialObject.values().length);
        }
        checkWord(Memory.longAt(mutator + MutatorBlock.EXIT_VALUE), "the value of the last exit");
    }

    private void checkObject(long oop, String what, KnownClass expected) {
        if (!isStart(oop)) {
            fault(what + " is said to be at " + hex(oop) + ", where no object starts");
        } else if (ObjectHeader.classIndex(oop) != expected.index()) {
            fault(what + " has class index " + ObjectHeader.classIndex(oop) + " instead of "
                    + expected.index());
        }
    }

    private void checkClassTable() {
        long limit = Memory.longAt(mutator + MutatorBlock.CLASS_TABLE_LIMIT);
        for (int index = 0; index < limit; index++) {
            long classOop = MutatorBlock.classAt(mutator, index);
            if (!isStart(classOop)) {
                fault("class index " + index + " leads to " + hex(classOop) + ", where no object starts");
            } else if (classOop != MutatorBlock.nil(mutator) && !isAtItsIndex(classOop, limit)) {
                fault("the class at class index " + index + " has identity hash "
                        + ObjectHeader.hash(classOop));
            }
        }
    }

    /** A class may be at other indices too: the tag of immediate Floats, and those of classes it replaced. */
    private boolean isAtItsIndex(long classOop, long limit) {
        int index = ObjectHeader.hash(classOop);
        return index < limit && MutatorBlock.classAt(mutator, index) == classOop;
    }

    private void checkObjects(Region region, long[] bits) {
        for (int word = 0; word < bits.length; word++) {
            for (long rest = bits[word]; rest != 0; rest &= rest - 1) {
                checkObject(region.start() + (word * 64L + Long.numberOfTrailingZeros(rest)) * 8, region);
                if (faults.size() >= MOST_FAULTS) {
                    return;
                }
            }
        }
    }

    private void checkObject(long oop, Region region) {
        int classIndex = ObjectHeader.classIndex(oop);
        long limit = Memory.longAt(mutator + MutatorBlock.CLASS_TABLE_LIMIT);
        int format = ObjectHeader.format(oop);
        long slots = ObjectHeader.slots(oop);
        if (classIndex == ObjectHeader.FORWARDER_CLASS_INDEX) {
            fault("the object " + hex(oop) + " is a forwarder");
            return;
        }
        if (classIndex >= limit) {
            fault("the object " + hex(oop) + " has class index " + classIndex + ", the table ends at "
                    + limit);
        }
        if (format > ObjectFormat.EPHEMERON && format < ObjectFormat.WORDS_64) {
            fault(describe(oop) + " has format " + format + ", which is none");
            return;
        }
        if (slots == 0 && (format == ObjectFormat.WORDS_32 + 1 || format > ObjectFormat.WORDS_16
                && format != ObjectFormat.BYTES)) {
            fault(describe(oop) + " has no slots and format " + format);
            return;
        }
        if (ObjectHeader.has(oop, ObjectHeader.MARKED | ObjectHeader.GREY)) {
            fault(describe(oop) + " bears a collector's mark");
        }
        if (ObjectHeader.has(oop, ObjectHeader.PINNED) && region.kind() != Region.Kind.FIXED) {
            fault(describe(oop) + " is pinned, but lies in " + region.name() + ", where objects move");
        }
        checkSlotCount(oop, classIndex, format, slots);
        long pointers = ObjectFormat.isPointers(format) ? slots : 0;
        if (ObjectFormat.isMethod(format)) {
            if (!Oop.isSmallInteger(ObjectHeader.slot(oop, MethodLayout.HEADER))
                    || MethodLayout.pointerSlots(oop) > slots) {
                fault(describe(oop) + " has a method header that does not fit its " + slots + " slots");
                return;
            }
            pointers = MethodLayout.pointerSlots(oop);
        }
        for (long slot = 0; slot < pointers; slot++) {
            long word = ObjectHeader.slot(oop, slot);
            if (!isReference(word)) {
                fault("slot " + slot + " of " + describe(oop) + " holds " + hex(word) + ", which is "
                        + kindOfFault(word));
            } else if (!region.isYoung() && isYoung(word)
                    && !WriteBarrier.isMarked(mutator, ObjectHeader.slotAddress(oop, slot))) {
                fault("slot " + slot + " of " + describe(oop) + " refers to a young object, and its card is not"
                        + " marked");
            }
        }
    }

    private boolean isYoung(long word) {
        return Oop.isPointer(word) && regions.stream().anyMatch(region -> region.isYoung()
                && word >= region.start() && word < region.end());
    }

    /** Compares an instance with its class, where the class can be read. */
    private void checkSlotCount(long oop, int classIndex, int format, long slots) {
        if (!ObjectFormat.isPointers(format) || !isReadableClass(classIndex)) {
            return;
        }
        long classOop = MutatorBlock.classAt(mutator, classIndex);
        int classFormat = ClassObjects.objectFormat(classOop);
        int named = ClassObjects.instanceSlots(classOop);
        if (!ObjectFormat.isPointers(classFormat)) {
            fault(describe(oop) + " has format " + format + ", its class says " + classFormat);
        } else if (ObjectFormat.isVariablePointers(classFormat) ? slots < named : slots != named) {
            fault(describe(oop) + " has " + slots + " slots, its class says " + named
                    + (ObjectFormat.isVariablePointers(classFormat) ? " or more" : ""));
        }
    }

    private void checkWord(long word, String what) {
        if (word != 0 && !isReference(word)) {
            fault(what + " holds " + hex(word) + ", which is " + kindOfFault(word));
        }
    }

    private boolean isReference(long word) {
        return switch ((int) (word & Oop.TAG_MASK)) {
            case 0 -> isStart(word);
            case (int) Oop.SMALL_INTEGER_TAG, (int) Oop.FLOAT_TAG -> true;
            case (int) Oop.CHARACTER_TAG -> word >>> Oop.TAG_BITS <= Character.MAX_CODE_POINT;
            default -> false;
        };
    }

    private static String kindOfFault(long word) {
        return Oop.isPointer(word) ? "no object's start"
                : Oop.isCharacter(word) ? "no code point" : "tagged as nothing there is";
    }

    private boolean isStart(long oop) {
        if ((oop & Oop.TAG_MASK) != 0) {
            return false;
        }
        for (int index = 0; index < regions.size(); index++) {
            Region region = regions.get(index);
            if (oop >= region.start() && oop < region.end()) {
                long bit = oop - region.start() >> 3;
                return (starts.get(index)[(int) (bit >> 6)] & 1L << bit) != 0;
            }
        }
        return false;
    }

    private boolean isReadableClass(int classIndex) {
        if (classIndex >= Memory.longAt(mutator + MutatorBlock.CLASS_TABLE_LIMIT)) {
            return false;
        }
        long classOop = MutatorBlock.classAt(mutator, classIndex);
        return isStart(classOop) && ObjectHeader.slots(classOop) >= KernelLayout.Behavior.METACLASS_SLOTS
                && ObjectFormat.isPointers(ObjectHeader.format(classOop))
                && Oop.isSmallInteger(ObjectHeader.slot(classOop, KernelLayout.Behavior.FORMAT));
    }

    private String describe(long oop) {
        int classIndex = ObjectHeader.classIndex(oop);
        String className = "class index " + classIndex;
        if (isReadableClass(classIndex)) {
            long name = ObjectHeader.slot(MutatorBlock.classAt(mutator, classIndex),
                    KernelLayout.Behavior.NAME);
            if (isStart(name) && ObjectFormat.isBytes(ObjectHeader.format(name))) {
                className = StringObjects.text(name);
            }
        }
        return "the object " + hex(oop) + " of " + className;
    }

    private void fault(String sentence) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(sentence);
        }
    }

    private static String hex(long word) {
        return "0x" + Long.toHexString(word);
    }
}
