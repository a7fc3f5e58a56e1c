package st.sendwright.interpreter.switching;

import st.sendwright.model.Bytecode;

/**
 * The first opcodes of the entries in {@link Bytecode} as constants, which a {@code switch} needs. A test
 * compares them with the table.
 */
final class Opcode {

    static final int PUSH_RECEIVER_VARIABLE = 0x00;
    static final int PUSH_TEMPORARY = 0x10;
    static final int PUSH_ARGUMENT = 0x1C;
    static final int PUSH_LITERAL = 0x20;
    static final int PUSH_LITERAL_VARIABLE = 0x30;
    static final int POP_STORE_RECEIVER_VARIABLE = 0x38;
    static final int POP_STORE_TEMPORARY = 0x40;
    static final int PUSH_RECEIVER = 0x48;
    static final int PUSH_TRUE = 0x49;
    static final int PUSH_FALSE = 0x4A;
    static final int PUSH_NIL = 0x4B;
    static final int PUSH_MINUS_ONE = 0x4C;
    static final int PUSH_ZERO = 0x4D;
    static final int PUSH_ONE = 0x4E;
    static final int PUSH_TWO = 0x4F;
    static final int PUSH_THIS_CONTEXT = 0x50;
    static final int DUPLICATE = 0x51;
    static final int POP = 0x52;
    static final int RETURN_RECEIVER = 0x53;
    static final int RETURN_TRUE = 0x54;
    static final int RETURN_FALSE = 0x55;
    static final int RETURN_NIL = 0x56;
    static final int RETURN_TOP = 0x57;
    static final int NON_LOCAL_RETURN = 0x58;
    static final int SEND_ADD = 0x60;
    static final int SEND_SUBTRACT = 0x61;
    static final int SEND_LESS = 0x62;
    static final int SEND_GREATER = 0x63;
    static final int SEND_LESS_OR_EQUAL = 0x64;
    static final int SEND_GREATER_OR_EQUAL = 0x65;
    static final int SEND_EQUAL = 0x66;
    static final int SEND_NOT_EQUAL = 0x67;
    static final int SEND_MULTIPLY = 0x68;
    static final int SEND_DIVIDE = 0x69;
    static final int SEND_MODULO = 0x6A;
    static final int SEND_INTEGER_DIVIDE = 0x6B;
    static final int SEND_BIT_AND = 0x6C;
    static final int SEND_BIT_OR = 0x6D;
    static final int SEND_BIT_XOR = 0x6E;
    static final int SEND_BIT_SHIFT = 0x6F;
    static final int SEND_AT = 0x70;
    static final int SEND_AT_PUT = 0x71;
    static final int SEND_SIZE = 0x72;
    static final int SEND_VALUE = 0x73;
    static final int SEND_VALUE_1 = 0x74;
    static final int SEND_VALUE_2 = 0x75;
    static final int SEND_NEW = 0x76;
    static final int SEND_NEW_SIZED = 0x77;
    static final int SEND_NOT = 0x78;
    static final int SEND_IS_NIL = 0x79;
    static final int SEND_NOT_NIL = 0x7A;
    static final int IDENTICAL = 0x7C;
    static final int NOT_IDENTICAL = 0x7D;
    static final int CLASS = 0x7E;
    static final int SEND_0 = 0x80;
    static final int SEND_1 = 0x81;
    static final int SEND_2 = 0x82;
    static final int SEND_3 = 0x83;
    static final int SEND = 0x84;
    static final int SEND_SUPER = 0x85;
    static final int PUSH_RECEIVER_VARIABLE_LONG = 0x90;
    static final int PUSH_TEMPORARY_LONG = 0x91;
    static final int PUSH_ARGUMENT_LONG = 0x92;
    static final int PUSH_LITERAL_LONG = 0x93;
    static final int PUSH_LITERAL_VARIABLE_LONG = 0x94;
    static final int PUSH_SMALL_INTEGER = 0x95;
    static final int STORE_RECEIVER_VARIABLE = 0x98;
    static final int STORE_TEMPORARY = 0x99;
    static final int STORE_LITERAL_VARIABLE = 0x9A;
    static final int POP_STORE_RECEIVER_VARIABLE_LONG = 0x9C;
    static final int POP_STORE_TEMPORARY_LONG = 0x9D;
    static final int POP_STORE_LITERAL_VARIABLE = 0x9E;
    static final int PUSH_NEW_VECTOR = 0xA0;
    static final int PUSH_ARRAY = 0xA1;
    static final int PUSH_CLOSURE = 0xA2;
    static final int PUSH_REMOTE = 0xA3;
    static final int STORE_REMOTE = 0xA4;
    static final int POP_STORE_REMOTE = 0xA5;
    static final int JUMP = 0xB0;
    static final int JUMP_TRUE = 0xB1;
    static final int JUMP_FALSE = 0xB2;
    static final int JUMP_NIL = 0xB3;
    static final int JUMP_NOT_NIL = 0xB4;
    static final int SHORT_JUMP = 0xB8;
    static final int SHORT_JUMP_FALSE = 0xC0;

    private Opcode() {
    }
}
