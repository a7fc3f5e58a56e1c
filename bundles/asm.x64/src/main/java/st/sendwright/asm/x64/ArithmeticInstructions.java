package st.sendwright.asm.x64;

/**
 * The eight operations that the hardware numbers 0 to 7, in all their forms: they share their encodings, up
 * to that number. An immediate is extended by its sign and takes one byte where that is enough.
 */
abstract sealed class ArithmeticInstructions extends MoveInstructions permits IntegerInstructions {

    private static final int ADD = 0;
    private static final int OR = 1;
    private static final int ADC = 2;
    private static final int SBB = 3;
    private static final int AND = 4;
    private static final int SUB = 5;
    private static final int XOR = 6;
    private static final int CMP = 7;

    private static final int TO_MEMORY = 1;
    private static final int TO_REGISTER = 3;
    private static final int TO_RAX_IMMEDIATE = 5;
    private static final int IMMEDIATE = 0x81;
    private static final int IMMEDIATE_8 = 0x83;

    /** {@code add r64, r64}. */
    public final void add(Register to, Register from) {
        operate(WIDE, ADD, to, from);
    }

    /** {@code add r64, imm}. */
    public final void add(Register to, int value) {
        operate(WIDE, ADD, to, value);
    }

    /** {@code add r64, m64}. */
    public final void add(Register to, Address from) {
        operate(WIDE, ADD, to, from);
    }

    /** {@code add m64, r64}. */
    public final void add(Address to, Register from) {
        operate(WIDE, ADD, to, from);
    }

    /** {@code add m64, imm}. */
    public final void add(Address to, int value) {
        operate(WIDE, ADD, to, value);
    }

    /** {@code add r32, r32}. */
    public final void add32(Register to, Register from) {
        operate(0, ADD, to, from);
    }

    /** {@code add r32, imm}. */
    public final void add32(Register to, int value) {
        operate(0, ADD, to, value);
    }

    /** {@code add r32, m32}. */
    public final void add32(Register to, Address from) {
        operate(0, ADD, to, from);
    }

    /** {@code add m32, r32}. */
    public final void add32(Address to, Register from) {
        operate(0, ADD, to, from);
    }

    /** {@code add m32, imm}. */
    public final void add32(Address to, int value) {
        operate(0, ADD, to, value);
    }

    /** {@code sub r64, r64}. */
    public final void sub(Register to, Register from) {
        operate(WIDE, SUB, to, from);
    }

    /** {@code sub r64, imm}. */
    public final void sub(Register to, int value) {
        operate(WIDE, SUB, to, value);
    }

    /** {@code sub r64, m64}. */
    public final void sub(Register to, Address from) {
        operate(WIDE, SUB, to, from);
    }

    /** {@code sub m64, r64}. */
    public final void sub(Address to, Register from) {
        operate(WIDE, SUB, to, from);
    }

    /** {@code sub m64, imm}. */
    public final void sub(Address to, int value) {
        operate(WIDE, SUB, to, value);
    }

    /** {@code sub r32, r32}. */
    public final void sub32(Register to, Register from) {
        operate(0, SUB, to, from);
    }

    /** {@code sub r32, imm}. */
    public final void sub32(Register to, int value) {
        operate(0, SUB, to, value);
    }

    /** {@code sub r32, m32}. */
    public final void sub32(Register to, Address from) {
        operate(0, SUB, to, from);
    }

    /** {@code sub m32, r32}. */
    public final void sub32(Address to, Register from) {
        operate(0, SUB, to, from);
    }

    /** {@code sub m32, imm}. */
    public final void sub32(Address to, int value) {
        operate(0, SUB, to, value);
    }

    /** {@code and r64, r64}. */
    public final void and(Register to, Register from) {
        operate(WIDE, AND, to, from);
    }

    /** {@code and r64, imm}. */
    public final void and(Register to, int value) {
        operate(WIDE, AND, to, value);
    }

    /** {@code and r64, m64}. */
    public final void and(Register to, Address from) {
        operate(WIDE, AND, to, from);
    }

    /** {@code and m64, r64}. */
    public final void and(Address to, Register from) {
        operate(WIDE, AND, to, from);
    }

    /** {@code and m64, imm}. */
    public final void and(Address to, int value) {
        operate(WIDE, AND, to, value);
    }

    /** {@code and r32, r32}. */
    public final void and32(Register to, Register from) {
        operate(0, AND, to, from);
    }

    /** {@code and r32, imm}. */
    public final void and32(Register to, int value) {
        operate(0, AND, to, value);
    }

