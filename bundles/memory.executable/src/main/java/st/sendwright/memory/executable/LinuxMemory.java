package st.sendwright.memory.executable;

import java.util.Map;
import java.util.function.LongPredicate;

import static st.sendwright.memory.executable.NativePages.Function.MMAP;
import static st.sendwright.memory.executable.NativePages.Function.MPROTECT;
import static st.sendwright.memory.executable.NativePages.Function.MREMAP;
import static st.sendwright.memory.executable.NativePages.Function.MUNMAP;

/**
 * Executable memory of Linux.
 *
 * <p>Two mappings come from one: {@code mremap} of a shared mapping with an old size of 0 maps the same pages
 * again. Unlike pages of a {@code memfd}, those have no name, so {@code perf} looks the symbols in them up in
 * its map file.
 *
 * <p>Source: mremap(2), "If the value of old_size is zero, and old_address refers to a shareable mapping…".
 */
final class LinuxMemory {

    private static final long NONE = 0;
    private static final long READ_WRITE = 3;
    private static final long READ_EXECUTE = 5;
    private static final long READ_WRITE_EXECUTE = 7;
    private static final long SHARED_ANONYMOUS_NORESERVE = 0x4021;
    private static final long PRIVATE_ANONYMOUS_NORESERVE = 0x4022;
    private static final long MAY_MOVE = 1;
    private static final long NO_FILE = -1;

    private static final LongPredicate NOT_MAPPED = address -> address == -1;
    private static final LongPredicate NOT_ZERO = answer -> answer != 0;

    private static final Map<Integer, String> ERRORS = Map.of(
            1, "EPERM: a filter of system calls or a security module forbids it",
            11, "EAGAIN: too much memory is locked",
            12, "ENOMEM: no memory or address space, or a limit (ulimit -v, vm.max_map_count, a container's)",
            13, "EACCES: the system forbids executable memory (SELinux execmem, MemoryDenyWriteExecute)",
            22, "EINVAL: the kernel does not know this way",
            38, "ENOSYS: the kernel lacks the call");

    private final NativePages pages;

    LinuxMemory(NativePages pages) {
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
        long writable = map(calls, all, READ_WRITE, SHARED_ANONYMOUS_NORESERVE);
        long executable = calls.acquire(NOT_MAPPED, MREMAP, writable, 0, all, MAY_MOVE);
        calls.onUndo(NOT_ZERO, MUNMAP, executable, all);
        calls.acquire(NOT_ZERO, MPROTECT, executable, all, READ_EXECUTE);
        guard(calls, writable, bytes);
        guard(calls, executable, bytes);
        return new Range(Mode.DUAL_MAPPING, executable + Range.GUARD_BYTES, writable + Range.GUARD_BYTES, bytes,
                Range.NO_FLUSH, calls);
    }

    private static ExecutableMemory single(PageCalls calls, long bytes) throws ExecutableMemoryException {
        long all = bytes + 2 * Range.GUARD_BYTES;
        long start = map(calls, all, NONE, PRIVATE_ANONYMOUS_NORESERVE) + Range.GUARD_BYTES;
        calls.acquire(NOT_ZERO, MPROTECT, start, bytes, READ_WRITE_EXECUTE);
        return new Range(Mode.READ_WRITE_EXECUTE, start, start, bytes, Range.NO_FLUSH, calls);
    }

    private static long map(PageCalls calls, long bytes, long protection, long flags)
            throws ExecutableMemoryException {
        long address = calls.acquire(NOT_MAPPED, MMAP, 0, bytes, protection, flags, NO_FILE, 0);
        calls.onUndo(NOT_ZERO, MUNMAP, address, bytes);
        return address;
    }

    private static void guard(PageCalls calls, long view, long bytes) throws ExecutableMemoryException {
        calls.acquire(NOT_ZERO, MPROTECT, view, Range.GUARD_BYTES, NONE);
        calls.acquire(NOT_ZERO, MPROTECT, view + Range.GUARD_BYTES + bytes, Range.GUARD_BYTES, NONE);
    }
}
