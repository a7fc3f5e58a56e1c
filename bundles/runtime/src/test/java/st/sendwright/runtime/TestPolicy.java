package st.sendwright.runtime;

import st.sendwright.jit.CompilePolicy;

/** A countdown under the name that a mode asks for. */
record TestPolicy(String name, int countdown, Where where) implements CompilePolicy {

    @Override
    public int countdown(int bytecodes) {
        return countdown;
    }
}
