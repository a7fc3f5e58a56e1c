package st.sendwright.jit;

/** Whether methods are compiled to machine code, and which {@link CompilePolicy} says when. */
public enum JitMode {
    /** Never: an interpreter runs everything. */
    OFF(""),
    /** Methods that have run often. */
    BASELINE("counting"),
    /** Every method, before it first runs. */
    EAGER("eager");

    private final String policy;

    JitMode(String policy) {
        this.policy = policy;
    }

    /** Name of the policy; empty for none. */
    public String policy() {
        return policy;
    }
}
