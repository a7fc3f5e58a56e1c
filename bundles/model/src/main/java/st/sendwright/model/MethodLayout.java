package st.sendwright.model;

/**
 * CompiledMethod and CompiledBlock: a header word, the address of the send sites, literals, then bytecodes.
 *
 * <pre>
 * slot 0      header, a SmallInteger; its bits are below
 * slot 1      address of the send sites with the SmallInteger tag, or SmallInteger 0 when there are none yet
 * slot 2..    literals; the last but one is the MethodInfo, the last the method's class
 *             (in a CompiledBlock: the CompiledMethod or CompiledBlock around it)
 * bytes       bytecodes
 *
 * header value, 61 bits:
 * 0-7 arguments  8-16 temporaries  17-32 literals  33-44 operands
 * 45-57 primitive  58 has primitive  59 is block
 * </pre>
 *
 * <p>The primitive field is an index into this VM's table of bound primitives, 0 while unbound; it is bound
 * when lookup first finds the method in a VM. Unbound primitives fail. Up to {@link #LAST_MARK} they are no
 * primitives but marks, which have the same indices in all VMs and in images.
 */
public final class MethodLayout {

    public static final int HEADER = 0;
    public static final int SITES = 1;
    public static final int FIRST_LITERAL = 2;

    public static final int MAX_ARGUMENTS = 63;
    public static final int MAX_TEMPORARIES = 511;
    public static final int MAX_LITERALS = 0xFFFF;
    public static final int MAX_OPERANDS = 0xFFF;
    public static final int MAX_PRIMITIVE = 0x1FFF;

    /** In the primitive field of {@code ensure:} and {@code ifCurtailed:}. */
    public static final int UNWIND_MARK = 1;
    /** In the primitive field of {@code on:do:}. */
    public static final int HANDLER_MARK = 2;
    public static final int LAST_MARK = HANDLER_MARK;

    private static final int TEMPORARIES_SHIFT = 8;
    private static final int LITERALS_SHIFT = 17;
    private static final int OPERANDS_SHIFT = 33;
    private static final int PRIMITIVE_SHIFT = 45;
    private static final long HAS_PRIMITIVE = 1L << 58;
    private static final long IS_BLOCK = 1L << 59;

    private MethodLayout() {
    }

    /**
     * The header word.
     *
     * @param temporaries local variables without the arguments; in a block the copied values come first
     * @param literals number of literals, MethodInfo and class included
     * @param operands deepest operand stack, in words
     */
    public static long header(int arguments, int temporaries, int literals, int operands, boolean primitive,
            boolean block) {
        return Oop.smallInteger(arguments | (long) temporaries << TEMPORARIES_SHIFT
                | (long) literals << LITERALS_SHIFT | (long) operands << OPERANDS_SHIFT
                | (primitive ? HAS_PRIMITIVE : 0) | (block ? IS_BLOCK : 0)
                | 0);
    }

    /** The header's value, untagged. */
    public static long header(long method) {
        return Memory.longAt(method + 8) >> Oop.TAG_BITS;
    }

    public static int arguments(long header) {
        return (int) header & 0xFF;
    }

    public static int temporaries(long header) {
        return (int) (header >> TEMPORARIES_SHIFT) & 0x1FF;
    }

    public static int literals(long header) {
        return (int) (header >> LITERALS_SHIFT) & 0xFFFF;
    }

    public static int operands(long header) {
        return (int) (header >> OPERANDS_SHIFT) & 0xFFF;
    }

    /** Index of the bound primitive, 0 for none. */
    public static int primitive(long header) {
        return (int) (header >> PRIMITIVE_SHIFT) & 0x1FFF;
    }

    /** How far the primitive's index is from the right end of the header's value. */
    public static int primitiveShift() {
        return PRIMITIVE_SHIFT;
    }

    /** How far the number of temporaries is from the right end of the header's value. */
    public static int temporariesShift() {
        return TEMPORARIES_SHIFT;
    }

    /** How far the number of literals is from the right end of the header's value. */
    public static int literalsShift() {
        return LITERALS_SHIFT;
    }

    /** How far the number of operands is from the right end of the header's value. */
    public static int operandsShift() {
        return OPERANDS_SHIFT;
    }

    /** Whether the method names a primitive, bound or not. */
    public static boolean hasPrimitive(long header) {
        return (header & HAS_PRIMITIVE) != 0;
    }

    public static boolean isBlock(long header) {
        return (header & IS_BLOCK) != 0;
    }

    /** {@code header} with another primitive index. */
    public static long withPrimitive(long header, int index) {
        return header & ~(0x1FFFL << PRIMITIVE_SHIFT) | (long) index << PRIMITIVE_SHIFT;
    }

    /** Stores the primitive index that a method is bound to. */
    public static void bindPrimitive(long method, int index) {
        Memory.putLong(method + 8, Oop.smallInteger(withPrimitive(header(method), index)));
    }

    /** Bytes from the start of the method object to its first bytecode. */
    public static int firstPc(long header) {
        return ObjectHeader.BYTES + (FIRST_LITERAL + literals(header)) * 8;
    }

    /** How many slots of a method are object references (or tagged words). */
    public static long pointerSlots(long method) {
        return FIRST_LITERAL + literals(header(method));
    }

    /** Literal {@code index}, from 0. */
    public static long literal(long method, int index) {
        return Memory.longAt(method + ObjectHeader.BYTES + (FIRST_LITERAL + index) * 8L);
    }

    /** The method's class, or in a block the code around it. */
    public static long lastLiteral(long method) {
        return literal(method, literals(header(method)) - 1);
    }

    /** The MethodInfo. */
    public static long info(long method) {
        return literal(method, literals(header(method)) - 2);
    }

    /** The CompiledMethod that a block lies in; a method is its own home. */
    public static long homeMethod(long code) {
        while (isBlock(header(code))) {
            code = lastLiteral(code);
        }
        return code;
    }

    /** Number of bytes of bytecode. */
    public static int bytecodeCount(long method) {
        return (int) (ObjectFormat.byteCount(method) + ObjectHeader.BYTES - firstPc(header(method)));
    }
}
