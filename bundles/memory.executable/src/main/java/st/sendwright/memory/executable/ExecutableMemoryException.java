package st.sendwright.memory.executable;

/**
 * The system gives no memory for machine code. The message says what was tried and what to do; nothing stays
 * reserved, unless a suppressed exception tells that the system refused to take something back.
 */
public final class ExecutableMemoryException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String tried;

    /** @param tried what was, and how it ended */
    ExecutableMemoryException(String tried) {
        super("SW-JIT-001 no memory for compiled code: " + tried + ". The interpreter goes on alone; --jit=off avoids"
                + " the attempt. See docs/errors/SW-JIT-001.md.");
        this.tried = tried;
    }

    /** This refusal and a later one, as one. */
    ExecutableMemoryException and(ExecutableMemoryException later) {
        ExecutableMemoryException both = new ExecutableMemoryException(tried + "; then " + later.tried);
        for (Throwable leak : getSuppressed()) {
            both.addSuppressed(leak);
        }
        for (Throwable leak : later.getSuppressed()) {
            both.addSuppressed(leak);
        }
        return both;
    }
}
