package st.sendwright.shell.testing;

import java.util.Optional;

/**
 * What came of one test.
 *
 * @param milliseconds how long it took, setUp and tearDown included
 * @param position file and line at which it ended, such as {@code foo.st:12}; may be empty
 * @param message what was wrong; empty when nothing was
 * @param walkback description and frames, lines end with LF; may be empty
 */
public record TestOutcome(TestName test, Verdict verdict, long milliseconds, String position, String message,
        String walkback) {

    private static final int FIELDS = 5;

    /** Reads what {@code TestReporter run:selector:timeLimit:} answers; empty when it is something else. */
    static Optional<TestOutcome> read(TestName test, String lines) {
        String[] fields = lines.split("\n", -1);
        if (fields.length != FIELDS || !fields[1].matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        return Verdict.named(fields[0]).map(verdict -> new TestOutcome(test, verdict,
                Long.parseLong(fields[1]), Fields.unescape(fields[2]), Fields.unescape(fields[3]),
                Fields.unescape(fields[4])));
    }

    /** An error that the test could not report by itself. */
    static TestOutcome error(TestName test, String message, String walkback) {
        return new TestOutcome(test, Verdict.ERROR, 0, test.position(), message, walkback);
    }

    /** One line for people: verdict, test, place and the first line of the message. */
    public String line() {
        String place = position.isEmpty() ? "" : " (" + position + ")";
        String text = message.lines().findFirst().map(first -> ": " + first).orElse("");
        return verdict.label() + " " + test + place + text;
    }
}
