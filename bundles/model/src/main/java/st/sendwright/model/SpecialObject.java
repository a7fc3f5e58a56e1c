package st.sendwright.model;

/**
 * Objects that the VM itself must find: the slots of one Array, a root of every collection and of the image.
 */
public enum SpecialObject {
    /** The SystemDictionary {@code Smalltalk}, a {@link KernelLayout.Dictionary}. */
    SMALLTALK,
    /** Array of all Symbols, open addressing by content, nil in free places. */
    SYMBOL_TABLE,
    /** How many Symbols {@link #SYMBOL_TABLE} holds, a SmallInteger. */
    SYMBOL_TALLY,
    /** The ProcessorScheduler, a {@link KernelLayout.Scheduler}. */
    PROCESSOR,
    /** Array of the selectors of opcodes 0x60 to 0x7F; nil where the opcode never sends. */
    SPECIAL_SELECTORS,
    /** Dictionary of globals that are used but not yet defined. */
    UNDECLARED,
    /** Dictionary of the variables that top-level statements have declared. */
    WORKSPACE,
    SELECTOR_DOES_NOT_UNDERSTAND,
    SELECTOR_MUST_BE_BOOLEAN,
    SELECTOR_CANNOT_RETURN,
    /** {@code aboutToReturn:through:}, sent when a non-local return must run unwind blocks. */
    SELECTOR_ABOUT_TO_RETURN,
    /** {@code wrongArgumentCount:}, sent to a block that is given the wrong number of arguments. */
    SELECTOR_WRONG_ARGUMENT_COUNT,
    /** {@code userInterrupt}, sent to the active Process. */
    SELECTOR_USER_INTERRUPT,
    /** {@code recursionTooDeep}, sent to the Process whose stack has reached its limit. */
    SELECTOR_RECURSION_TOO_DEEP,
    /** {@code outOfMemory:}, sent to the Process whose allocation of that many bytes could not be served. */
    SELECTOR_OUT_OF_MEMORY,
    /** {@code deadlock}, sent to a Process that waits for what can never happen. */
    SELECTOR_DEADLOCK,
    /**
     * In an image: an Array of what its VM left to the one that goes on from it. nil while a VM runs, and in the
     * kernel's image.
     */
    SUCCESSION,
    /** {@code attemptToAssign:withIndex:}, sent to a read-only object of which code stores into a variable. */
    SELECTOR_ATTEMPT_TO_ASSIGN,
    /** A Semaphore that is signalled when the kernel has objects to be mourned, or nil. */
    FINALIZATION_SEMAPHORE,
    /** In an image, an Array of the objects that were still to be mourned; else nil. */
    MOURNERS,
    /** A Semaphore that is signalled when memory runs short, or nil. */
    LOW_SPACE_SEMAPHORE,
    /** How many bytes must be free or memory counts as short, a SmallInteger; nil for no such limit. */
    LOW_SPACE_THRESHOLD,
    /** Free for the kernel library: an Array it may keep VM-wide objects in. */
    LIBRARY_OBJECTS
}
