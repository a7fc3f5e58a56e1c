package st.sendwright.model;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Address ranges from the operating system: reserved at once, backed by pages only where touched.
 *
 * <p><b>Thread</b>: any. <b>Ownership</b>: who reserves a range releases it; releasing twice is an error.
 * A fresh range reads as zeros.
 */
public final class NativeMemory {

    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
    private static final boolean LINUX = System.getProperty("os.name").startsWith("Linux");
    private static final int READ_WRITE = 3;
    private static final int PRIVATE_ANONYMOUS_NORESERVE = System.getProperty("os.name").startsWith("Mac")
            ? 0x1042 : 0x4022;
    private static final int FIXED = 0x10;
    private static final int PRIVATE = 2;
    private static final int READ_ONLY = 0;
    private static final int CLOSE_ON_EXEC = System.getProperty("os.name").startsWith("Mac") ? 0x1000000 : 0x80000;
    private static final int DONT_NEED = 4;
    private static final int POPULATE_FOR_WRITING = 23;
    private static final int RESERVE_AND_COMMIT = 0x3000;
    private static final int PAGE_READ_WRITE = 4;
    private static final int DECOMMIT_ALL = 0x8000;

    /** Live ranges, start to size in bytes: what a checked run tests addresses against. */
    private static final ConcurrentSkipListMap<Long, Long> RANGES = new ConcurrentSkipListMap<>();

    private static final MethodHandle ALLOCATE;
    private static final MethodHandle FREE;
    private static final MethodHandle ADVISE;
    private static final MethodHandle OPEN;
    private static final MethodHandle CLOSE;

    /** Parts of ranges that show a file, start to end. */
    private static final ConcurrentSkipListMap<Long, Long> MAPPED = new ConcurrentSkipListMap<>();

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
            OPEN = null;
            CLOSE = null;
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
            // Each shape of call takes the linker tens of milliseconds at the start, so these have the shapes of the
            // two above: integers are passed in whole registers, a mode is only read where a file is made, and an
            // argument too many is in a register that nobody reads.
            OPEN = linker.downcallHandle(libc.findOrThrow("open"), FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
            CLOSE = linker.downcallHandle(libc.findOrThrow("close"), FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
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
        return reserve(bytes, 0);
    }

    /**
     * As {@link #reserve(long)}, at an address of choice if nothing lies there; otherwise anywhere.
     *
     * @param preferred multiple of the system's page size, 0 for no preference
     */
    public static long reserve(long bytes, long preferred) {
        long address = allocate(bytes, preferred);
        if (WINDOWS && address == 0 && preferred != 0) {
            address = allocate(bytes, 0);
        }
        if (address == 0 || address == -1) {
            throw new OutOfMemoryError("the system refused to reserve " + bytes + " bytes of address space");
        }
        RANGES.put(address, bytes);
        return address;
    }

    /** As {@link #reserve(long)}, at the first of some addresses of choice where nothing lies; otherwise anywhere. */
    public static long reserve(long bytes, long[] preferred) {
        for (long each : preferred) {
            long address = allocate(bytes, each);
            if (address == each) {
                RANGES.put(address, bytes);
                return address;
            }
            if (address != 0 && address != -1) {
                free(address, bytes);
            }
        }
        return reserve(bytes);
    }

    private static long allocate(long bytes, long preferred) {
        try {
            return WINDOWS
                    ? (long) ALLOCATE.invokeExact(preferred, bytes, RESERVE_AND_COMMIT, PAGE_READ_WRITE)
                    : (long) ALLOCATE.invokeExact(preferred, bytes, READ_WRITE, PRIVATE_ANONYMOUS_NORESERVE, -1, 0L);
        } catch (Throwable failure) {
            throw new AssertionError("the call to reserve memory failed", failure);
        }
    }

    /**
     * Has a part of a range show what is in a file. Pages are read when touched and copied when written to;
     * the file never changes by it. Nobody may shorten or overwrite the file as long as the part is in use:
     * touching pages that are gone would end the process.
     *
     * @param address multiple of the system's page size, inside a reserved range
     * @param bytes how many of the file; the rest of the last page reads as what follows in the file
     * @param offset multiple of the system's page size
     * @return false when the system refuses, such as for want of the means; the part is unchanged then
     */
    public static boolean map(Path file, long offset, long bytes, long address) {
        if (OPEN == null || bytes == 0) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            long name = arena.allocateFrom(file.toString()).address();
            int descriptor = (int) OPEN.invokeExact(name, (long) (READ_ONLY | CLOSE_ON_EXEC), 0);
            if (descriptor < 0) {
                return false;
            }
            long mapped = (long) ALLOCATE.invokeExact(address, bytes, READ_WRITE, PRIVATE | FIXED, descriptor, offset);
            int ignored = (int) CLOSE.invokeExact((long) descriptor, 0L);
            if (mapped == address) {
                MAPPED.put(address, address + bytes);
            }
            return mapped == address;
        } catch (Throwable failure) {
            throw new AssertionError("the call to map a file failed", failure);
        }
    }

