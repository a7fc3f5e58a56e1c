package st.sendwright.it.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.SendwrightProcess.Outcome;

@DisplayName("./sendwright, before any VM")
class LauncherIT {

    @Test
    void printsTheWholeHelp() throws IOException, InterruptedException {
        Outcome outcome = SendwrightProcess.with("--help").run();

        assertThat(outcome.out()).isEqualTo(
                Files.readString(SendwrightProcess.ROOT.resolve("bundles/shell/src/main/text/help.txt")));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void printsItsVersionAndThatOfJava() throws IOException, InterruptedException {
        Outcome outcome = SendwrightProcess.with("--version").run();

        assertThat(outcome.out()).matches("Sendwright 0\\.1\\.0(-SNAPSHOT)?, Java 2[5-9].*\n");
        assertThat(outcome.exitCode()).isZero();
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
            "--profile, nothing, SW-HOST-003 there is no profile 'nothing'",
            "--tiers, engine=v8, SW-HOST-002 --tiers engine=v8: there is no tier called 'engine'",
            "--tiers, interpreter=quick, Providers of interpreter that are there: switching, threaded.",
            "--tiers, interpreter, SW-HOST-001 tiers are written kind=provider",
            "--log, loud, SW-HOST-001 --log loud"})
    void endsWithTwoWhenTheBundlesCannotBeChosen(String option, String value, String message)
            throws IOException, InterruptedException {
        Outcome outcome = SendwrightProcess.with(option, value).run();

        assertThat(outcome.err()).startsWith("sendwright: SW-HOST-").contains(message);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.exitCode()).isEqualTo(2);
    }

    @Test
    void namesABundleFileThatIsNotThere() throws IOException, InterruptedException {
        Outcome outcome = SendwrightProcess.with("--bundle", "/no/such/plugin.jar", "-e", "1").run();

        assertThat(outcome.err()).contains("there is no file /no/such/plugin.jar");
        assertThat(outcome.exitCode()).isEqualTo(3);
    }

    @Test
    void namesTheServiceThatAPlainListLacks() throws IOException, InterruptedException {
        Outcome outcome = SendwrightProcess.with("--bundles", "org.apache.felix.scr,st.sendwright.model,"
                + "st.sendwright.api,st.sendwright.shell").run();

        assertThat(outcome.err()).contains("no VmFactory")
                .contains("none of the bundles that were started provides st.sendwright.vm.VmFactory");
        assertThat(outcome.exitCode()).isEqualTo(3);
    }

    @Test
    void saysHowToGetAJdkWhereThereIsNone(@TempDir Path home) throws IOException, InterruptedException {
        Path tree = Files.createDirectories(home.resolve("tree/cnf")).getParent();
        String finder = Files.readString(SendwrightProcess.ROOT.resolve("cnf/jdk.sh"));
        Files.writeString(tree.resolve("cnf/jdk.sh"),
                finder.replace("SENDWRIGHT_LEAST_JAVA=25", "SENDWRIGHT_LEAST_JAVA=999"));
        Path script = Files.copy(SendwrightProcess.ROOT.resolve("sendwright"), tree.resolve("sendwright"));

        Outcome outcome = SendwrightProcess.with("--version").program(script).run();

        assertThat(outcome.err()).startsWith("sendwright: SW-HOST-007 no JDK 25 or newer was found")
                .contains("JAVA_HOME_25");
        assertThat(outcome.exitCode()).isEqualTo(3);
    }
}
