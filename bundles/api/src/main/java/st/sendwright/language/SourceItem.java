package st.sendwright.language;

import java.util.Optional;

/** One thing found in a source file, in file order. */
public sealed interface SourceItem {

    /** Where it stands. */
    SourceText source();

    /**
     * Statements to run.
     */
    record Statements(SourceText source) implements SourceItem {
    }

    /**
     * Statements to run in the scope of a class: {@code self} is the class, and its variables have their names.
     *
     * @param className such as {@code "Foo"}
     */
    record ClassStatements(String className, SourceText source) implements SourceItem {
    }

    /**
     * A method to compile into a class.
     *
     * @param className such as {@code "Foo"} or {@code "Foo class"}
     * @param category protocol, or empty when the file names none
     * @param stamp author and time as the file has them, or empty
     */
    record Method(String className, Optional<String> category, Optional<String> stamp, SourceText source)
            implements SourceItem {
    }

    /** A class's comment. */
    record ClassComment(String className, Optional<String> stamp, SourceText source) implements SourceItem {
    }

    /**
     * Something a dialect says about a class or method that the VM has no use for; kept, to be written again.
     *
     * <p>Of {@code "categoriesFor: #bar"} and {@code "categoriesForClass"} the source are names with bangs
     * between them; of keys that end with a colon it is an expression, the argument.
     *
     * @param about class name, with {@code " class"} for the class side, or empty for a file's own
     * @param key such as {@code "guid:"}
     */
    record Metadata(String about, String key, SourceText source) implements SourceItem {
    }

    /** A part that could not be read. The items after it are good again. */
    record Unreadable(Diagnostic diagnostic, SourceText source) implements SourceItem {
    }
}