    /** Whether an address lies in a part that {@link #map} has made and nobody has discarded. */
    public static boolean isMapped(long address) {
        Map.Entry<Long, Long> part = MAPPED.floorEntry(address);
        return part != null && address < part.getValue();
    }

    /** Puts fresh pages over a part, which would otherwise show the file again. */
    private static void unmap(long address, long bytes) {
        try {
            long mapped = (long) ALLOCATE.invokeExact(address, bytes, READ_WRITE, PRIVATE_ANONYMOUS_NORESERVE | FIXED, -1,
                    0L);
            if (mapped != address) {
                throw new OutOfMemoryError("the system refused fresh pages for " + bytes + " bytes");
            }
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new AssertionError("the call to discard a mapping failed", failure);
        }
    }

    private static boolean showsFile(long address, long bytes) {
        Map.Entry<Long, Long> part = MAPPED.lowerEntry(address + bytes);
        return part != null && part.getValue() > address;
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
        MAPPED.subMap(address, address + bytes).clear();
        free(address, bytes);
    }

    private static void free(long address, long bytes) {
        try {
            int ignored = WINDOWS
                    ? (int) FREE.invokeExact(address, 0L, DECOMMIT_ALL)
                    : (int) FREE.invokeExact(address, bytes);
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
        if (showsFile(address, bytes)) {
            unmap(address, bytes);
            return;
        }
        if (!LINUX) {
            MemorySegment.NULL.reinterpret(Long.MAX_VALUE).asSlice(address, bytes).fill((byte) 0);
            return;
        }
        advise(address, bytes, DONT_NEED);
    }

    /**
     * Has the system provide the pages under a part of a range before they are touched; their contents stay what they are. Where it does not
     * know how to, as Linux before 5.14, or has no memory left, touching a page provides it as ever.
     *
     * @param address multiple of 4096
     * @param bytes multiple of 4096
     */
    public static void populate(long address, long bytes) {
        if (bytes > 0 && LINUX) {
            advise(address, bytes, POPULATE_FOR_WRITING);
        }
    }

    private static void advise(long address, long bytes, int advice) {
        try {
            int ignored = (int) ADVISE.invokeExact(address, bytes, advice);
        } catch (Throwable failure) {
            throw new AssertionError("the call to advise the system on pages failed", failure);
        }
    }

    /** How many bytes of a part of a range take memory, be it touched or mapped; empty where the system is not asked. */
    public static OptionalLong residentBytes(long address, long bytes) {
        if (!Residence.IS_KNOWN) {
            return OptionalLong.empty();
        }
        long pages = bytes + Residence.PAGE_BYTES - 1 >>> Residence.PAGE_SHIFT;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment states = arena.allocate(Math.max(1, pages));
            if ((int) Residence.ASK.invokeExact(address, bytes, states.address()) != 0) {
                return OptionalLong.empty();
            }
            long resident = 0;
            for (long page = 0; page < pages; page++) {
                resident += states.get(ValueLayout.JAVA_BYTE, page) & 1;
            }
            return OptionalLong.of(resident << Residence.PAGE_SHIFT);
        } catch (Throwable failure) {
            throw new AssertionError("the call to ask for resident pages failed", failure);
        }
    }

    /** Linked when first asked for: a shape of call of its own would make every start longer. */
    private static final class Residence {
        private static final int PAGE_SHIFT = 12;
        private static final long PAGE_BYTES = 1 << PAGE_SHIFT;
        /** Elsewhere pages may have another size. */
        private static final boolean IS_KNOWN = LINUX
                && System.getProperty("os.arch").equals("amd64");
        private static final MethodHandle ASK = IS_KNOWN ? Linker.nativeLinker().downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("mincore"), FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG)) : null;
    }

    /** Has checked runs take a range for valid that somebody else has reserved, until {@link #disown}. */
    public static void own(long address, long bytes) {
        RANGES.put(address, bytes);
    }

    /** Ends {@link #own}. */
    public static void disown(long address) {
        RANGES.remove(address);
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
