package st.sendwright.memory.executable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.function.LongPredicate;

import static st.sendwright.memory.executable.NativePages.Function.CLOSE_HANDLE;
import static st.sendwright.memory.executable.NativePages.Function.CREATE_FILE_MAPPING;
import static st.sendwright.memory.executable.NativePages.Function.FLUSH_INSTRUCTION_CACHE;
import static st.sendwright.memory.executable.NativePages.Function.MAP_VIEW_OF_FILE;
import static st.sendwright.memory.executable.NativePages.Function.UNMAP_VIEW_OF_FILE;
import static st.sendwright.memory.executable.NativePages.Function.VIRTUAL_ALLOC;
import static st.sendwright.memory.executable.NativePages.Function.VIRTUAL_FREE;
import static st.sendwright.memory.executable.NativePages.Function.VIRTUAL_PROTECT;

/**
 * Executable memory of Windows: two views of one section of the paging file, or pages of
 * {@code VirtualAlloc}.
 *
 * <p>A section may be executed or written by the right of the section; each view has the narrower right of
 * its own. The section's handle is closed at once: views keep it alive.
 */
final class WindowsMemory {

    private static final long PAGE_NO_ACCESS = 0x01;
    private static final long PAGE_EXECUTE_READ_WRITE = 0x40;
    private static final long RESERVE_AND_COMMIT = 0x3000;
    private static final long RELEASE = 0x8000;
    private static final long PAGING_FILE = -1;
    private static final long THIS_PROCESS = -1;
    private static final long VIEW_WRITE = 0x02;
    private static final long VIEW_READ_EXECUTE = 0x24;

    private static final LongPredicate ZERO = answer -> answer == 0;

    private static final Map<Integer, String> ERRORS = Map.of(
            5, "ERROR_ACCESS_DENIED: a policy of the process forbids it",
            8, "ERROR_NOT_ENOUGH_MEMORY: no memory or address space",
            87, "ERROR_INVALID_PARAMETER: the system does not know this way",
            1455, "ERROR_COMMITMENT_LIMIT: the paging file is too small",
            1655, "ERROR_DYNAMIC_CODE_BLOCKED: the process may not have dynamic code (Arbitrary Code Guard)");

    private final NativePages pages;

    WindowsMemory(NativePages pages) {
        this.pages = pages;
    }

    ExecutableMemory reserve(long bytes, Mode mode) throws ExecutableMemoryException {
        PageCalls calls = new PageCalls(pages, ERRORS);
        return switch (mode) {
            case DUAL_MAPPING -> dual(calls, bytes);
            case READ_WRITE_EXECUTE -> single(calls, bytes);
        };
    }

    private static ExecutableMemory dual(PageCalls calls, long bytes) throws ExecutableMemoryException {
        long all = bytes + 2 * Range.GUARD_BYTES;
        long section = calls.acquire(ZERO, CREATE_FILE_MAPPING, PAGING_FILE, 0, PAGE_EXECUTE_READ_WRITE,
                all >>> Integer.SIZE, all & 0xFFFF_FFFFL, 0);
        PageCalls.Undo closing = calls.onUndo(ZERO, CLOSE_HANDLE, section);
        long writable = view(calls, section, VIEW_WRITE, all);
        long executable = view(calls, section, VIEW_READ_EXECUTE, all);
        calls.release(closing);
        guard(calls, writable, bytes);
        guard(calls, executable, bytes);
        return new Range(Mode.DUAL_MAPPING, executable + Range.GUARD_BYTES, writable + Range.GUARD_BYTES, bytes,
                WindowsMemory::flush, calls);
    }

    private static ExecutableMemory single(PageCalls calls, long bytes) throws ExecutableMemoryException {
        long all = bytes + 2 * Range.GUARD_BYTES;
        long address = calls.acquire(ZERO, VIRTUAL_ALLOC, 0, all, RESERVE_AND_COMMIT, PAGE_NO_ACCESS);
        calls.onUndo(ZERO, VIRTUAL_FREE, address, 0, RELEASE);
        long start = address + Range.GUARD_BYTES;
        protect(calls, start, bytes, PAGE_EXECUTE_READ_WRITE);
        return new Range(Mode.READ_WRITE_EXECUTE, start, start, bytes, WindowsMemory::flush, calls);
    }

    private static long view(PageCalls calls, long section, long access, long bytes)
            throws ExecutableMemoryException {
        long address = calls.acquire(ZERO, MAP_VIEW_OF_FILE, section, access, 0, 0, bytes);
        calls.onUndo(ZERO, UNMAP_VIEW_OF_FILE, address);
        return address;
    }

    private static void guard(PageCalls calls, long view, long bytes) throws ExecutableMemoryException {
        protect(calls, view, Range.GUARD_BYTES, PAGE_NO_ACCESS);
        protect(calls, view + Range.GUARD_BYTES + bytes, Range.GUARD_BYTES, PAGE_NO_ACCESS);
    }

    /** The function insists on a place for the protection that was. */
    private static void protect(PageCalls calls, long address, long bytes, long protection)
            throws ExecutableMemoryException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment previous = arena.allocate(ValueLayout.JAVA_INT);
            calls.acquire(ZERO, VIRTUAL_PROTECT, address, bytes, protection, previous.address());
        }
    }

    private static void flush(PageCalls calls, long address, long bytes) {
        calls.require(ZERO, FLUSH_INSTRUCTION_CACHE, THIS_PROCESS, address, bytes);
    }
}
