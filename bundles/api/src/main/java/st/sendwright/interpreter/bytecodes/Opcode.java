package st.sendwright.interpreter.bytecodes;

import st.sendwright.model.Bytecode;

/**
 * The first opcodes of the entries in {@link Bytecode} as constants, which a {@code switch} needs. A test
 * compares them with the table.
 */
public final class Opcode {

    public static final int PUSH_RECEIVER_VARIABLE = 0x00;
    public static final int PUSH_TEMPORARY = 0x10;
    public static final int PUSH_ARGUMENT = 0x1C;
    public static final int PUSH_LITERAL = 0x20;
    public static final int PUSH_LITERAL_VARIABLE = 0x30;
    public static final int POP_STORE_RECEIVER_VARIABLE = 0x38;
    public static final int POP_STORE_TEMPORARY = 0x40;
    public static final int PUSH_RECEIVER = 0x48;
    public static final int PUSH_TRUE = 0x49;
    public static final int PUSH_FALSE = 0x4A;
    public static final int PUSH_NIL = 0x4B;
    public static final int PUSH_MINUS_ONE = 0x4C;
    public static final int PUSH_ZERO = 0x4D;
    public static final int PUSH_ONE = 0x4E;
    public static final int PUSH_TWO = 0x4F;
    public static final int PUSH_THIS_CONTEXT = 0x50;
    public static final int DUPLICATE = 0x51;
    public static final int POP = 0x52;
    public static final int RETURN_RECEIVER = 0x53;
    public static final int RETURN_TRUE = 0x54;
    public static final int RETURN_FALSE = 0x55;
    public static final int RETURN_NIL = 0x56;
    public static final int RETURN_TOP = 0x57;
    public static final int NON_LOCAL_RETURN = 0x58;
    public static final int SEND_ADD = 0x60;
    public static final int SEND_SUBTRACT = 0x61;
    public static final int SEND_LESS = 0x62;
    public static final int SEND_GREATER = 0x63;
    public static final int SEND_LESS_OR_EQUAL = 0x64;
    public static final int SEND_GREATER_OR_EQUAL = 0x65;
    public static final int SEND_EQUAL = 0x66;
    public static final int SEND_NOT_EQUAL = 0x67;
    public static final int SEND_MULTIPLY = 0x68;
    public static final int SEND_DIVIDE = 0x69;
    public static final int SEND_MODULO = 0x6A;
    public static final int SEND_INTEGER_DIVIDE = 0x6B;
    public static final int SEND_BIT_AND = 0x6C;
    public static final int SEND_BIT_OR = 0x6D;
    public static final int SEND_BIT_XOR = 0x6E;
    public static final int SEND_BIT_SHIFT = 0x6F;
    public static final int SEND_AT = 0x70;
    public static final int SEND_AT_PUT = 0x71;
    public static final int SEND_SIZE = 0x72;
    public static final int SEND_VALUE = 0x73;
    public static final int SEND_VALUE_1 = 0x74;
    public static final int SEND_VALUE_2 = 0x75;
    public static final int SEND_NEW = 0x76;
    public static final int SEND_NEW_SIZED = 0x77;
    public static final int SEND_NOT = 0x78;
    public static final int SEND_IS_NIL = 0x79;
    public static final int SEND_NOT_NIL = 0x7A;
    public static final int IDENTICAL = 0x7C;
    public static final int NOT_IDENTICAL = 0x7D;
    public static final int CLASS = 0x7E;
    public static final int SEND_0 = 0x80;
    public static final int SEND_1 = 0x81;
    public static final int SEND_2 = 0x82;
    public static final int SEND_3 = 0x83;
    public static final int SEND = 0x84;
    public static final int SEND_SUPER = 0x85;
    public static final int PUSH_RECEIVER_VARIABLE_LONG = 0x90;
    public static final int PUSH_TEMPORARY_LONG = 0x91;
    public static final int PUSH_ARGUMENT_LONG = 0x92;
    public static final int PUSH_LITERAL_LONG = 0x93;
    public static final int PUSH_LITERAL_VARIABLE_LONG = 0x94;
    public static final int PUSH_SMALL_INTEGER = 0x95;
    public static final int STORE_RECEIVER_VARIABLE = 0x98;
    public static final int STORE_TEMPORARY = 0x99;
    public static final int STORE_LITERAL_VARIABLE = 0x9A;
    public static final int POP_STORE_RECEIVER_VARIABLE_LONG = 0x9C;
    public static final int POP_STORE_TEMPORARY_LONG = 0x9D;
    public static final int POP_STORE_LITERAL_VARIABLE = 0x9E;
    public static final int PUSH_NEW_VECTOR = 0xA0;
    public static final int PUSH_ARRAY = 0xA1;
    public static final int PUSH_CLOSURE = 0xA2;
    public static final int PUSH_REMOTE = 0xA3;
    public static final int STORE_REMOTE = 0xA4;
    public static final int POP_STORE_REMOTE = 0xA5;
    public static final int JUMP = 0xB0;
    public static final int JUMP_TRUE = 0xB1;
    public static final int JUMP_FALSE = 0xB2;
    public static final int JUMP_NIL = 0xB3;
    public static final int JUMP_NOT_NIL = 0xB4;
    public static final int SHORT_JUMP = 0xB8;
    public static final int SHORT_JUMP_FALSE = 0xC0;

    private Opcode() {
    }
}
