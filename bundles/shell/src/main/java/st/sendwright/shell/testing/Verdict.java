package st.sendwright.shell.testing;

import java.util.Arrays;
import java.util.Optional;

/** What came of a test. */
public enum Verdict {

    PASSED("passed", "PASSED"),
    EXPECTED_FAILURE("expectedFailure", "EXPECTED FAILURE"),
    SKIPPED("skipped", "SKIPPED"),
    FAILURE("failure", "FAILURE"),
    UNEXPECTED_PASS("unexpectedPass", "UNEXPECTED PASS"),
    ERROR("error", "ERROR");

    private final String symbol;
    private final String label;

    Verdict(String symbol, String label) {
        this.symbol = symbol;
        this.label = label;
    }

    /** The verdict that Smalltalk gives by this name; empty when there is none. */
    static Optional<Verdict> named(String symbol) {
        return Arrays.stream(values()).filter(verdict -> verdict.symbol.equals(symbol)).findFirst();
    }

    /** What a line about the test begins with. */
    String label() {
        return label;
    }

    /** Whether the run has failed because of it. */
    public boolean isDefect() {
        return this == FAILURE || this == ERROR || this == UNEXPECTED_PASS;
    }
}
