package st.sendwright.interpreter;

/** Why an interpreter or machine code returned to the driver: codes in the mutator block. */
public final class Exit {

    /** An allocation failed; the bytecode at the saved pc runs again after a collection. */
    public static final int COLLECT = 1;
    /** A poll found something pending; execution goes on at the saved pc. */
    public static final int POLL = 2;
    /** The active Process has ended or waits, and another must be chosen. */
    public static final int SWITCH = 3;

    /** Machine code goes on, where the mutator block says. */
    public static final int COMPILED = 4;

    private Exit() {
    }

    /** Whether a number is one of the codes. */
    public static boolean isOne(int reason) {
        return reason >= COLLECT && reason <= COMPILED;
    }
}
