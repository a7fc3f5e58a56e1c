package st.sendwright.model;

import java.util.List;

/**
 * The bytecode table: compiler, verifier, disassembler, interpreters and compilers of machine code read it.
 *
 * <p>An entry covers {@link #count()} consecutive opcodes; the distance from the first is the entry's implied
 * operand. Operands in the code are little-endian. "Site" operands number the send sites of one method or
 * block from 0, in no particular order, each used by one bytecode only.
 */
public enum Bytecode {
    PUSH_RECEIVER_VARIABLE(0x00, 16, 0, 1, "push receiver variable n"),
    PUSH_TEMPORARY(0x10, 12, 0, 1, "push temporary n; arguments are not counted"),
    PUSH_ARGUMENT(0x1C, 4, 0, 1, "push the argument n places before the last"),
    PUSH_LITERAL(0x20, 16, 0, 1, "push literal n"),
    PUSH_LITERAL_VARIABLE(0x30, 8, 0, 1, "push the value of the Association that is literal n"),
    POP_STORE_RECEIVER_VARIABLE(0x38, 8, 1, 0, "pop into receiver variable n"),
    POP_STORE_TEMPORARY(0x40, 8, 1, 0, "pop into temporary n"),
    PUSH_RECEIVER(0x48, 1, 0, 1, "push self"),
    PUSH_TRUE(0x49, 1, 0, 1, "push true"),
    PUSH_FALSE(0x4A, 1, 0, 1, "push false"),
    PUSH_NIL(0x4B, 1, 0, 1, "push nil"),
    PUSH_MINUS_ONE(0x4C, 1, 0, 1, "push -1"),
    PUSH_ZERO(0x4D, 1, 0, 1, "push 0"),
    PUSH_ONE(0x4E, 1, 0, 1, "push 1"),
    PUSH_TWO(0x4F, 1, 0, 1, "push 2"),
    PUSH_THIS_CONTEXT(0x50, 1, 0, 1, "push the Context of this activation"),
    DUPLICATE(0x51, 1, 1, 2, "push the top once more"),
    POP(0x52, 1, 1, 0, "drop the top"),
    RETURN_RECEIVER(0x53, 1, 0, 0, "answer self to the sender"),
    RETURN_TRUE(0x54, 1, 0, 0, "answer true to the sender"),
    RETURN_FALSE(0x55, 1, 0, 0, "answer false to the sender"),
    RETURN_NIL(0x56, 1, 0, 0, "answer nil to the sender"),
    RETURN_TOP(0x57, 1, 1, 0, "answer the top to the sender; in a block, to whoever sent value"),
    NON_LOCAL_RETURN(0x58, 1, 1, 0, "in a block: answer the top from the method the block was written in"),

    SEND_ADD(0x60, "+"),
    SEND_SUBTRACT(0x61, "-"),
    SEND_LESS(0x62, "<"),
    SEND_GREATER(0x63, ">"),
    SEND_LESS_OR_EQUAL(0x64, "<="),
    SEND_GREATER_OR_EQUAL(0x65, ">="),
    SEND_EQUAL(0x66, "="),
    SEND_NOT_EQUAL(0x67, "~="),
    SEND_MULTIPLY(0x68, "*"),
    SEND_DIVIDE(0x69, "/"),
    SEND_MODULO(0x6A, "\\\\"),
    SEND_INTEGER_DIVIDE(0x6B, "//"),
    SEND_BIT_AND(0x6C, "bitAnd:"),
    SEND_BIT_OR(0x6D, "bitOr:"),
    SEND_BIT_XOR(0x6E, "bitXor:"),
    SEND_BIT_SHIFT(0x6F, "bitShift:"),
    SEND_AT(0x70, "at:"),
    SEND_AT_PUT(0x71, "at:put:"),
    SEND_SIZE(0x72, "size"),
    SEND_VALUE(0x73, "value"),
    SEND_VALUE_1(0x74, "value:"),
    SEND_VALUE_2(0x75, "value:value:"),
    SEND_NEW(0x76, "new"),
    SEND_NEW_SIZED(0x77, "new:"),
    SEND_NOT(0x78, "not"),
    SEND_IS_NIL(0x79, "isNil"),
    SEND_NOT_NIL(0x7A, "notNil"),
    /** Never sent: every object answers it alike, so it has no site. */
    IDENTICAL(0x7C, 1, 2, 1, "push whether the two top objects are one; never a send"),
    NOT_IDENTICAL(0x7D, 1, 2, 1, "push whether the two top objects are two; never a send"),
    CLASS(0x7E, 1, 1, 1, "replace the top by its class; never a send"),

