package st.sendwright.language.compiler;

import st.sendwright.language.Diagnostic.Severity;

/** Everything the compiler can find wrong with a source; each has a page in {@code docs/errors}. */
enum Problem {
    UNEXPECTED("SW-LANG-001", Severity.ERROR),
    UNTERMINATED("SW-LANG-002", Severity.ERROR),
    ILLEGAL_CHARACTER("SW-LANG-003", Severity.ERROR),
    NUMBER("SW-LANG-004", Severity.ERROR),
    BYTE("SW-LANG-005", Severity.ERROR),
    NESTING("SW-LANG-006", Severity.ERROR),
    ARGUMENT_ASSIGNED("SW-LANG-007", Severity.ERROR),
    NOT_ASSIGNABLE("SW-LANG-008", Severity.ERROR),
    DECLARED_TWICE("SW-LANG-009", Severity.ERROR),
    LIMIT("SW-LANG-010", Severity.ERROR),
    NOT_CONSTANT("SW-LANG-011", Severity.ERROR),
    PRIMITIVE("SW-LANG-012", Severity.ERROR),
    VERIFICATION("SW-LANG-013", Severity.ERROR),
    UNDECLARED("SW-LANG-020", Severity.WARNING),
    UNUSED("SW-LANG-021", Severity.WARNING),
    SHADOWED("SW-LANG-022", Severity.WARNING),
    BLOCK_ARGUMENTS("SW-LANG-023", Severity.WARNING),
    PRAGMA("SW-LANG-024", Severity.WARNING),
    FLOAT_RANGE("SW-LANG-025", Severity.WARNING),
    UNREACHABLE("SW-LANG-026", Severity.WARNING),
    COMPUTED_LATE("SW-LANG-027", Severity.WARNING);

    private final String code;
    private final Severity severity;

    Problem(String code, Severity severity) {
        this.code = code;
        this.severity = severity;
    }

    /** Such as {@code SW-LANG-001}. */
    String code() {
        return code;
    }

    Severity severity() {
        return severity;
    }
}
