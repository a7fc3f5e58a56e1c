package st.sendwright.shell.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

@DisplayName("A report of tests")
class TestReportTest {

    @Test
    void countsEachKindOfOutcome() {
        TestReport report = new TestReport(Arrays.stream(Verdict.values())
                .map(verdict -> outcome("FooTest", "test" + verdict, verdict, "")).toList());

        assertThat(report.summary()).isEqualTo("5 run, 1 passes, 1 expected failures, 1 failures, 1 errors, "
                + "1 unexpected passes, 1 skipped");
        assertThat(report.isGood()).isFalse();
    }

    @Test
    void isGoodWhenTestsPassAreSkippedOrFailAsExpected() {
        TestReport report = new TestReport(List.of(outcome("FooTest", "testA", Verdict.PASSED, ""),
                outcome("FooTest", "testB", Verdict.SKIPPED, "later"),
                outcome("FooTest", "testC", Verdict.EXPECTED_FAILURE, "known")));

        assertThat(report.isGood()).isTrue();
    }

    @Test
    void isXmlWithASuiteForEachClass() throws Exception {
        Document xml = parse(new TestReport(List.of(outcome("FooTest", "testA", Verdict.PASSED, ""),
                outcome("FooTest", "testB", Verdict.ERROR, "ZeroDivide: by zero"),
                outcome("BarTest", "testC", Verdict.SKIPPED, "later"))));

        Element all = xml.getDocumentElement();
        Element foo = (Element) all.getElementsByTagName("testsuite").item(0);
        Element broken = (Element) foo.getElementsByTagName("testcase").item(1);
        Element error = (Element) broken.getElementsByTagName("error").item(0);
        assertThat(all.getElementsByTagName("testsuite").getLength()).isEqualTo(2);
        assertThat(all.getAttribute("tests")).isEqualTo("3");
        assertThat(foo.getAttribute("tests")).isEqualTo("2");
        assertThat(foo.getAttribute("errors")).isEqualTo("1");
        assertThat(foo.getAttribute("time")).isEqualTo("2.500");
        assertThat(broken.getAttribute("classname")).isEqualTo("FooTest");
        assertThat(broken.getAttribute("name")).isEqualTo("testB");
        assertThat(broken.getAttribute("file")).isEqualTo("a:b.st");
        assertThat(broken.getAttribute("line")).isEqualTo("12");
        assertThat(error.getAttribute("type")).isEqualTo("ZeroDivide");
        assertThat(error.getTextContent()).isEqualTo("ZeroDivide: by zero\nframe\n");
        assertThat(all.getElementsByTagName("skipped").getLength()).isEqualTo(1);
    }

    @Test
    void keepsEveryCharacterThatXmlCanHoldAndReplacesTheOthers() throws Exception {
        String hard = "<&\"'>]]> \u2603 \uD83D\uDE00 \n\t\r";

        Document xml = parse(new TestReport(List.of(
                outcome("FooTest", "testA", Verdict.FAILURE, hard + "\0\u001b\uFFFE\uD800"))));

        Element failure = (Element) xml.getElementsByTagName("failure").item(0);
        String expected = hard + "\uFFFD\uFFFD\uFFFD\uFFFD";
        assertThat(failure.getAttribute("message")).isEqualTo(expected);
        assertThat(failure.getTextContent()).isEqualTo(expected + "\nframe\n");
    }

    @Test
    void callsATestThatPassedUnexpectedlyAFailure() throws Exception {
        Document xml = parse(new TestReport(List.of(
                outcome("FooTest", "testA", Verdict.UNEXPECTED_PASS, ""))));

        assertThat(xml.getDocumentElement().getAttribute("failures")).isEqualTo("1");
        assertThat(xml.getElementsByTagName("failure").getLength()).isEqualTo(1);
    }

    private static TestOutcome outcome(String className, String selector, Verdict verdict, String message) {
        return new TestOutcome(new TestName(className, selector, "a:b.st:10"), verdict, 1_250, "a:b.st:12",
                message, message.isEmpty() ? "" : message + "\nframe\n");
    }

    private static Document parse(TestReport report) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(report.junitXml().getBytes(StandardCharsets.UTF_8)));
    }
}
