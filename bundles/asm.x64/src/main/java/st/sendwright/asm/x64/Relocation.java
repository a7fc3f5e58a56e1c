package st.sendwright.asm.x64;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * A place in code that can only be filled in once it is known where the code and its target lie.
 *
 * @param position of the bytes to be filled in, from the start of the code
 * @param kind what belongs there
 * @param target what the caller calls the target; {@link #NO_TARGET} when it said nothing
 */
public record Relocation(int position, Kind kind, int target) {

    /** The target of what was emitted without one. */
    public static final int NO_TARGET = -1;

    /** What belongs in the place. */
    public enum Kind {
        /** Four bytes: how far the target is from the end of these four bytes. */
        RELATIVE_32,
        /** Eight bytes: the target's address. */
        ABSOLUTE_64
    }

    /**
     * Fills the place in.
     *
     * @param code what {@link Assembler#code} answered, to be changed
     * @param codeAddress where its first byte will be executed
     * @param targetAddress where the target is executed
     * @throws IllegalArgumentException when the target is farther away than 32 bits reach
     */
    public void resolve(byte[] code, long codeAddress, long targetAddress) {
        ByteBuffer bytes = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
        switch (kind) {
            case RELATIVE_32 -> bytes.putInt(position, displacement(codeAddress + position, targetAddress));
            case ABSOLUTE_64 -> bytes.putLong(position, targetAddress);
        }
    }

    /**
     * What belongs in four bytes, relative to their end.
     *
     * @param address where the four bytes lie when executed
     * @throws IllegalArgumentException when the target is farther away than 32 bits reach
     */
    public static int displacement(long address, long targetAddress) {
        long distance = targetAddress - (address + Integer.BYTES);
        if (distance != (int) distance) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "32 bits do not reach from 0x%x to 0x%x, which is %,d bytes away",
                    address, targetAddress, distance));
        }
        return (int) distance;
    }
}
