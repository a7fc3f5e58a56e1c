package st.sendwright.memory.executable;

import java.util.List;
import java.util.Locale;

/** Reserves executable memory from the operating system. */
public final class ExecutableMemories {

    /** Sizes are multiples of this, in bytes. */
    public static final long PAGE_BYTES = 4096;
    /** What a code space takes unless it is told otherwise, in bytes. */
    public static final long DEFAULT_BYTES = 16L << 20;
    /** More is refused, in bytes: guards included, 32-bit displacements reach from anywhere to anywhere. */
    public static final long MOST_BYTES = 1L << 30;

    private ExecutableMemories() {
    }

    /**
     * Reserves memory in one way, or not at all.
     *
     * @param bytes a multiple of {@link #PAGE_BYTES}, at most {@link #MOST_BYTES}
     * @throws ExecutableMemoryException when the system refuses or is not supported
     * @throws IllegalArgumentException when the size is not one
     */
    public static ExecutableMemory reserve(long bytes, Mode mode) throws ExecutableMemoryException {
        return reserve(bytes, List.of(mode));
    }

    /**
     * Reserves memory in the first way that the system permits. {@link ExecutableMemory#kind} tells which it
     * was, and the caller tells people: a second way is less safe than the first.
     *
     * @param bytes a multiple of {@link #PAGE_BYTES}, at most {@link #MOST_BYTES}
     * @param modes in the order to be tried, at least one
     * @throws ExecutableMemoryException when the system refuses all or is not supported
     * @throws IllegalArgumentException when the size is not one, or there is no mode
     */
    public static ExecutableMemory reserve(long bytes, List<Mode> modes) throws ExecutableMemoryException {
        checkSize(bytes);
        return reserve(bytes, modes, providerOfThisSystem());
    }

    /** What knows the calls of one system. */
    interface Provider {
        ExecutableMemory reserve(long bytes, Mode mode) throws ExecutableMemoryException;
    }

    static ExecutableMemory reserve(long bytes, List<Mode> modes, Provider provider)
            throws ExecutableMemoryException {
        ExecutableMemoryException refusals = null;
        for (Mode mode : modes) {
            try {
                return provider.reserve(bytes, mode);
            } catch (ExecutableMemoryException refusal) {
                refusals = refusals == null ? refusal : refusals.and(refusal);
            }
        }
        if (refusals == null) {
            throw new IllegalArgumentException("no mode is given, so none can be tried");
        }
        throw refusals;
    }

    private static Provider providerOfThisSystem() throws ExecutableMemoryException {
        return provider(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Provider provider(String system, String architecture) throws ExecutableMemoryException {
        boolean x64 = architecture.equals("amd64") || architecture.equals("x86_64");
        if (x64 && system.startsWith("Windows")) {
            return new WindowsMemory(SystemPages.windows())::reserve;
        }
        if (x64 && system.startsWith("Linux")) {
            return new LinuxMemory(SystemPages.linux())::reserve;
        }
        throw new ExecutableMemoryException(
                "it is implemented for Linux and Windows on x86-64, and this is " + system + " on " + architecture);
    }

    private static void checkSize(long bytes) {
        if (bytes <= 0 || bytes > MOST_BYTES || bytes % PAGE_BYTES != 0) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "%,d bytes of executable memory: a multiple of %,d up to %,d is possible",
                    bytes, PAGE_BYTES, MOST_BYTES));
        }
    }
}
