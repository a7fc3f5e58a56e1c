package st.sendwright.memory.executable;

/**
 * One range of memory for machine code, between two guard ranges that fault on every access.
 *
 * <p>Code is written through {@link #writableAddress} and executed at {@link #executableAddress}; byte
 * <i>n</i> of the one range is byte <i>n</i> of the other. A fresh range holds zeros. The whole range is
 * within reach of 32-bit displacements from all of it.
 *
 * <p><b>Called</b> once for each code space (F0), {@link #published} once for each method (F2).
 * <b>Thread</b>: any; who writes agrees with others on who writes where. <b>Ownership</b>: who reserves it
 * closes it, when no thread executes in it any more: nobody can check that.
 */
public interface ExecutableMemory extends AutoCloseable {

    /**
     * Where the first byte is executed.
     *
     * @throws IllegalStateException after {@link #close}
     */
    long executableAddress();

    /**
     * Where the first byte is written: another address with two mappings, else the same.
     *
     * @throws IllegalStateException after {@link #close}
     */
    long writableAddress();

    /** In bytes, without the guards. */
    long size();

    /** What it is, for people: {@code two mappings} or {@code read-write-execute}. */
    String kind();

    /**
     * Says that code has been written, before it is executed for the first time or after it was changed. On
     * Linux x86-64 the hardware keeps instructions in step and this does nothing; elsewhere it flushes the
     * instruction cache. A thread that executes the very bytes meanwhile still has to run a serialising
     * instruction.
     *
     * @param executableAddress the first changed byte, as executed
     * @param bytes how many have changed
     * @throws IllegalArgumentException when they are not all inside the range
     * @throws IllegalStateException after {@link #close}, or when the system refuses
     */
    void published(long executableAddress, long bytes);

    /**
     * Gives all of it back. A second time does nothing.
     *
     * @throws IllegalStateException when the system refuses to take a part back; the others are given back
     */
    @Override
    void close();
}
