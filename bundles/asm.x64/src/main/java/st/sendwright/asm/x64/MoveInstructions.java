package st.sendwright.asm.x64;

/** Instructions that move values; none of them changes a flag. */
abstract sealed class MoveInstructions extends Encoder permits ArithmeticInstructions {

    private static final int STORE_8 = 0x88;
    private static final int STORE = 0x89;
    private static final int LOAD = 0x8B;
    private static final int MOVE_IMMEDIATE_SHORT = 0xB8;
    private static final int STORE_IMMEDIATE_8 = 0xC6;
    private static final int STORE_IMMEDIATE = 0xC7;
    private static final int PUSH_OR_POP_SHORT = 0x50;

    /** {@code mov r64, r64}. */
    public final void mov(Register to, Register from) {
        encode(WIDE, STORE, from.ordinal(), to.ordinal());
    }

    /** {@code mov r64, m64}. */
    public final void mov(Register to, Address from) {
        encode(WIDE, LOAD, to.ordinal(), from, 0);
    }

    /** {@code mov m64, r64}. */
    public final void mov(Address to, Register from) {
        encode(WIDE, STORE, from.ordinal(), to, 0);
    }

    /** {@code mov m64, imm32}: the value is extended by its sign. */
    public final void mov(Address to, int value) {
        encode(WIDE, STORE_IMMEDIATE, 0, to, Integer.BYTES);
        emit32(value);
    }

    /** {@code mov r64, imm} in the shortest form that leaves the flags: 5, 6, 7 or 10 bytes. */
    public final void mov(Register to, long value) {
        if (value >>> Integer.SIZE == 0) {
            mov32(to, (int) value);
        } else if (value == (int) value) {
            encode(WIDE, STORE_IMMEDIATE, 0, to.ordinal());
            emit32((int) value);
        } else {
            movAbsolute(to, value);
        }
    }

    /**
     * {@code mov r64, imm64} in 10 bytes, whatever the value, so that another can take its place later.
     *
     * @return the position of the value's eight bytes
     */
    public final int movAbsolute(Register to, long value) {
        encodeShort(WIDE, MOVE_IMMEDIATE_SHORT, to.ordinal());
        int place = position();
        emit64(value);
        return place;
    }

    /**
     * As {@link #movAbsolute}, of an address to be filled in: a relocation is recorded.
     *
     * @param target what the caller calls it
     * @return the position of the address's eight bytes
     */
    public final int movAbsoluteExternal(Register to, int target) {
        encodeShort(WIDE, MOVE_IMMEDIATE_SHORT, to.ordinal());
        int place = position();
        relocate(Relocation.Kind.ABSOLUTE_64, target);
        emit64(0);
        return place;
    }

    /** {@code mov r32, r32}: the upper half becomes zero. */
    public final void mov32(Register to, Register from) {
        encode(0, STORE, from.ordinal(), to.ordinal());
    }

    /** {@code mov r32, m32}: the upper half becomes zero. */
    public final void mov32(Register to, Address from) {
        encode(0, LOAD, to.ordinal(), from, 0);
    }

    /** {@code mov m32, r32}. */
    public final void mov32(Address to, Register from) {
        encode(0, STORE, from.ordinal(), to, 0);
    }

    /** {@code mov r32, imm32}: the upper half becomes zero. */
    public final void mov32(Register to, int value) {
        encodeShort(0, MOVE_IMMEDIATE_SHORT, to.ordinal());
        emit32(value);
    }

    /** {@code mov m32, imm32}. */
    public final void mov32(Address to, int value) {
        encode(0, STORE_IMMEDIATE, 0, to, Integer.BYTES);
        emit32(value);
    }

    /** {@code mov m16, r16}: stores the lowest two bytes. */
    public final void mov16(Address to, Register from) {
        encode(PREFIX_66, STORE, from.ordinal(), to, 0);
    }

    /** {@code mov m8, r8}: stores the lowest byte. */
    public final void mov8(Address to, Register from) {
        encode(BYTE_REG, STORE_8, from.ordinal(), to, 0);
    }

