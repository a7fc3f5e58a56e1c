package st.sendwright.runtime;

/** Is told what machine code lies where. Thread: the VM thread. */
@FunctionalInterface
interface CodeListener {

    /** One that does not care. */
    CodeListener NONE = (name, address, bytes) -> { };

    /**
     * Code has been placed; what lay there before is gone.
     *
     * @param name for people
     * @param address where it is executed
     */
    void placed(String name, long address, int bytes);
}
