package st.sendwright.model;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Loads and stores at absolute addresses.
 *
 * <p>All Smalltalk state lies off-heap; these accessors are the only way Java reaches it. The unaligned
 * layouts are deliberate: over a segment that spans the address space the aligned ones cost an alignment
 * test at each access, which halves an interpreter's speed.
 *
 * <p>With {@code -Dsendwright.checked=true} every address must lie inside a range that {@link NativeMemory}
 * reserved; a stray access is then an {@link IllegalStateException} instead of a crash of the JVM.
 */
public final class Memory {

    /** True in a checked run. A constant, so that the test vanishes from compiled code otherwise. */
    public static final boolean CHECKED = Boolean.getBoolean("sendwright.checked");

    private static final MemorySegment EVERYTHING = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private Memory() {
    }

    /** The 64-bit word at {@code address}. */
    public static long longAt(long address) {
        if (CHECKED) {
            NativeMemory.check(address, 8);
        }
        return EVERYTHING.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
    }

    /** Stores a 64-bit word. */
    public static void putLong(long address, long value) {
        if (CHECKED) {
            NativeMemory.check(address, 8);
        }
        EVERYTHING.set(ValueLayout.JAVA_LONG_UNALIGNED, address, value);
    }

    /**
     * Stores a 64-bit word at an address that is a multiple of 8, if {@code expected} is what is there, whatever other threads do
     * meanwhile.
     *
     * @return what was there
     */
    public static long compareAndExchangeLong(long address, long expected, long value) {
        if (CHECKED) {
            NativeMemory.check(address, 8);
        }
        return (long) Exchange.OF_LONG.compareAndExchange(EVERYTHING, address, expected, value);
    }

    /** Apart, so that a start does not wait for what few need. */
    private static final class Exchange {
        private static final VarHandle OF_LONG = ValueLayout.JAVA_LONG.varHandle();
    }

    /** The signed 32-bit word at {@code address}. */
    public static int intAt(long address) {
        if (CHECKED) {
            NativeMemory.check(address, 4);
        }
        return EVERYTHING.get(ValueLayout.JAVA_INT_UNALIGNED, address);
    }

    /** Stores a 32-bit word. */
    public static void putInt(long address, int value) {
        if (CHECKED) {
            NativeMemory.check(address, 4);
        }
        EVERYTHING.set(ValueLayout.JAVA_INT_UNALIGNED, address, value);
    }

    /** The signed 16-bit word at {@code address}. */
    public static short shortAt(long address) {
        if (CHECKED) {
            NativeMemory.check(address, 2);
        }
        return EVERYTHING.get(ValueLayout.JAVA_SHORT_UNALIGNED, address);
    }

    /** Stores a 16-bit word. */
    public static void putShort(long address, short value) {
        if (CHECKED) {
            NativeMemory.check(address, 2);
        }
        EVERYTHING.set(ValueLayout.JAVA_SHORT_UNALIGNED, address, value);
    }

    /** The signed byte at {@code address}. */
    public static byte byteAt(long address) {
        if (CHECKED) {
            NativeMemory.check(address, 1);
        }
        return EVERYTHING.get(ValueLayout.JAVA_BYTE, address);
    }

    /** The byte at {@code address} as 0 to 255. */
    public static int unsignedByteAt(long address) {
        return byteAt(address) & 0xFF;
    }

    /** Stores a byte. */
    public static void putByte(long address, byte value) {
        if (CHECKED) {
            NativeMemory.check(address, 1);
        }
        EVERYTHING.set(ValueLayout.JAVA_BYTE, address, value);
    }

    /** Copies {@code bytes} bytes; the ranges may overlap. */
    public static void copy(long from, long to, long bytes) {
        if (CHECKED && bytes > 0) {
            NativeMemory.check(from, bytes);
            NativeMemory.check(to, bytes);
        }
        MemorySegment.copy(EVERYTHING, from, EVERYTHING, to, bytes);
    }

    /** Copies a Java array's bytes to {@code to}. */
    public static void copy(byte[] from, int offset, long to, int bytes) {
        if (CHECKED && bytes > 0) {
            NativeMemory.check(to, bytes);
        }
        MemorySegment.copy(from, offset, EVERYTHING, ValueLayout.JAVA_BYTE, to, bytes);
    }

    /** Copies {@code words} elements of a Java array to {@code to}. */
    public static void copy(long[] from, int offset, long to, int words) {
        if (CHECKED && words > 0) {
            NativeMemory.check(to, words * 8L);
        }
        MemorySegment.copy(from, offset, EVERYTHING, ValueLayout.JAVA_LONG_UNALIGNED, to, words);
    }

    /** Copies {@code words} words at {@code from} to the start of a Java array. */
    public static void copy(long from, long[] to, int words) {
        if (CHECKED && words > 0) {
            NativeMemory.check(from, words * 8L);
        }
        MemorySegment.copy(EVERYTHING, ValueLayout.JAVA_LONG_UNALIGNED, from, to, 0, words);
    }

    /** A fresh Java array of the {@code bytes} bytes at {@code from}. */
    public static byte[] bytesAt(long from, int bytes) {
        if (CHECKED && bytes > 0) {
            NativeMemory.check(from, bytes);
        }
        byte[] answer = new byte[bytes];
        MemorySegment.copy(EVERYTHING, ValueLayout.JAVA_BYTE, from, answer, 0, bytes);
        return answer;
    }

    /** Stores {@code value} into {@code words} consecutive 64-bit words. */
    public static void fillWords(long address, long words, long value) {
        for (long end = address + words * 8; address < end; address += 8) {
            putLong(address, value);
        }
    }

    /** A segment over {@code bytes} bytes at {@code address}, for bulk work such as file transfer. */
    public static MemorySegment segment(long address, long bytes) {
        return EVERYTHING.asSlice(address, bytes);
    }
}