    /** {@code and r32, m32}. */
    public final void and32(Register to, Address from) {
        operate(0, AND, to, from);
    }

    /** {@code and m32, r32}. */
    public final void and32(Address to, Register from) {
        operate(0, AND, to, from);
    }

    /** {@code and m32, imm}. */
    public final void and32(Address to, int value) {
        operate(0, AND, to, value);
    }

    /** {@code or r64, r64}. */
    public final void or(Register to, Register from) {
        operate(WIDE, OR, to, from);
    }

    /** {@code or r64, imm}. */
    public final void or(Register to, int value) {
        operate(WIDE, OR, to, value);
    }

    /** {@code or r64, m64}. */
    public final void or(Register to, Address from) {
        operate(WIDE, OR, to, from);
    }

    /** {@code or m64, r64}. */
    public final void or(Address to, Register from) {
        operate(WIDE, OR, to, from);
    }

    /** {@code or m64, imm}. */
    public final void or(Address to, int value) {
        operate(WIDE, OR, to, value);
    }

    /** {@code or r32, r32}. */
    public final void or32(Register to, Register from) {
        operate(0, OR, to, from);
    }

    /** {@code or r32, imm}. */
    public final void or32(Register to, int value) {
        operate(0, OR, to, value);
    }

    /** {@code or r32, m32}. */
    public final void or32(Register to, Address from) {
        operate(0, OR, to, from);
    }

    /** {@code or m32, r32}. */
    public final void or32(Address to, Register from) {
        operate(0, OR, to, from);
    }

    /** {@code or m32, imm}. */
    public final void or32(Address to, int value) {
        operate(0, OR, to, value);
    }

    /** {@code xor r64, r64}. */
    public final void xor(Register to, Register from) {
        operate(WIDE, XOR, to, from);
    }

    /** {@code xor r64, imm}. */
    public final void xor(Register to, int value) {
        operate(WIDE, XOR, to, value);
    }

    /** {@code xor r64, m64}. */
    public final void xor(Register to, Address from) {
        operate(WIDE, XOR, to, from);
    }

    /** {@code xor m64, r64}. */
    public final void xor(Address to, Register from) {
        operate(WIDE, XOR, to, from);
    }

    /** {@code xor m64, imm}. */
    public final void xor(Address to, int value) {
        operate(WIDE, XOR, to, value);
    }

    /** {@code xor r32, r32}. */
    public final void xor32(Register to, Register from) {
        operate(0, XOR, to, from);
    }

    /** {@code xor r32, imm}. */
    public final void xor32(Register to, int value) {
        operate(0, XOR, to, value);
    }

    /** {@code xor r32, m32}. */
    public final void xor32(Register to, Address from) {
        operate(0, XOR, to, from);
    }

    /** {@code xor m32, r32}. */
    public final void xor32(Address to, Register from) {
        operate(0, XOR, to, from);
    }

    /** {@code xor m32, imm}. */
    public final void xor32(Address to, int value) {
        operate(0, XOR, to, value);
    }

    /** {@code cmp r64, r64}. */
    public final void cmp(Register left, Register right) {
        operate(WIDE, CMP, left, right);
    }

    /** {@code cmp r64, imm}. */
    public final void cmp(Register left, int right) {
        operate(WIDE, CMP, left, right);
    }

    /** {@code cmp r64, m64}. */
    public final void cmp(Register left, Address right) {
        operate(WIDE, CMP, left, right);
    }

    /** {@code cmp m64, r64}. */
    public final void cmp(Address left, Register right) {
        operate(WIDE, CMP, left, right);
    }

    /** {@code cmp m64, imm}. */
    public final void cmp(Address left, int right) {
        operate(WIDE, CMP, left, right);
    }

    /** {@code cmp r32, r32}. */
    public final void cmp32(Register left, Register right) {
        operate(0, CMP, left, right);
    }

    /** {@code cmp r32, imm}. */
    public final void cmp32(Register left, int right) {
        operate(0, CMP, left, right);
    }

    /** {@code cmp r32, m32}. */
    public final void cmp32(Register left, Address right) {
        operate(0, CMP, left, right);
    }

    /** {@code cmp m32, r32}. */
    public final void cmp32(Address left, Register right) {
        operate(0, CMP, left, right);
    }

    /** {@code cmp m32, imm}. */
    public final void cmp32(Address left, int right) {
        operate(0, CMP, left, right);
    }

    /** {@code adc r64, r64}. */
    public final void adc(Register to, Register from) {
        operate(WIDE, ADC, to, from);
    }

