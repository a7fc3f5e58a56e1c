package st.sendwright.asm.x64;

/**
 * The parts of an instruction that all share: prefixes, opcode, ModRM, SIB, displacement.
 *
 * <p>Source: the manual, volume 2, chapter 2 (instruction format), tables 2-2 and 2-3.
 */
abstract sealed class Encoder extends CodeBuffer permits MoveInstructions {

    /** The operands have 64 bits. */
    static final int WIDE = 8;
    /** The ModRM's {@code reg} is a byte register: SPL to DIL need a prefix, or AH to BH are meant. */
    static final int BYTE_REG = 1 << 4;
    /** The same for the operand in the ModRM's {@code rm}. */
    static final int BYTE_RM = 1 << 5;
    /** Prefixes that come before REX: they choose among instructions of one opcode. */
    static final int PREFIX_66 = 0x66 << 8;
    static final int PREFIX_F2 = 0xF2 << 8;
    static final int PREFIX_F3 = 0xF3 << 8;

    private static final int REX = 0x40;
    private static final int SIB_FOLLOWS = 4;
    private static final int NO_INDEX = 4;
    private static final int NO_BASE = 5;
    private static final int NO_DISPLACEMENT = 0x00;
    private static final int DISPLACEMENT_8 = 0x40;
    private static final int DISPLACEMENT_32 = 0x80;
    private static final int REGISTER_DIRECT = 0xC0;

    static boolean fitsByte(int value) {
        return value == (byte) value;
    }

    /** An instruction without ModRM whose opcode holds a register in its lowest three bits. */
    final void encodeShort(int flags, int opcode, int register) {
        prefixes(flags, rex(flags, 0, 0, register), false);
        emitOpcode(opcode | register & 7);
    }

    /** An instruction whose operands follow from its opcode. */
    final void encodeWithoutOperands(int flags, int opcode) {
        prefixes(flags, flags & WIDE, false);
        emitOpcode(opcode);
    }

    /** An instruction on two registers, or on one and a part of the opcode in {@code reg}. */
    final void encode(int flags, int opcode, int reg, int rm) {
        boolean bytesNamed = (flags & BYTE_REG) != 0 && reg >= 4 || (flags & BYTE_RM) != 0 && rm >= 4;
        prefixes(flags, rex(flags, reg, 0, rm), bytesNamed);
        emitOpcode(opcode);
        emit8(REGISTER_DIRECT | (reg & 7) << 3 | rm & 7);
    }

    /**
     * An instruction on a register, or a part of the opcode, and an operand in memory.
     *
     * @param following how many bytes of the instruction follow the address
     */
    final void encode(int flags, int opcode, int reg, Address address, int following) {
        int index = address.index() == null ? 0 : address.index().ordinal();
        int base = address.base() == null ? 0 : address.base().ordinal();
        boolean bytesNamed = (flags & BYTE_REG) != 0 && reg >= 4;
        prefixes(flags, rex(flags, reg, index, base), bytesNamed);
        emitOpcode(opcode);
        int field = (reg & 7) << 3;
        if (address.label() != null) {
            emit8(NO_DISPLACEMENT | field | NO_BASE);
            emitDisplacement(address.label(), following);
        } else if (address.base() == null) {
            emit8(NO_DISPLACEMENT | field | SIB_FOLLOWS);
            emit8(NO_INDEX << 3 | NO_BASE);
            emit32(address.displacement());
        } else {
            emitBased(address, field);
        }
    }

    private void emitBased(Address address, int field) {
        int base = address.base().ordinal() & 7;
        int displacement = address.displacement();
        int mode = displacementMode(base, displacement);
        if (address.index() != null) {
            emit8(mode | field | SIB_FOLLOWS);
            int scale = Integer.numberOfTrailingZeros(address.scale());
            emit8(scale << 6 | (address.index().ordinal() & 7) << 3 | base);
        } else if (base == SIB_FOLLOWS) {
            emit8(mode | field | SIB_FOLLOWS);
            emit8(NO_INDEX << 3 | base);
        } else {
            emit8(mode | field | base);
        }
        if (mode == DISPLACEMENT_8) {
            emit8(displacement);
        } else if (mode == DISPLACEMENT_32) {
            emit32(displacement);
        }
    }

    /** RBP and R13 without a displacement would mean that there is no base. */
    private static int displacementMode(int base, int displacement) {
        if (displacement == 0 && base != NO_BASE) {
            return NO_DISPLACEMENT;
        }
        return fitsByte(displacement) ? DISPLACEMENT_8 : DISPLACEMENT_32;
    }

    private static int rex(int flags, int reg, int index, int rm) {
        return flags & WIDE | reg >> 3 << 2 | index >> 3 << 1 | rm >> 3;
    }

    private void prefixes(int flags, int rex, boolean bytesNamed) {
        int prefix = flags >> 8;
        if (prefix != 0) {
            emit8(prefix);
        }
        if (rex != 0 || bytesNamed) {
            emit8(REX | rex);
        }
    }

    private void emitOpcode(int opcode) {
        if (opcode > 0xFFFF) {
            emit8(opcode >> 16);
        }
        if (opcode > 0xFF) {
            emit8(opcode >> 8);
        }
        emit8(opcode);
    }
}