    SEND_0(0x80, 1, -1, 1, "send the selector that is the literal, without arguments", Operand.LITERAL_8, Operand.SITE_8),
    SEND_1(0x81, 1, -1, 1, "send with 1 argument", Operand.LITERAL_8, Operand.SITE_8),
    SEND_2(0x82, 1, -1, 1, "send with 2 arguments", Operand.LITERAL_8, Operand.SITE_8),
    SEND_3(0x83, 1, -1, 1, "send with 3 arguments", Operand.LITERAL_8, Operand.SITE_8),
    SEND(0x84, 1, -1, 1, "send with as many arguments as said", Operand.LITERAL_16, Operand.SITE_16,
            Operand.ARGUMENTS),
    SEND_SUPER(0x85, 1, -1, 1, "send to self, lookup from the superclass of the home method's class",
            Operand.LITERAL_16, Operand.SITE_16, Operand.ARGUMENTS),

    PUSH_RECEIVER_VARIABLE_LONG(0x90, 1, 0, 1, "push a receiver variable", Operand.INDEX_8),
    PUSH_TEMPORARY_LONG(0x91, 1, 0, 1, "push a temporary", Operand.INDEX_16),
    PUSH_ARGUMENT_LONG(0x92, 1, 0, 1, "push the argument so many places before the last", Operand.INDEX_8),
    PUSH_LITERAL_LONG(0x93, 1, 0, 1, "push a literal", Operand.LITERAL_16),
    PUSH_LITERAL_VARIABLE_LONG(0x94, 1, 0, 1, "push an Association's value", Operand.LITERAL_16),
    PUSH_SMALL_INTEGER(0x95, 1, 0, 1, "push a SmallInteger of -128 to 127", Operand.SIGNED_8),
    STORE_RECEIVER_VARIABLE(0x98, 1, 1, 1, "store the top into a receiver variable", Operand.INDEX_8),
    STORE_TEMPORARY(0x99, 1, 1, 1, "store the top into a temporary", Operand.INDEX_16),
    STORE_LITERAL_VARIABLE(0x9A, 1, 1, 1, "store the top into an Association's value", Operand.LITERAL_16),
    POP_STORE_RECEIVER_VARIABLE_LONG(0x9C, 1, 1, 0, "pop into a receiver variable", Operand.INDEX_8),
    POP_STORE_TEMPORARY_LONG(0x9D, 1, 1, 0, "pop into a temporary", Operand.INDEX_16),
    POP_STORE_LITERAL_VARIABLE(0x9E, 1, 1, 0, "pop into an Association's value", Operand.LITERAL_16),

    /** The vector holds the temporaries that blocks write: it is shared by reference. */
    PUSH_NEW_VECTOR(0xA0, 1, 0, 1, "push a new Array of so many nils", Operand.INDEX_8),
    PUSH_ARRAY(0xA1, 1, -1, 1, "pop so many objects and push an Array of them", Operand.INDEX_16),
    PUSH_CLOSURE(0xA2, 1, -1, 1, "pop so many copied values and push a BlockClosure of the literal CompiledBlock;"
            + " flag 1: the block needs its outer Context", Operand.LITERAL_16, Operand.INDEX_8, Operand.FLAGS),
    PUSH_REMOTE(0xA3, 1, 0, 1, "push an element of the vector in a temporary", Operand.INDEX_8, Operand.INDEX_16),
    STORE_REMOTE(0xA4, 1, 1, 1, "store the top into the vector in a temporary", Operand.INDEX_8, Operand.INDEX_16),
    POP_STORE_REMOTE(0xA5, 1, 1, 0, "pop into the vector in a temporary", Operand.INDEX_8, Operand.INDEX_16),

