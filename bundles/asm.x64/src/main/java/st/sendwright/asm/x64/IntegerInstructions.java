package st.sendwright.asm.x64;

/** The other instructions on integers: tests, shifts, multiplication, division, bits. */
abstract sealed class IntegerInstructions extends ArithmeticInstructions permits ControlInstructions {

    private static final int ROL = 0;
    private static final int ROR = 1;
    private static final int SHL = 4;
    private static final int SHR = 5;
    private static final int SAR = 7;

    /** {@code test r64, r64}: the flags of {@code and}. */
    public final void test(Register left, Register right) {
        encode(WIDE, 0x85, right.ordinal(), left.ordinal());
    }

    /** {@code test r64, imm32}: the flags of {@code and} with the value extended by its sign. */
    public final void test(Register left, int right) {
        test(WIDE, left, right);
    }

    /** {@code test m64, imm32}: the flags of {@code and} with the value extended by its sign. */
    public final void test(Address left, int right) {
        encode(WIDE, 0xF7, 0, left, Integer.BYTES);
        emit32(right);
    }

    /** {@code test r32, r32}. */
    public final void test32(Register left, Register right) {
        encode(0, 0x85, right.ordinal(), left.ordinal());
    }

    /** {@code test r32, imm32}. */
    public final void test32(Register left, int right) {
        test(0, left, right);
    }

    /** {@code test m32, imm32}. */
    public final void test32(Address left, int right) {
        encode(0, 0xF7, 0, left, Integer.BYTES);
        emit32(right);
    }

    /**
     * {@code test r8, imm8}: of the lowest byte.
     *
     * @param right from -128 to 255
     */
    public final void test8(Register left, int right) {
        int checked = byteImmediate(right);
        if (left == Register.RAX) {
            emit8(0xA8);
        } else {
            encode(BYTE_RM, 0xF6, 0, left.ordinal());
        }
        emit8(checked);
    }

    /**
     * {@code test m8, imm8}.
     *
     * @param right from -128 to 255
     */
    public final void test8(Address left, int right) {
        int checked = byteImmediate(right);
        encode(0, 0xF6, 0, left, 1);
        emit8(checked);
    }

    private void test(int flags, Register left, int right) {
        if (left == Register.RAX) {
            encodeWithoutOperands(flags, 0xA9);
        } else {
            encode(flags, 0xF7, 0, left.ordinal());
        }
        emit32(right);
    }

    /** {@code inc r64}: the carry stays as it is. */
    public final void inc(Register operand) {
        encode(WIDE, 0xFF, 0, operand.ordinal());
    }

    /** {@code inc m64}: the carry stays as it is. */
    public final void inc(Address operand) {
        encode(WIDE, 0xFF, 0, operand, 0);
    }

    /** {@code inc m32}: the carry stays as it is. */
    public final void inc32(Address operand) {
        encode(0, 0xFF, 0, operand, 0);
    }

    /** {@code dec r64}: the carry stays as it is. */
    public final void dec(Register operand) {
        encode(WIDE, 0xFF, 1, operand.ordinal());
    }

    /** {@code dec m64}: the carry stays as it is. */
    public final void dec(Address operand) {
        encode(WIDE, 0xFF, 1, operand, 0);
    }

    /** {@code dec m32}: the carry stays as it is. */
    public final void dec32(Address operand) {
        encode(0, 0xFF, 1, operand, 0);
    }

    /** {@code neg r64}. */
    public final void neg(Register operand) {
        encode(WIDE, 0xF7, 3, operand.ordinal());
    }

    /** {@code not r64}: no flag changes. */
    public final void not(Register operand) {
        encode(WIDE, 0xF7, 2, operand.ordinal());
    }

    /** {@code imul r64, r64}: overflow and carry say that the product did not fit. */
    public final void imul(Register to, Register from) {
        encode(WIDE, 0x0FAF, to.ordinal(), from.ordinal());
    }

    /** {@code imul r64, m64}. */
    public final void imul(Register to, Address from) {
        encode(WIDE, 0x0FAF, to.ordinal(), from, 0);
    }

    /** {@code imul r64, r64, imm}: a register times a value, into a register. */
    public final void imul(Register to, Register from, int value) {
        if (fitsByte(value)) {
            encode(WIDE, 0x6B, to.ordinal(), from.ordinal());
            emit8(value);
        } else {
            encode(WIDE, 0x69, to.ordinal(), from.ordinal());
            emit32(value);
        }
    }

    /**
     * {@code idiv r64}: RDX:RAX divided by the operand, rounded toward zero, into RAX; the remainder into
     * RDX. The CPU faults when the divisor is zero or the quotient does not fit.
     */
    public final void idiv(Register divisor) {
        encode(WIDE, 0xF7, 7, divisor.ordinal());
    }

