package st.sendwright.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import st.sendwright.laboratory.BenchRequest;
import st.sendwright.laboratory.BenchRequest.Comparison;
import st.sendwright.vm.VmOptions;

@DisplayName("The options of a bench")
class BenchOptionsTest {

    private static BenchRequest request(String... arguments) throws UsageException {
        return Arguments.bench(List.of(arguments)).request(VmOptions.defaults());
    }

    @Test
    void takesProgramsAndHowToMeasureThem() throws UsageException {
        BenchRequest request = request("queens", "json", "--size", "7", "--iterations", "5", "--time", "0.5",
                "--limit", "9", "--iteration-limit", "3", "--html", "page.html");

        assertThat(request.names()).containsExactly("queens", "json");
        assertThat(request.measuring())
                .isEqualTo(new BenchRequest.Measuring("7", OptionalInt.of(5), 0.5, 9, 3));
        assertThat(request.html()).contains(Path.of("page.html"));
        assertThat(request.json()).isEmpty();
    }

    @Test
    void takesWhatToCompareWith() throws UsageException {
        assertThat(request("--compare", "java,node", "--compare-command", "gst {file}", "--compare-build", "dist")
                .comparisons())
                .containsExactly(new Comparison.Java(), new Comparison.Node(), new Comparison.Command("gst {file}"),
                        new Comparison.Build(Path.of("dist")));
    }

    @Test
    void takesProvidersThatTakeTurns() throws UsageException {
        assertThat(request("queens", "--swap", "code-cache=aging,fifo,flushall").swap())
                .contains(new BenchRequest.Swap("code-cache", List.of("aging", "fifo", "flushall")));
        assertThat(request("queens").swap()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
            "--time 0 | --time 0.0: more than 0",
            "--limit 4000 | --limit 4000.0: more than 0 and at most 3600",
            "--iteration-limit -1 | --iteration-limit -1.0: more than 0",
            "--iterations 0 | --iterations 0: from 1 to 1000000",
            "--swap aging,fifo | --swap aging,fifo: write a kind of tier and two providers or more",
            "--swap code-cache=aging | such as code-cache=aging,fifo.",
            "--elements 1 | --elements 1: from 10",
            "--compare ruby | --compare ruby: programs can be compared with java and node"})
    void refusesWhatMakesNoSense(String arguments, String message) {
        assertThatThrownBy(() -> request(arguments.split(" "))).isInstanceOf(UsageException.class)
                .hasMessageContaining(message);
    }
}