    /** {@code adc r64, imm}. */
    public final void adc(Register to, int value) {
        operate(WIDE, ADC, to, value);
    }

    /** {@code adc r64, m64}. */
    public final void adc(Register to, Address from) {
        operate(WIDE, ADC, to, from);
    }

    /** {@code adc m64, r64}. */
    public final void adc(Address to, Register from) {
        operate(WIDE, ADC, to, from);
    }

    /** {@code adc m64, imm}. */
    public final void adc(Address to, int value) {
        operate(WIDE, ADC, to, value);
    }

    /** {@code adc r32, r32}. */
    public final void adc32(Register to, Register from) {
        operate(0, ADC, to, from);
    }

    /** {@code adc r32, imm}. */
    public final void adc32(Register to, int value) {
        operate(0, ADC, to, value);
    }

    /** {@code adc r32, m32}. */
    public final void adc32(Register to, Address from) {
        operate(0, ADC, to, from);
    }

    /** {@code adc m32, r32}. */
    public final void adc32(Address to, Register from) {
        operate(0, ADC, to, from);
    }

    /** {@code adc m32, imm}. */
    public final void adc32(Address to, int value) {
        operate(0, ADC, to, value);
    }

    /** {@code sbb r64, r64}. */
    public final void sbb(Register to, Register from) {
        operate(WIDE, SBB, to, from);
    }

    /** {@code sbb r64, imm}. */
    public final void sbb(Register to, int value) {
        operate(WIDE, SBB, to, value);
    }

    /** {@code sbb r64, m64}. */
    public final void sbb(Register to, Address from) {
        operate(WIDE, SBB, to, from);
    }

    /** {@code sbb m64, r64}. */
    public final void sbb(Address to, Register from) {
        operate(WIDE, SBB, to, from);
    }

    /** {@code sbb m64, imm}. */
    public final void sbb(Address to, int value) {
        operate(WIDE, SBB, to, value);
    }

    /** {@code sbb r32, r32}. */
    public final void sbb32(Register to, Register from) {
        operate(0, SBB, to, from);
    }

    /** {@code sbb r32, imm}. */
    public final void sbb32(Register to, int value) {
        operate(0, SBB, to, value);
    }

    /** {@code sbb r32, m32}. */
    public final void sbb32(Register to, Address from) {
        operate(0, SBB, to, from);
    }

    /** {@code sbb m32, r32}. */
    public final void sbb32(Address to, Register from) {
        operate(0, SBB, to, from);
    }

    /** {@code sbb m32, imm}. */
    public final void sbb32(Address to, int value) {
        operate(0, SBB, to, value);
    }

    /**
     * {@code cmp r8, imm8}: of the lowest byte.
     *
     * @param right from -128 to 255
     */
    public final void cmp8(Register left, int right) {
        int checked = byteImmediate(right);
        if (left == Register.RAX) {
            emit8(CMP << 3 | 4);
        } else {
            encode(BYTE_RM, 0x80, CMP, left.ordinal());
        }
        emit8(checked);
    }

    /**
     * {@code cmp m8, imm8}.
     *
     * @param right from -128 to 255
     */
    public final void cmp8(Address left, int right) {
        int checked = byteImmediate(right);
        encode(0, 0x80, CMP, left, 1);
        emit8(checked);
    }

    private void operate(int flags, int operation, Register to, Register from) {
        encode(flags, operation << 3 | TO_MEMORY, from.ordinal(), to.ordinal());
    }

    private void operate(int flags, int operation, Register to, Address from) {
        encode(flags, operation << 3 | TO_REGISTER, to.ordinal(), from, 0);
    }

    private void operate(int flags, int operation, Address to, Register from) {
        encode(flags, operation << 3 | TO_MEMORY, from.ordinal(), to, 0);
    }

    private void operate(int flags, int operation, Register to, int value) {
        if (fitsByte(value)) {
            encode(flags, IMMEDIATE_8, operation, to.ordinal());
            emit8(value);
        } else if (to == Register.RAX) {
            encodeWithoutOperands(flags, operation << 3 | TO_RAX_IMMEDIATE);
            emit32(value);
        } else {
            encode(flags, IMMEDIATE, operation, to.ordinal());
            emit32(value);
        }
    }

    private void operate(int flags, int operation, Address to, int value) {
        if (fitsByte(value)) {
            encode(flags, IMMEDIATE_8, operation, to, 1);
            emit8(value);
        } else {
            encode(flags, IMMEDIATE, operation, to, Integer.BYTES);
            emit32(value);
        }
    }
}
