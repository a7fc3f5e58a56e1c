package st.sendwright.language;

import java.io.ByteArrayOutputStream;

/**
 * Which source a bytecode came from. Entries are in rising pc order; one holds from its pc to the next's.
 *
 * <p>Encoded, each entry is the pc's distance from the entry before, then the start's distance from the start
 * before (zigzag), then the length: each in bytes of seven bits, least significant first, the high bit set in
 * all but the last byte.
 *
 * @param pcs offsets from the first bytecode, rising
 * @param starts offsets of characters in the <em>method's</em> source, from 0, in blocks too
 * @param lengths in characters
 */
public record SourceMap(int[] pcs, int[] starts, int[] lengths) {

    /** A map that knows nothing. */
    public static final SourceMap EMPTY = new SourceMap(new int[0], new int[0], new int[0]);

    /** Offset in the source of the code at {@code pc}, or -1 where the map is empty. */
    public int startAt(int pc) {
        int index = indexAt(pc);
        return index < 0 ? -1 : starts[index];
    }

    /** Length in characters of the source of the code at {@code pc}, or 0. */
    public int lengthAt(int pc) {
        int index = indexAt(pc);
        return index < 0 ? 0 : lengths[index];
    }

    private int indexAt(int pc) {
        int found = pcs.length == 0 ? -1 : 0;
        for (int i = 0; i < pcs.length && pcs[i] <= pc; i++) {
            found = i;
        }
        return found;
    }

    /** As bytes, for a ByteArray in the MethodInfo. */
    public byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int pc = 0;
        int start = 0;
        for (int i = 0; i < pcs.length; i++) {
            write(out, pcs[i] - pc);
            int distance = starts[i] - start;
            write(out, distance << 1 ^ distance >> 31);
            write(out, lengths[i]);
            pc = pcs[i];
            start = starts[i];
        }
        return out.toByteArray();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException when the bytes end within an entry
     */
    public static SourceMap decode(byte[] bytes) {
        int numbers = 0;
        for (byte b : bytes) {
            if (b >= 0) {
                numbers++;
            }
        }
        if (numbers % 3 != 0 || bytes.length > 0 && bytes[bytes.length - 1] < 0) {
            throw new IllegalArgumentException("a source map of " + bytes.length + " bytes ends within an entry");
        }
        int[][] columns = new int[3][numbers / 3];
        int position = 0;
        int pc = 0;
        int start = 0;
        for (int i = 0; i < numbers / 3; i++) {
            int[] value = new int[3];
            for (int column = 0; column < 3; column++) {
                int shift = 0;
                while (bytes[position] < 0) {
                    value[column] |= (bytes[position++] & 0x7F) << shift;
                    shift += 7;
                }
                value[column] |= bytes[position++] << shift;
            }
            pc += value[0];
            start += value[1] >>> 1 ^ -(value[1] & 1);
            columns[0][i] = pc;
            columns[1][i] = start;
            columns[2][i] = value[2];
        }
        return new SourceMap(columns[0], columns[1], columns[2]);
    }

    private static void write(ByteArrayOutputStream out, int value) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            out.write(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
