package st.sendwright.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The launcher's part of a command line")
class InvocationTest {

    @Test
    void leavesTheShellsOptionsToTheShell() throws HostException {
        Invocation invocation = read("--no-repl", "--profile", "teaching", "-e", "3 + 4", "file.st");

        assertThat(invocation.profile()).contains("teaching");
        assertThat(invocation.rest()).containsExactly("--no-repl", "-e", "3 + 4", "file.st");
    }

    @Test
    void takesNoValueOfAShellOptionForAnOption() throws HostException {
        Invocation invocation = read("-e", "--help", "--load-order", "--version");

        assertThat(invocation.help()).isFalse();
        assertThat(invocation.version()).isFalse();
        assertThat(invocation.rest()).containsExactly("-e", "--help", "--load-order", "--version");
    }

    @Test
    void readsNothingAfterTwoHyphens() throws HostException {
        Invocation invocation = read("a.st", "--", "--help", "--profile", "x");

        assertThat(invocation.help()).isFalse();
        assertThat(invocation.rest()).containsExactly("a.st", "--", "--help", "--profile", "x");
    }

    @Test
    void givesWhatFollowsAScriptToTheScript(@TempDir Path folder) throws HostException, IOException {
        String script = Files.writeString(folder.resolve("script"), "#!/usr/bin/env sendwright\n3 + 4")
                .toString();

        assertThat(read(script, "--help", "x").rest()).containsExactly(script, "--", "--help", "x");
        assertThat(read(script, "--", "x").rest()).containsExactly(script, "--", "x");
    }

    @Test
    void readsTiersFromSeveralOptions() throws HostException {
        Invocation invocation = read("--tiers", "memory-plan=semispace, interpreter=switching",
                "--tiers=jit=none");

        assertThat(invocation.tiers()).containsEntry("memory-plan", "semispace")
                .containsEntry("interpreter", "switching").containsEntry("jit", "none").hasSize(3);
    }

    @Test
    void refusesTiersWithoutAProvider() {
        assertThatExceptionOfType(HostException.class).isThrownBy(() -> read("--tiers", "interpreter"))
                .withMessageStartingWith(
                        "SW-HOST-001 tiers are written kind=provider,kind=provider; 'interpreter'")
                .matches(e -> e.exitCode() == ExitCode.USAGE);
    }

    @Test
    void refusesAnOptionWithoutItsValue() {
        assertThatExceptionOfType(HostException.class).isThrownBy(() -> read("--bundle"))
                .withMessageStartingWith("SW-HOST-001 the option --bundle needs a value.");
    }

    @Test
    void refusesAnUnknownLogLevel() {
        assertThatExceptionOfType(HostException.class).isThrownBy(() -> read("--log", "loud"))
                .withMessageContaining("error, warning, info, debug");
    }

    @Test
    void knowsEveryOptionWithAValueThatTheHelpLists() throws IOException {
        Pattern option = Pattern.compile("^  (?:(-\\w), )?(--[a-z-]+) [A-Z]");
        TreeSet<String> listed = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("../bundles/shell/src/main/text/help.txt"))) {
            Matcher matcher = option.matcher(line);
            if (matcher.find()) {
                listed.add(matcher.group(2));
                if (matcher.group(1) != null) {
                    listed.add(matcher.group(1));
                }
            }
        }

        assertThat(Stream.concat(Invocation.SHELL_OPTIONS_WITH_VALUE.stream(),
                Invocation.OWN_OPTIONS_WITH_VALUE.stream())).containsExactlyInAnyOrderElementsOf(listed);
    }

    private static Invocation read(String... arguments) throws HostException {
        return Invocation.read(Arrays.copyOf(arguments, arguments.length));
    }
}
