package st.sendwright.memory.executable;

/** The system's functions about pages, as they are: the border at which tests put a system of their own. */
interface NativePages {

    /** A function of the system's library. */
    enum Function {
        MMAP("mmap", false),
        MREMAP("mremap", false),
        MPROTECT("mprotect", true),
        MUNMAP("munmap", true),
        VIRTUAL_ALLOC("VirtualAlloc", false),
        VIRTUAL_PROTECT("VirtualProtect", true),
        VIRTUAL_FREE("VirtualFree", true),
        FLUSH_INSTRUCTION_CACHE("FlushInstructionCache", true),
        CREATE_FILE_MAPPING("CreateFileMappingW", false),
        MAP_VIEW_OF_FILE("MapViewOfFile", false),
        UNMAP_VIEW_OF_FILE("UnmapViewOfFile", true),
        CLOSE_HANDLE("CloseHandle", true);

        private final String symbol;
        private final boolean answersInt;

        Function(String symbol, boolean answersInt) {
            this.symbol = symbol;
            this.answersInt = answersInt;
        }

        String symbol() {
            return symbol;
        }

        /** Whether only the lower half of the result's register means anything. */
        boolean answersInt() {
            return answersInt;
        }
    }

    /**
     * What a function answered.
     *
     * @param value extended by its sign where it has 32 bits
     * @param error the system's number for the reason, of meaning only when the value tells of a failure
     */
    record Answer(long value, int error) {
    }

    /** Calls a function with integers and addresses, at most {@link SystemPages#MOST_ARGUMENTS}. */
    Answer call(Function function, long... arguments);
}
