package st.sendwright.asm.x64;

/**
 * Jumps, calls, and instructions about the machine itself.
 *
 * <p>A jump back is as short as it can be; one forward has room for any distance unless it is asked to be
 * short. What leads out of the code is emitted with a displacement of zero and recorded as a
 * {@link Relocation}.
 */
abstract sealed class ControlInstructions extends IntegerInstructions permits FloatInstructions {

    private static final int SHORT_BYTES = 2;
    private static final int JUMP = 0xE9;
    private static final int JUMP_SHORT = 0xEB;
    private static final int JUMP_IF = 0x0F80;
    private static final int JUMP_IF_SHORT = 0x70;
    private static final int CALL = 0xE8;

    /** {@code jmp rel8} or {@code jmp rel32}. */
    public final void jmp(Label to) {
        if (isShortWayBack(to)) {
            jmpShort(to);
        } else {
            emit8(JUMP);
            emitJumpDisplacement(to, 1);
        }
    }

    /**
     * {@code jmp rel8}.
     *
     * @throws IllegalStateException here or at the label's binding: it is not within -128 to 127 bytes
     */
    public final void jmpShort(Label to) {
        emit8(JUMP_SHORT);
        emitShortDisplacement(to);
    }

    /** {@code jmp r64}. */
    public final void jmp(Register to) {
        encode(0, 0xFF, 4, to.ordinal());
    }

    /** {@code jmp m64}: to the address that lies there. */
    public final void jmp(Address to) {
        encode(0, 0xFF, 4, to, 0);
    }

    /** {@code jCC rel8} or {@code jCC rel32}. */
    public final void j(Condition condition, Label to) {
        if (isShortWayBack(to)) {
            jShort(condition, to);
        } else {
            encodeWithoutOperands(0, JUMP_IF | condition.ordinal());
            emitJumpDisplacement(to, 2);
        }
    }

    /**
     * {@code jCC rel8}.
     *
     * @throws IllegalStateException here or at the label's binding: it is not within -128 to 127 bytes
     */
    public final void jShort(Condition condition, Label to) {
        emit8(JUMP_IF_SHORT | condition.ordinal());
        emitShortDisplacement(to);
    }

    /** {@code call rel32}. */
    public final void call(Label to) {
        emit8(CALL);
        emitDisplacement(to, 0);
    }

    /** {@code call r64}. */
    public final void call(Register to) {
        encode(0, 0xFF, 2, to.ordinal());
    }

    /** {@code call m64}: of the address that lies there. */
    public final void call(Address to) {
        encode(0, 0xFF, 2, to, 0);
    }

    /** As {@link #callExternal(int)}, of {@link Relocation#NO_TARGET}. */
    public final int callExternal() {
        return callExternal(Relocation.NO_TARGET);
    }

    /**
     * {@code call rel32} of something outside this code.
     *
     * @param target what the caller calls it
     * @return the position of the displacement's four bytes
     */
    public final int callExternal(int target) {
        emit8(CALL);
        return emitExternal(target);
    }

    /** As {@link #jmpExternal(int)}, to {@link Relocation#NO_TARGET}. */
    public final int jmpExternal() {
        return jmpExternal(Relocation.NO_TARGET);
    }

    /**
     * {@code jmp rel32} to something outside this code.
     *
     * @param target what the caller calls it
     * @return the position of the displacement's four bytes
     */
    public final int jmpExternal(int target) {
        emit8(JUMP);
        return emitExternal(target);
    }

    /** As {@link #jExternal(Condition, int)}, to {@link Relocation#NO_TARGET}. */
    public final int jExternal(Condition condition) {
        return jExternal(condition, Relocation.NO_TARGET);
    }

    /**
     * {@code jCC rel32} to something outside this code.
     *
     * @param target what the caller calls it
     * @return the position of the displacement's four bytes
     */
    public final int jExternal(Condition condition, int target) {
        encodeWithoutOperands(0, JUMP_IF | condition.ordinal());
        return emitExternal(target);
    }

    /** {@code ret}. */
    public final void ret() {
        emit8(0xC3);
    }

    /**
     * {@code ret imm16}: pops the return address, then so many bytes more.
     *
     * @param popBytes from 0 to 65535
     */
    public final void ret(int popBytes) {
        if (popBytes < 0 || popBytes > 0xFFFF) {
            throw new IllegalArgumentException("a return pops 0 to 65535 bytes, not " + popBytes);
        }
        emit8(0xC2);
        emit8(popBytes);
        emit8(popBytes >> 8);
    }

    /** {@code leave}: the frame pointer becomes the stack pointer, and the saved one is popped. */
    public final void leave() {
        emit8(0xC9);
    }

    /** {@code int3}: stops in a debugger. */
    public final void int3() {
        emit8(0xCC);
    }

    /** {@code ud2}: an instruction that faults. */
    public final void ud2() {
        encodeWithoutOperands(0, 0x0F0B);
    }

    /** {@code mfence}: no load or store passes it. */
    public final void mfence() {
        encodeWithoutOperands(0, 0x0FAE);
        emit8(0xF0);
    }

    /** {@code cpuid}: serialises. The question is in EAX and ECX, the answer in EAX, EBX, ECX and EDX. */
    public final void cpuid() {
        encodeWithoutOperands(0, 0x0FA2);
    }

    private boolean isShortWayBack(Label to) {
        return to.isBound() && fitsByte(to.position() - (position() + SHORT_BYTES));
    }

    private int emitExternal(int target) {
        int place = position();
        relocate(Relocation.Kind.RELATIVE_32, target);
        emit32(0);
        return place;
    }
}
