package st.sendwright.format.gnu;

/** The tokens before a bracket that say what the bracket encloses; {@code open} is the bracket's number. */
sealed interface Opening {

    int open();

    /**
     * A method.
     *
     * @param className the class it names for itself, such as {@code "Foo class"}, or empty
     * @param pattern number of the first token of its pattern
     */
    record Method(String className, int pattern, int open) implements Opening {
    }

    /** {@code Super subclass: Name [}. */
    record Definition(String superclass, String name, int open) implements Opening {
    }

    /** {@code Name extend [}, {@code Name class extend [} or {@code Name class [}. */
    record Extension(String name, boolean isClassSide, boolean isWritten, int open) implements Opening {
    }

    /** {@code Eval [}. */
    record Evaluation(int open) implements Opening {
    }

    /** {@code Namespace current: Name [}. */
    record Namespace(String name, int open) implements Opening {
    }
}
