package st.sendwright.shell.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The outcome of a test")
class TestOutcomeTest {

    private static final TestName TEST = new TestName("FooTest", "testA", "foo.st:10");

    @Test
    void isReadFromFiveLines() {
        assertThat(TestOutcome.read(TEST, "failure\n12\nfoo.st:14\nfirst\\nsecond \\\\n\nwalk\\nback\\n"))
                .contains(new TestOutcome(TEST, Verdict.FAILURE, 12, "foo.st:14", "first\nsecond \\n",
                        "walk\nback\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "failure", "what\n12\na\nb\nc", "failure\nx\na\nb\nc", "failure\n1\na\nb\nc\nd"})
    void isNotReadFromAnythingElse(String text) {
        assertThat(TestOutcome.read(TEST, text)).isEmpty();
    }

    @Test
    void isALineWithTestPlaceAndTheFirstLineOfTheMessage() {
        TestOutcome outcome =
                new TestOutcome(TEST, Verdict.ERROR, 12, "foo.st:14", "ZeroDivide: oh\nmore", "");

        assertThat(outcome.line()).isEqualTo("ERROR FooTest>>testA (foo.st:14): ZeroDivide: oh");
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        assertThat(new TestOutcome(TEST, Verdict.PASSED, 12, "", "", "").line())
                .isEqualTo("PASSED FooTest>>testA");
    }

    @Test
    void belongsToATestThatWasListed() {
        assertThat(TestName.readAll("FooTest\ttestA\tfoo.st:10\nBarTest\ttestB\t\n"))
                .containsExactly(TEST, new TestName("BarTest", "testB", ""));
        assertThat(TestName.readAll("")).isEmpty();
    }
}
