package st.sendwright.language.compiler;

/** What is wrong with a source, and where: it becomes a diagnostic of severity error. */
final class SourceException extends Exception {

    private static final long serialVersionUID = 1;

    private final Problem problem;
    private final int offset;
    private final boolean atEnd;

    /**
     * @param offset of the place in the source, in characters
     * @param atEnd whether more source might cure it
     */
    SourceException(Problem problem, String message, int offset, boolean atEnd) {
        super(message, null, false, false);
        this.problem = problem;
        this.offset = offset;
        this.atEnd = atEnd;
    }

    SourceException(Problem problem, String message, int offset) {
        this(problem, message, offset, false);
    }

    Problem problem() {
        return problem;
    }

    int offset() {
        return offset;
    }

    boolean isAtEnd() {
        return atEnd;
    }
}
