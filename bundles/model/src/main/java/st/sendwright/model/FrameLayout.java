package st.sendwright.model;

/**
 * The canonical frame, the same for interpreters and compiled code. Stacks grow toward lower addresses.
 *
 * <pre>
 * receiver | arg1 .. argN | return IP | saved FP  &lt;- FP | method | context or nil | interpreter word
 *          | receiver copy | temporaries .. | operands ..  &lt;- SP (last word pushed)
 * </pre>
 *
 * <p>In a block's frame the receiver position holds the BlockClosure and the receiver copy the closure's
 * receiver; the copied values are the first temporaries.
 *
 * <p>A frame at the bottom of a stack page is a <em>base frame</em>: its saved FP is 0, and the word at
 * {@link #baseContextAddress} holds the calling Context or nil.
 */
public final class FrameLayout {

    /** Offsets from FP, in bytes. */
    public static final int RETURN_IP = 8;
    public static final int SAVED_FP = 0;
    public static final int METHOD = -8;
    public static final int CONTEXT = -16;
    public static final int INTERPRETER_WORD = -24;
    public static final int RECEIVER = -32;
    /** First temporary; the next ones lie at lower addresses. */
    public static final int FIRST_TEMPORARY = -40;
    /** The last argument; earlier ones lie at higher addresses, and the receiver above the first. */
    public static final int LAST_ARGUMENT = 16;

    /**
     * Return IP of a frame that returns to an interpreter: the driver goes on at the caller's bytecode pc.
     */
    public static final long RETURN_TO_DRIVER = 0;

    private static final int ARGUMENTS_SHIFT = 32;
    private static final long PC_MASK = 0xFFFF_FFFFL;
    private static final long BLOCK = 1L << 48;

    private FrameLayout() {
    }

    /**
     * The interpreter word: bytecode pc in bits 0 to 31 (bytes from the start of the method object),
     * argument count in bits 32 to 39, bit 48 in a block's frame.
     */
    public static long interpreterWord(int pc, int arguments, boolean block) {
        return pc | (long) arguments << ARGUMENTS_SHIFT | (block ? BLOCK : 0);
    }

    /** Offset from FP of the byte that is the argument count. */
    public static int argumentsOffset() {
        return INTERPRETER_WORD + ARGUMENTS_SHIFT / Byte.SIZE;
    }

    /** Offset from FP of the byte that is 0 in a method's frame and 1 in a block's. */
    public static int blockOffset() {
        return INTERPRETER_WORD + Long.numberOfTrailingZeros(BLOCK) / Byte.SIZE;
    }

    public static int pc(long fp) {
        return Memory.intAt(fp + INTERPRETER_WORD);
    }

    /** Stores the bytecode pc at which the frame goes on. */
    public static void setPc(long fp, int pc) {
        Memory.putInt(fp + INTERPRETER_WORD, pc);
    }

    public static int arguments(long fp) {
        return Memory.unsignedByteAt(fp + INTERPRETER_WORD + 4);
    }

    public static boolean isBlock(long fp) {
        return (Memory.longAt(fp + INTERPRETER_WORD) & BLOCK) != 0;
    }

    public static long method(long fp) {
        return Memory.longAt(fp + METHOD);
    }

    public static long context(long fp) {
        return Memory.longAt(fp + CONTEXT);
    }

    public static long savedFp(long fp) {
        return Memory.longAt(fp);
    }

    public static boolean isBase(long fp) {
        return Memory.longAt(fp) == 0;
    }

    public static long receiver(long fp) {
        return Memory.longAt(fp + RECEIVER);
    }

    /** Where the receiver, or in a block's frame the closure, was pushed. */
    public static long receiverAddress(long fp) {
        return fp + LAST_ARGUMENT + arguments(fp) * 8L;
    }

    /** The BlockClosure of a block's frame. */
    public static long closure(long fp) {
        return Memory.longAt(receiverAddress(fp));
    }

    /** Where a base frame keeps the Context to return to, or nil. */
    public static long baseContextAddress(long fp) {
        return receiverAddress(fp) + 8;
    }

    /** Address of argument {@code index}, from 0. */
    public static long argumentAddress(long fp, int index) {
        return fp + LAST_ARGUMENT + (arguments(fp) - 1 - index) * 8L;
    }

    /** Address of temporary {@code index}, from 0, arguments not counted. */
    public static long temporaryAddress(long fp, int index) {
        return fp + FIRST_TEMPORARY - index * 8L;
    }

    /** Address of the word that a {@code sp} of 0 operands would have: the last temporary. */
    public static long emptySp(long fp, long header) {
        return fp + RECEIVER - MethodLayout.temporaries(header) * 8L;
    }
}
