package st.sendwright.asm.x64;

/** Instructions on numbers in floating point: scalar double precision, of SSE2 and, for rounding, SSE4.1. */
abstract sealed class FloatInstructions extends ControlInstructions permits Assembler {

    /** {@code movq xmm, r64}: bits as they are. */
    public final void movq(FloatRegister to, Register from) {
        encode(WIDE | PREFIX_66, 0x0F6E, to.ordinal(), from.ordinal());
    }

    /** {@code movq r64, xmm}: bits as they are. */
    public final void movq(Register to, FloatRegister from) {
        encode(WIDE | PREFIX_66, 0x0F7E, from.ordinal(), to.ordinal());
    }

    /** {@code movsd xmm, m64}: the upper half becomes zero. */
    public final void movsd(FloatRegister to, Address from) {
        encode(PREFIX_F2, 0x0F10, to.ordinal(), from, 0);
    }

    /** {@code movsd m64, xmm}. */
    public final void movsd(Address to, FloatRegister from) {
        encode(PREFIX_F2, 0x0F11, from.ordinal(), to, 0);
    }

    /** {@code movaps xmm, xmm}: the whole register. */
    public final void movaps(FloatRegister to, FloatRegister from) {
        encode(0, 0x0F28, to.ordinal(), from.ordinal());
    }

    /** {@code xorps xmm, xmm}: with itself, the shortest way to zero. */
    public final void xorps(FloatRegister to, FloatRegister from) {
        encode(0, 0x0F57, to.ordinal(), from.ordinal());
    }

    /** {@code addsd xmm, xmm}. */
    public final void addsd(FloatRegister to, FloatRegister from) {
        encode(PREFIX_F2, 0x0F58, to.ordinal(), from.ordinal());
    }

    /** {@code addsd xmm, m64}. */
    public final void addsd(FloatRegister to, Address from) {
        encode(PREFIX_F2, 0x0F58, to.ordinal(), from, 0);
    }

    /** {@code subsd xmm, xmm}. */
    public final void subsd(FloatRegister to, FloatRegister from) {
        encode(PREFIX_F2, 0x0F5C, to.ordinal(), from.ordinal());
    }

    /** {@code subsd xmm, m64}. */
    public final void subsd(FloatRegister to, Address from) {
        encode(PREFIX_F2, 0x0F5C, to.ordinal(), from, 0);
    }

    /** {@code mulsd xmm, xmm}. */
    public final void mulsd(FloatRegister to, FloatRegister from) {
        encode(PREFIX_F2, 0x0F59, to.ordinal(), from.ordinal());
    }

    /** {@code mulsd xmm, m64}. */
    public final void mulsd(FloatRegister to, Address from) {
        encode(PREFIX_F2, 0x0F59, to.ordinal(), from, 0);
    }

    /** {@code divsd xmm, xmm}. */
    public final void divsd(FloatRegister to, FloatRegister from) {
        encode(PREFIX_F2, 0x0F5E, to.ordinal(), from.ordinal());
    }

    /** {@code divsd xmm, m64}. */
    public final void divsd(FloatRegister to, Address from) {
        encode(PREFIX_F2, 0x0F5E, to.ordinal(), from, 0);
    }

    /** {@code sqrtsd xmm, xmm}. */
    public final void sqrtsd(FloatRegister to, FloatRegister from) {
        encode(PREFIX_F2, 0x0F51, to.ordinal(), from.ordinal());
    }

    /** {@code sqrtsd xmm, m64}. */
    public final void sqrtsd(FloatRegister to, Address from) {
        encode(PREFIX_F2, 0x0F51, to.ordinal(), from, 0);
    }

    /** {@code ucomisd xmm, xmm}: as an unsigned comparison sets the flags; parity when one is NaN. */
    public final void ucomisd(FloatRegister left, FloatRegister right) {
        encode(PREFIX_66, 0x0F2E, left.ordinal(), right.ordinal());
    }

    /** {@code ucomisd xmm, m64}: as an unsigned comparison sets the flags; parity when one is NaN. */
    public final void ucomisd(FloatRegister left, Address right) {
        encode(PREFIX_66, 0x0F2E, left.ordinal(), right, 0);
    }

    /** {@code cvtsi2sd xmm, r64}: rounded as the control register says; the upper half stays. */
    public final void cvtsi2sd(FloatRegister to, Register from) {
        encode(WIDE | PREFIX_F2, 0x0F2A, to.ordinal(), from.ordinal());
    }

    /** {@code cvttsd2si r64, xmm}: toward zero; 0x8000000000000000 when there is no such integer. */
    public final void cvttsd2si(Register to, FloatRegister from) {
        encode(WIDE | PREFIX_F2, 0x0F2C, to.ordinal(), from.ordinal());
    }

    /**
     * {@code roundsd xmm, xmm, imm8}: to a whole number.
     *
     * @param mode 0 to the nearest, ties to even; 1 down; 2 up; 3 toward zero; plus 8 to leave the inexact
     *     flag
     */
    public final void roundsd(FloatRegister to, FloatRegister from, int mode) {
        int checked = byteImmediate(mode);
        encode(PREFIX_66, 0x0F3A0B, to.ordinal(), from.ordinal());
        emit8(checked);
    }
}
