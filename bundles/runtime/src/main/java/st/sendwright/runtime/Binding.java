package st.sendwright.runtime;

/** Names a shared variable outside the heap, so that it survives collections between compiling and placing code. */
sealed interface Binding {

    /** A variable of {@code Smalltalk}. */
    record Global(String name) implements Binding {
    }

    /** A variable of a dictionary that is itself a variable of {@code Smalltalk}. */
    record Member(String namespace, String name) implements Binding {
    }

    /** A class variable, by the class index of the class that declares it. */
    record ClassVariable(int classIndex, String name) implements Binding {
    }

    /** A variable of the pool at a position of a class's shared pools. */
    record Pool(int classIndex, int position, String name) implements Binding {
    }

    /** A variable that top-level statements have made. */
    record Workspace(String name) implements Binding {
    }

    /** A global that is used but not defined yet. */
    record Undeclared(String name) implements Binding {
    }
}
