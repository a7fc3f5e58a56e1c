package st.sendwright.shell.testing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All outcomes of a run as one line for people and as JUnit XML for programs. */
public final class TestReport {

    private static final double MILLIS_PER_SECOND = 1_000;

    private final List<TestOutcome> outcomes;

    /** A report of these, in the order of the run. */
    public TestReport(List<TestOutcome> outcomes) {
        this.outcomes = List.copyOf(outcomes);
    }

    /** Whether no test failed. */
    public boolean isGood() {
        return outcomes.stream().noneMatch(outcome -> outcome.verdict().isDefect());
    }

    /** How many there were of each kind, in SUnit's own words. */
    public String summary() {
        String text = outcomes.size() - count(outcomes, Verdict.SKIPPED) + " run, "
                + count(outcomes, Verdict.PASSED) + " passes, "
                + count(outcomes, Verdict.EXPECTED_FAILURE) + " expected failures, "
                + count(outcomes, Verdict.FAILURE) + " failures, "
                + count(outcomes, Verdict.ERROR) + " errors, "
                + count(outcomes, Verdict.UNEXPECTED_PASS) + " unexpected passes";
        long skipped = count(outcomes, Verdict.SKIPPED);
        return skipped == 0 ? text : text + ", " + skipped + " skipped";
    }

    /** How long all tests took together, in seconds. */
    public String seconds() {
        return seconds(outcomes.stream().mapToLong(TestOutcome::milliseconds).sum());
    }

    /** The tests that took longest, a line each, the slowest first. */
    public String slowest(int count) {
        StringBuilder text = new StringBuilder();
        outcomes.stream().sorted(Comparator.comparingLong(TestOutcome::milliseconds).reversed()).limit(count)
                .forEach(outcome -> text.append(String.format(Locale.ROOT, "%10s s  %s%n",
                        seconds(outcome.milliseconds()), outcome.test())));
        return text.toString();
    }

    /** A JUnit XML document: a suite for each class, a case for each test. */
    public String junitXml() {
        Map<String, List<TestOutcome>> classes = new LinkedHashMap<>();
        for (TestOutcome outcome : outcomes) {
            classes.computeIfAbsent(outcome.test().className(), _ -> new ArrayList<>()).add(outcome);
        }
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
        appendCounts(xml, outcomes);
        xml.append(">\n");
        classes.forEach((name, tests) -> {
            xml.append("  <testsuite");
            appendAttribute(xml, "name", name);
            appendCounts(xml, tests);
            xml.append(">\n");
            tests.forEach(test -> appendCase(xml, test));
            xml.append("  </testsuite>\n");
        });
        return xml.append("</testsuites>\n").toString();
    }

    private static void appendCounts(StringBuilder xml, List<TestOutcome> tests) {
        long failures = count(tests, Verdict.FAILURE) + count(tests, Verdict.UNEXPECTED_PASS);
        appendAttribute(xml, "tests", Integer.toString(tests.size()));
        appendAttribute(xml, "failures", Long.toString(failures));
        appendAttribute(xml, "errors", Long.toString(count(tests, Verdict.ERROR)));
        appendAttribute(xml, "skipped", Long.toString(count(tests, Verdict.SKIPPED)));
        appendAttribute(xml, "time", seconds(tests.stream().mapToLong(TestOutcome::milliseconds).sum()));
    }

    private static void appendCase(StringBuilder xml, TestOutcome outcome) {
        xml.append("    <testcase");
        appendAttribute(xml, "classname", outcome.test().className());
        appendAttribute(xml, "name", outcome.test().selector());
        appendPosition(xml, outcome.position());
        appendAttribute(xml, "time", seconds(outcome.milliseconds()));
        switch (outcome.verdict()) {
            case PASSED, EXPECTED_FAILURE -> xml.append("/>\n");
            case SKIPPED -> {
                xml.append(">\n      <skipped");
                appendAttribute(xml, "message", outcome.message());
                xml.append("/>\n    </testcase>\n");
            }
            case FAILURE -> appendDefect(xml, "failure", "TestFailure", outcome.message(), outcome);
            case UNEXPECTED_PASS -> appendDefect(xml, "failure", "UnexpectedPass",
                    "the test passed though it was known to fail", outcome);
            case ERROR -> appendDefect(xml, "error", errorType(outcome), outcome.message(), outcome);
        }
    }

    private static void appendDefect(StringBuilder xml, String element, String type, String message,
            TestOutcome outcome) {
        xml.append(">\n      <").append(element);
        appendAttribute(xml, "type", type);
        appendAttribute(xml, "message", message);
        xml.append('>');
        appendEscaped(xml, outcome.walkback(), false);
        xml.append("</").append(element).append(">\n    </testcase>\n");
    }

    /** The class of the exception, which is what the message begins with. */
    private static String errorType(TestOutcome outcome) {
        String name = outcome.message().lines().findFirst().orElse("").split(":", 2)[0].strip();
        return name.matches("\\w+") ? name : "Error";
    }

    private static void appendPosition(StringBuilder xml, String position) {
        int colon = position.lastIndexOf(':');
        if (colon > 0) {
            appendAttribute(xml, "file", position.substring(0, colon));
            appendAttribute(xml, "line", position.substring(colon + 1));
        }
    }

    private static void appendAttribute(StringBuilder xml, String name, String value) {
        xml.append(' ').append(name).append("=\"");
        appendEscaped(xml, value, true);
        xml.append('"');
    }

    /** White space in attributes is written as references; readers of XML make blanks of it otherwise. */
    private static void appendEscaped(StringBuilder xml, String text, boolean isAttribute) {
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '"' -> xml.append("&quot;");
                case '\r' -> xml.append("&#13;");
                case '\n', '\t' -> {
                    if (isAttribute) {
                        xml.append("&#").append(point).append(';');
                    } else {
                        xml.append((char) point);
                    }
                }
                default -> xml.appendCodePoint(isXmlCharacter(point) ? point : 0xFFFD);
            }
        });
    }

    /** Extensible Markup Language 1.0, section 2.2; the three control characters are dealt with before. */
    private static boolean isXmlCharacter(int point) {
        return point >= 0x20 && point <= 0xD7FF || point >= 0xE000 && point <= 0xFFFD || point >= 0x10000;
    }

    private static String seconds(long milliseconds) {
        return String.format(Locale.ROOT, "%.3f", milliseconds / MILLIS_PER_SECOND);
    }

    private static long count(List<TestOutcome> tests, Verdict verdict) {
        return tests.stream().filter(outcome -> outcome.verdict() == verdict).count();
    }
}