    /** {@code cqo}: fills RDX with the sign of RAX. */
    public final void cqo() {
        encodeWithoutOperands(WIDE, 0x99);
    }

    /**
     * {@code shl r64, imm8}: to the left.
     *
     * @param bits from 0 to 63
     */
    public final void shl(Register operand, int bits) {
        shift(WIDE, SHL, operand, bits);
    }

    /** {@code shl r64, cl}: to the left, by the lowest 6 bits of RCX. */
    public final void shlCl(Register operand) {
        encode(WIDE, 0xD3, SHL, operand.ordinal());
    }

    /**
     * {@code shl r32, imm8}: to the left.
     *
     * @param bits from 0 to 31
     */
    public final void shl32(Register operand, int bits) {
        shift(0, SHL, operand, bits);
    }

    /** {@code shl r32, cl}: to the left, by the lowest 5 bits of RCX. */
    public final void shl32Cl(Register operand) {
        encode(0, 0xD3, SHL, operand.ordinal());
    }

    /**
     * {@code sar r64, imm8}: to the right, copies of the sign coming in.
     *
     * @param bits from 0 to 63
     */
    public final void sar(Register operand, int bits) {
        shift(WIDE, SAR, operand, bits);
    }

    /** {@code sar r64, cl}: to the right, copies of the sign coming in, by the lowest 6 bits of RCX. */
    public final void sarCl(Register operand) {
        encode(WIDE, 0xD3, SAR, operand.ordinal());
    }

    /**
     * {@code sar r32, imm8}: to the right, copies of the sign coming in.
     *
     * @param bits from 0 to 31
     */
    public final void sar32(Register operand, int bits) {
        shift(0, SAR, operand, bits);
    }

    /** {@code sar r32, cl}: to the right, copies of the sign coming in, by the lowest 5 bits of RCX. */
    public final void sar32Cl(Register operand) {
        encode(0, 0xD3, SAR, operand.ordinal());
    }

    /**
     * {@code shr r64, imm8}: to the right, zeros coming in.
     *
     * @param bits from 0 to 63
     */
    public final void shr(Register operand, int bits) {
        shift(WIDE, SHR, operand, bits);
    }

    /** {@code shr r64, cl}: to the right, zeros coming in, by the lowest 6 bits of RCX. */
    public final void shrCl(Register operand) {
        encode(WIDE, 0xD3, SHR, operand.ordinal());
    }

    /**
     * {@code shr r32, imm8}: to the right, zeros coming in.
     *
     * @param bits from 0 to 31
     */
    public final void shr32(Register operand, int bits) {
        shift(0, SHR, operand, bits);
    }

    /** {@code shr r32, cl}: to the right, zeros coming in, by the lowest 5 bits of RCX. */
    public final void shr32Cl(Register operand) {
        encode(0, 0xD3, SHR, operand.ordinal());
    }

    /**
     * {@code rol r64, imm8}: around to the left.
     *
     * @param bits from 0 to 63
     */
    public final void rol(Register operand, int bits) {
        shift(WIDE, ROL, operand, bits);
    }

    /** {@code rol r64, cl}: around to the left, by the lowest 6 bits of RCX. */
    public final void rolCl(Register operand) {
        encode(WIDE, 0xD3, ROL, operand.ordinal());
    }

    /**
     * {@code ror r64, imm8}: around to the right.
     *
     * @param bits from 0 to 63
     */
    public final void ror(Register operand, int bits) {
        shift(WIDE, ROR, operand, bits);
    }

    /** {@code ror r64, cl}: around to the right, by the lowest 6 bits of RCX. */
    public final void rorCl(Register operand) {
        encode(WIDE, 0xD3, ROR, operand.ordinal());
    }

    private void shift(int flags, int operation, Register operand, int bits) {
        int most = flags == WIDE ? Long.SIZE - 1 : Integer.SIZE - 1;
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException("a shift by " + bits + " bits, and 0 to " + most + " is the range");
        }
        if (bits == 1) {
            encode(flags, 0xD1, operation, operand.ordinal());
        } else {
            encode(flags, 0xC1, operation, operand.ordinal());
            emit8(bits);
        }
    }

    /** {@code bsr r64, r64}: the number of the highest bit set; of zero, the zero flag and no result. */
    public final void bsr(Register to, Register from) {
        encode(WIDE, 0x0FBD, to.ordinal(), from.ordinal());
    }

    /** {@code bsf r64, r64}: the number of the lowest bit set; of zero, the zero flag and no result. */
    public final void bsf(Register to, Register from) {
        encode(WIDE, 0x0FBC, to.ordinal(), from.ordinal());
    }

    /** {@code popcnt r64, r64}: how many bits are set. Not every old CPU has it. */
    public final void popcnt(Register to, Register from) {
        encode(WIDE | PREFIX_F3, 0x0FB8, to.ordinal(), from.ordinal());
    }
}
