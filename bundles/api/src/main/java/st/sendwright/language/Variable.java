package st.sendwright.language;

/** What a name that is not local means in the place where it is compiled. */
public sealed interface Variable {

    /** Named instance variable {@code index}, from 0, inherited ones first. */
    record Instance(int index) implements Variable {
    }

    /**
     * A variable that lives in an Association: global, class variable, pool variable, workspace variable.
     *
     * @param binding the key of {@link Literal.Binding}; equal bindings are the same variable
     * @param writable false for those that refuse assignment, such as a class's name
     */
    record Shared(Object binding, boolean writable) implements Variable {
    }
}
