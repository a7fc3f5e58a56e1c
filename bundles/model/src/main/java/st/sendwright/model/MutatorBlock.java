package st.sendwright.model;

/**
 * The VM struct: one per VM, off-heap, at an address that never changes. Machine code finds everything it
 * needs at fixed offsets from a register that holds this address; Java passes the address as a {@code long}.
 *
 * <p><b>Thread</b>: the VM thread, except {@link #STACK_LIMIT}, which any thread may store to
 * ask for a poll. <b>Ownership</b>: the runtime reserves and releases it.
 *
 * <p>All constants are byte offsets; each field is a 64-bit word. The page is
 * {@code docs/formats/mutator-block.md}.
 */
public final class MutatorBlock {

    /** Next free address of the allocation area; multiple of 8. */
    public static final int ALLOCATION_POINTER = 0x00;
    /** End of the allocation area. A collector lowers it to be asked at the next allocation. */
    public static final int ALLOCATION_LIMIT = 0x08;
    /** Bytes that the allocation which failed last had asked for. */
    public static final int REQUESTED_BYTES = 0x10;
    /** Card bytes, biased so that index {@code address >>> CARD_SHIFT} works; 0 when there are none. */
    public static final int CARD_TABLE = 0x18;

    /**
     * Objects of this size and larger are not allocated in the present area, but where they need not be moved: the
     * allocation fails, and the collector gives another area. 0: there is no such size.
     */
    public static final int APART_BYTES = 0x30;

    /** Lowest stack address a new frame may reach. All ones asks for a poll: every check then fails. */
    public static final int STACK_LIMIT = 0x20;
    /** The real limit of the active stack page, to restore after a poll. */
    public static final int REAL_STACK_LIMIT = 0x28;
    /** Stack pointer, frame pointer at the last exit or slow path. */
    public static final int STACK_POINTER = 0x38;
    public static final int FRAME_POINTER = 0x40;
    /** Bytecode pc of the top frame, in bytes from the start of its method object. */
    public static final int PROGRAM_COUNTER = 0x48;
    /** Code of the last {@code Exit}. */
    public static final int EXIT_REASON = 0x50;
    /** Argument of the last exit; its meaning is the exit's. An oop here is a root. */
    public static final int EXIT_VALUE = 0x58;

    public static final int NIL = 0x60;
    public static final int TRUE = 0x68;
    public static final int FALSE = 0x70;
    /** The Array of {@link SpecialObject}s. */
    public static final int SPECIAL_OBJECTS = 0x78;
    /** Address of the class table: one 64-bit word per class index, the class or nil. Not an object. */
    public static final int CLASS_TABLE = 0x80;
    /** Class indices in use: the highest one plus 1. */
    public static final int CLASS_TABLE_LIMIT = 0x88;
    /** Address of the {@link LookupCache}. */
    public static final int LOOKUP_CACHE = 0x90;
    /** Reason of the last primitive failure, a {@code Failure} code; 0 for none. */
    public static final int PRIMITIVE_FAILURE = 0x98;
    /** Seed of identity hashes; never 0. */
    public static final int HASH_SEED = 0xA0;
    /**
     * Where machine code goes on, or 0 when an interpreter does. Only a hint: the registers above say everything, and
     * whoever changes the top frame stores 0 here.
     */
    public static final int MACHINE_PC = 0xA8;
    /** What machine code finds in its receiver register on entry. Never looked at between two exits. */
    public static final int ENTRY_RECEIVER = 0xB0;
    /** The native stack pointer of the thread, while machine code runs. */
    public static final int NATIVE_STACK_POINTER = 0xB8;
    /** The result register of machine code, on exit and on entry. Never looked at between two exits: no root. */
    public static final int MACHINE_RESULT = 0xC8;
    /** Address of the {@link SendCache}, 0 when no machine code is there. */
    public static final int SEND_CACHE = 0xC0;
    /** Counters of {@link Counter}, 64-bit each. */
    public static final int COUNTERS = 0x100;

    /** Size of the block in bytes. */
    public static final int BYTES = 0x1000;

    /** Statistics that are always kept; slow paths bump them. */
    public enum Counter {
        /** Sends that an interpreter could not serve from the site's record. */
        SITE_MISSES,
        /** Of these, those the global lookup cache did not know. */
        LOOKUPS,
        /** Primitives called out of line. */
        PRIMITIVE_CALLS,
        /** Of these, those that failed into their Smalltalk code. */
        PRIMITIVE_FAILURES,
        POLLS,
        PROCESS_SWITCHES,
        COLLECTIONS,
        /** Nanoseconds spent collecting. */
        COLLECTION_NANOS,
        STACK_PAGE_OVERFLOWS,
        CONTEXTS_MARRIED,
        /** Frames written out to contexts because their stack page was needed. */
        FRAMES_DIVORCED,
        MESSAGES_NOT_UNDERSTOOD,
        /** Sends by machine code that counts; what it does in line, such as arithmetic, is no send. */
        COMPILED_SENDS,
        /** Of these, those of sites with several classes that were among these. */
        POLYMORPHIC_SENDS,
        /** Of these, those that found their target in the {@link SendCache}. */
        MEGAMORPHIC_SENDS;

        /** Offset of this counter in the block, in bytes. */
        public int offset() {
            return COUNTERS + ordinal() * 8;
        }
    }

    /** Reasons for a poll, as bits. */
    public static final class Pending {
        /** A timer, input or another thread has something to do on the VM thread. */
        public static final long EVENT = 1;
        /** The user asked to interrupt the active process. */
        public static final long INTERRUPT = 2;
        /** The VM is to stop. */
        public static final long STOP = 4;
        /** A tier is to be exchanged. */
        public static final long EXCHANGE = 8;
        /** A profile wants to know what runs. */
        public static final long SAMPLE = 16;
        /** Somebody wants to know whether polls come at all. */
        public static final long WATCH = 32;

        private Pending() {
        }
    }

    private MutatorBlock() {
    }

    /** Adds 1 to a counter. */
    public static void count(long mutator, Counter counter) {
        long address = mutator + counter.offset();
        Memory.putLong(address, Memory.longAt(address) + 1);
    }

    public static long nil(long mutator) {
        return Memory.longAt(mutator + NIL);
    }

    /** The Boolean object of {@code value}. */
    public static long bool(long mutator, boolean value) {
        return Memory.longAt(mutator + (value ? TRUE : FALSE));
    }

    /** The class at a class index; nil where there is none. */
    public static long classAt(long mutator, int classIndex) {
        return Memory.longAt(Memory.longAt(mutator + CLASS_TABLE) + (long) classIndex * 8);
    }

    /** The class of any object, immediate or not. */
    public static long classOf(long mutator, long oop) {
        return classAt(mutator, Oop.classIndex(oop));
    }

    /** One of the special objects. */
    public static long special(long mutator, SpecialObject which) {
        return ObjectHeader.slot(Memory.longAt(mutator + SPECIAL_OBJECTS), which.ordinal());
    }

    /** Replaces one of the special objects. */
    public static void putSpecial(long mutator, SpecialObject which, long value) {
        WriteBarrier.putSlot(mutator, Memory.longAt(mutator + SPECIAL_OBJECTS), which.ordinal(), value);
    }
}
