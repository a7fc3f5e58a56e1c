package st.sendwright.memory.executable;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/** A range that the system has given, with the calls that give it back. */
final class Range implements ExecutableMemory {

    /** Before and after the range, in bytes: the system's grain on Windows, sixteen pages elsewhere. */
    static final long GUARD_BYTES = 0x1_0000;

    /** Of hardware that keeps its instruction cache in step with memory. */
    static final Flush NO_FLUSH = (calls, address, bytes) -> { };

    /** What the system wants to be told when code has changed. */
    interface Flush {
        void flush(PageCalls calls, long address, long bytes);
    }

    private final Mode mode;
    private final long executable;
    private final long writable;
    private final long size;
    private final Flush flush;
    private final PageCalls calls;
    private final AtomicBoolean closed = new AtomicBoolean();

    Range(Mode mode, long executable, long writable, long size, Flush flush, PageCalls calls) {
        this.mode = mode;
        this.executable = executable;
        this.writable = writable;
        this.size = size;
        this.flush = flush;
        this.calls = calls;
    }

    @Override
    public long executableAddress() {
        checkOpen();
        return executable;
    }

    @Override
    public long writableAddress() {
        checkOpen();
        return writable;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public String kind() {
        return mode.toString();
    }

    @Override
    public void published(long address, long bytes) {
        checkOpen();
        if (bytes < 0 || address < executable || address - executable > size - bytes) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "0x%x and %,d bytes are not inside the %,d bytes at 0x%x", address, bytes, size, executable));
        }
        flush.flush(calls, address, bytes);
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            calls.undo();
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,d bytes of executable memory at 0x%x, written at 0x%x (%s)%s",
                size, executable, writable, kind(), closed.get() ? ", closed" : "");
    }

    private void checkOpen() {
        if (closed.get()) {
            throw new IllegalStateException("this executable memory is closed");
        }
    }
}
