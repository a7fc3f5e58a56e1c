package st.sendwright.asm.x64;

import java.util.Objects;

/**
 * An operand in memory: {@code [base + index * scale + displacement]}, a place in the same code, or a fixed
 * address.
 *
 * @param base null for an address without registers
 * @param index null for none; never RSP, which the hardware cannot add
 * @param scale 1, 2, 4 or 8
 * @param displacement in bytes, with sign
 * @param label the place in the same code, relative to the instruction; null for all others
 */
public record Address(Register base, Register index, int scale, int displacement, Label label) {

    /** Checks the combination. */
    public Address {
        if (index == Register.RSP) {
            throw new IllegalArgumentException("RSP cannot be an index");
        }
        if (scale != 1 && scale != 2 && scale != 4 && scale != 8) {
            throw new IllegalArgumentException("a scale is 1, 2, 4 or 8, not " + scale);
        }
        if (base == null && index != null) {
            throw new IllegalArgumentException("an index needs a base");
        }
        if (label != null && (base != null || displacement != 0)) {
            throw new IllegalArgumentException("the address of " + label
                    + " takes neither register nor displacement");
        }
    }

    /** {@code [base + displacement]}. */
    public static Address at(Register base, int displacement) {
        return new Address(Objects.requireNonNull(base), null, 1, displacement, null);
    }

    /**
     * {@code [base + index * scale + displacement]}.
     *
     * @throws IllegalArgumentException when the index is RSP or the scale is not 1, 2, 4 or 8
     */
    public static Address at(Register base, Register index, int scale, int displacement) {
        Objects.requireNonNull(base);
        return new Address(base, Objects.requireNonNull(index), scale, displacement, null);
    }

    /** The place of a label of the same code, bound or not, relative to the instruction: code may move. */
    public static Address of(Label label) {
        return new Address(null, null, 1, 0, Objects.requireNonNull(label));
    }

    /** A fixed address in the lowest or, negative, in the highest 2 GB. */
    public static Address absolute(int address) {
        return new Address(null, null, 1, address, null);
    }
}