    /**
     * {@code mov m8, imm8}.
     *
     * @param value from -128 to 255
     */
    public final void mov8(Address to, int value) {
        int checked = byteImmediate(value);
        encode(0, STORE_IMMEDIATE_8, 0, to, 1);
        emit8(checked);
    }

    /** {@code movzx r32, m8}: all other bits become zero. */
    public final void movzx8(Register to, Address from) {
        encode(0, 0x0FB6, to.ordinal(), from, 0);
    }

    /** {@code movzx r32, r8}: all other bits become zero. */
    public final void movzx8(Register to, Register from) {
        encode(BYTE_RM, 0x0FB6, to.ordinal(), from.ordinal());
    }

    /** {@code movzx r32, m16}: all other bits become zero. */
    public final void movzx16(Register to, Address from) {
        encode(0, 0x0FB7, to.ordinal(), from, 0);
    }

    /** {@code movsx r64, m8}. */
    public final void movsx8(Register to, Address from) {
        encode(WIDE, 0x0FBE, to.ordinal(), from, 0);
    }

    /** {@code movsx r64, m16}. */
    public final void movsx16(Register to, Address from) {
        encode(WIDE, 0x0FBF, to.ordinal(), from, 0);
    }

    /** {@code movsxd r64, r32}. */
    public final void movsxd(Register to, Register from) {
        encode(WIDE, 0x63, to.ordinal(), from.ordinal());
    }

    /** {@code movsxd r64, m32}. */
    public final void movsxd(Register to, Address from) {
        encode(WIDE, 0x63, to.ordinal(), from, 0);
    }

    /** {@code lea r64, m}: the address itself. */
    public final void lea(Register to, Address address) {
        encode(WIDE, 0x8D, to.ordinal(), address, 0);
    }

    /** {@code xchg r64, r64}. */
    public final void xchg(Register one, Register other) {
        if (one == Register.RAX && other == Register.RAX) {
            nop(1);
        } else if (one == Register.RAX) {
            encodeShort(WIDE, 0x90, other.ordinal());
        } else if (other == Register.RAX) {
            encodeShort(WIDE, 0x90, one.ordinal());
        } else {
            encode(WIDE, 0x87, other.ordinal(), one.ordinal());
        }
    }

    /** {@code cmovCC r64, r64}: moves when the condition holds. */
    public final void cmov(Condition condition, Register to, Register from) {
        encode(WIDE, 0x0F40 | condition.ordinal(), to.ordinal(), from.ordinal());
    }

    /** {@code cmovCC r64, m64}: reads in any case, moves when the condition holds. */
    public final void cmov(Condition condition, Register to, Address from) {
        encode(WIDE, 0x0F40 | condition.ordinal(), to.ordinal(), from, 0);
    }

    /** {@code setCC r8}: 1 when the condition holds, else 0, into the lowest byte; all other bits stay. */
    public final void set(Condition condition, Register to) {
        encode(BYTE_RM, 0x0F90 | condition.ordinal(), 0, to.ordinal());
    }

    /** {@code push r64}. */
    public final void push(Register from) {
        encodeShort(0, PUSH_OR_POP_SHORT, from.ordinal());
    }

    /** {@code push imm}: eight bytes, extended by the value's sign. */
    public final void push(int value) {
        if (fitsByte(value)) {
            emit8(0x6A);
            emit8(value);
        } else {
            emit8(0x68);
            emit32(value);
        }
    }

    /** {@code push m64}. */
    public final void push(Address from) {
        encode(0, 0xFF, 6, from, 0);
    }

    /** {@code pop r64}. */
    public final void pop(Register to) {
        encodeShort(0, PUSH_OR_POP_SHORT | 8, to.ordinal());
    }

    /** {@code pop m64}. An address by RSP is that after the pop. */
    public final void pop(Address to) {
        encode(0, 0x8F, 0, to, 0);
    }
}
