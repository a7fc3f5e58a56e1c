package st.sendwright.model;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Address ranges from the operating system: reserved at once, backed by pages only where touched.
 *
 * <p><b>Thread</b>: any. <b>Ownership</b>: who reserves a range releases it; releasing twice is an error.
 * A fresh range reads as zeros.
 */
public final class NativeMemory {

    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
    private static final int READ_WRITE = 3;
    private static final int PRIVATE_ANONYMOUS_NORESERVE = System.getProperty("os.name").startsWith("Mac")
            ? 0x1042 : 0x4022;
    private static final int DONT_NEED = 4;
    private static final int RESERVE_AND_COMMIT = 0x3000;
    private static final int PAGE_READ_WRITE = 4;
    private static final int DECOMMIT_ALL = 0x8000;

    /** Live ranges, start to size in bytes: what a checked run tests addresses against. */
    private static final ConcurrentSkipListMap<Long, Long> RANGES = new ConcurrentSkipListMap<>();

    private static final MethodHandle ALLOCATE;
    private static final MethodHandle FREE;
    private static final MethodHandle ADVISE;

    static {
        Linker linker = Linker.nativeLinker();
        if (WINDOWS) {
            SymbolLookup kernel = SymbolLookup.libraryLookup("kernel32", java.lang.foreign.Arena.global());
            ALLOCATE = linker.downcallHandle(kernel.findOrThrow("VirtualAlloc"), FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT));
            FREE = linker.downcallHandle(kernel.findOrThrow("VirtualFree"), FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT));
            ADVISE = null;
        } else {
            SymbolLookup libc = linker.defaultLookup();
            ALLOCATE = linker.downcallHandle(libc.findOrThrow("mmap"), FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
            FREE = linker.downcallHandle(libc.findOrThrow("munmap"), FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
            ADVISE = linker.downcallHandle(libc.findOrThrow("madvise"), FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT));
        }
    }

    private NativeMemory() {
    }

    /**
     * Reserves {@code bytes} bytes, readable, writable and zero, at an address aligned to 4096.
     *
     * @throws OutOfMemoryError when the system refuses; nothing is reserved then
     */
    public static long reserve(long bytes) {
        long address;
        try {
            address = WINDOWS
                    ? (long) ALLOCATE.invokeExact(0L, bytes, RESERVE_AND_COMMIT, PAGE_READ_WRITE)
                    : (long) ALLOCATE.invokeExact(0L, bytes, READ_WRITE, PRIVATE_ANONYMOUS_NORESERVE, -1, 0L);
        } catch (Throwable failure) {
            throw new AssertionError("the call to reserve memory failed", failure);
        }
        if (address == 0 || address == -1) {
            throw new OutOfMemoryError("the system refused to reserve " + bytes + " bytes of address space");
        }
        RANGES.put(address, bytes);
        return address;
    }

    /**
     * Gives a whole reserved range back.
     *
     * @throws IllegalArgumentException when {@code address} is not the start of a live range
     */
    public static void release(long address) {
        Long bytes = RANGES.remove(address);
        if (bytes == null) {
            throw new IllegalArgumentException("no reserved range starts at 0x" + Long.toHexString(address));
        }
        try {
            int ignored = WINDOWS
                    ? (int) FREE.invokeExact(address, 0L, DECOMMIT_ALL)
                    : (int) FREE.invokeExact(address, (long) bytes);
        } catch (Throwable failure) {
            throw new AssertionError("the call to release memory failed", failure);
        }
    }

    /**
     * Drops the pages under a part of a range: the part reads as zeros afterwards and uses no memory until
     * touched again.
     *
     * @param address multiple of 4096
     * @param bytes multiple of 4096
     */
    public static void discard(long address, long bytes) {
        if (bytes == 0) {
            return;
        }
        if (ADVISE == null || !System.getProperty("os.name").startsWith("Linux")) {
            MemorySegment.NULL.reinterpret(Long.MAX_VALUE).asSlice(address, bytes).fill((byte) 0);
            return;
        }
        try {
            int ignored = (int) ADVISE.invokeExact(address, bytes, DONT_NEED);
        } catch (Throwable failure) {
            throw new AssertionError("the call to discard pages failed", failure);
        }
    }

    /** How many bytes of address space are reserved by the process through this class. */
    public static long reservedBytes() {
        return RANGES.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Throws unless {@code bytes} bytes at {@code address} lie inside one live range. */
    static void check(long address, long bytes) {
        Map.Entry<Long, Long> range = RANGES.floorEntry(address);
        if (range == null || address + bytes > range.getKey() + range.getValue()) {
            throw new IllegalStateException("access of " + bytes + " bytes at 0x" + Long.toHexString(address)
                    + ", which is in no reserved range");
        }
    }
}