    JUMP(0xB0, 1, 0, 0, "jump; a negative distance is a poll", Operand.DISTANCE_16),
    JUMP_TRUE(0xB1, 1, 1, 0, "pop, jump if true; neither true nor false: send mustBeBoolean", Operand.DISTANCE_16),
    JUMP_FALSE(0xB2, 1, 1, 0, "pop, jump if false; neither true nor false: send mustBeBoolean", Operand.DISTANCE_16),
    JUMP_NIL(0xB3, 1, 1, 0, "pop, jump if nil", Operand.DISTANCE_16),
    JUMP_NOT_NIL(0xB4, 1, 1, 0, "pop, jump if not nil", Operand.DISTANCE_16),
    SHORT_JUMP(0xB8, 8, 0, 0, "jump forward n + 1 bytes"),
    SHORT_JUMP_FALSE(0xC0, 8, 1, 0, "pop, jump forward n + 1 bytes if false; as the long form otherwise");

    /** What follows an opcode. Distances count from the byte after the bytecode. */
    public enum Operand {
        INDEX_8(1), INDEX_16(2), LITERAL_8(1), LITERAL_16(2), SITE_8(1), SITE_16(2), ARGUMENTS(1), SIGNED_8(1),
        FLAGS(1), DISTANCE_16(2);

        private final int bytes;

        Operand(int bytes) {
            this.bytes = bytes;
        }

        /** 1 or 2. */
        public int bytes() {
            return bytes;
        }

        /** Whether the value is signed. */
        public boolean isSigned() {
            return this == SIGNED_8 || this == DISTANCE_16;
        }
    }

    /** First opcode of the special sends, whose selectors are the special object SPECIAL_SELECTORS. */
    public static final int FIRST_SPECIAL_SEND = 0x60;
    /** Number of opcodes from the first special send. */
    public static final int SPECIAL_SENDS = 0x20;
    /** {@link #PUSH_CLOSURE}: the block holds {@code ^} or thisContext, so it needs its outer Context. */
    public static final int NEEDS_OUTER_CONTEXT = 1;

    private static final Bytecode[] BY_OPCODE = new Bytecode[256];

    static {
        for (Bytecode bytecode : values()) {
            for (int i = 0; i < bytecode.count; i++) {
                BY_OPCODE[bytecode.opcode + i] = bytecode;
            }
        }
    }

    private final int opcode;
    private final int count;
    private final int pops;
    private final int pushes;
    private final String meaning;
    private final String selector;
    private final List<Operand> operands;

    Bytecode(int opcode, int count, int pops, int pushes, String meaning, Operand... operands) {
        this.opcode = opcode;
        this.count = count;
        this.pops = pops;
        this.pushes = pushes;
        this.meaning = meaning;
        this.selector = null;
        this.operands = List.of(operands);
    }

    Bytecode(int opcode, String selector) {
        this.opcode = opcode;
        this.count = 1;
        this.pops = 1 + argumentsOf(selector);
        this.pushes = 1;
        this.meaning = "send " + selector + "; served in place for the usual receivers";
        this.selector = selector;
        this.operands = List.of(Operand.SITE_8);
    }

    private static int argumentsOf(String selector) {
        if (!Character.isLetter(selector.charAt(0))) {
            return 1;
        }
        return (int) selector.chars().filter(c -> c == ':').count();
    }

    /** The entry of an opcode, 0 to 255, or null where the table has none. */
    public static Bytecode of(int opcode) {
        return BY_OPCODE[opcode];
    }

    /** First opcode. */
    public int opcode() {
        return opcode;
    }

    /** Number of consecutive opcodes. */
    public int count() {
        return count;
    }

    /** Words popped, or -1 when the operands say. */
    public int pops() {
        return pops;
    }

    /** Words pushed after popping. */
    public int pushes() {
        return pushes;
    }

    /** One line on what it does. */
    public String meaning() {
        return meaning;
    }

    /** The selector of a special send, else null. */
    public String specialSelector() {
        return selector;
    }

    public List<Operand> operands() {
        return operands;
    }

    /** Whether it can send a message, and so has a site. */
    public boolean isSend() {
        return selector != null || opcode >= 0x80 && opcode <= 0x85;
    }

    /** Bytes of the whole bytecode. */
    public int length() {
        int length = 1;
        for (Operand operand : operands) {
            length += operand.bytes();
        }
        return length;
    }
}
