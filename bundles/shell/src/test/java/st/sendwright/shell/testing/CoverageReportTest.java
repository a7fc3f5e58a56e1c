package st.sendwright.shell.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.vm.Vm.MethodUse;

@DisplayName("A report of coverage")
class CoverageReportTest {

    private static final String METHODS = "Foo>>bar\taccessing\tfoo.st:3\nFoo>>baz:\tweird\\\\name\t\n"
            + "Foo class>>new\tinstance creation\tfoo.st:9\n";

    private final CoverageReport report = new CoverageReport(METHODS,
            List.of(new MethodUse("Foo>>bar", true), new MethodUse("Foo class>>new", false),
                    new MethodUse("Gone>>away", true)));

    @Test
    void hasALineForEachMethodThatThereIs() {
        assertThat(report.text()).isEqualTo("tested\tFoo>>bar\taccessing\tfoo.st:3\n"
                + "unused\tFoo>>baz:\tweird\\name\t\n"
                + "run\tFoo class>>new\tinstance creation\tfoo.st:9\n");
    }

    @Test
    void countsThemByUse() {
        assertThat(report.summary())
                .isEqualTo("3 methods: 1 sent by a test, 1 run by other code only, 1 not run");
    }
}
