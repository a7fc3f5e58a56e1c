package st.sendwright.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import st.sendwright.vm.ExchangePlan.Choice;
import st.sendwright.vm.ExchangePlan.Step;
import st.sendwright.vm.ExchangePlan.Unit;
import st.sendwright.vm.Vm;

@DisplayName("A file with a plan of exchanges")
class SwapPlanFileTest {

    @TempDir
    Path folder;

    private Path write(String text) throws Exception {
        return Files.writeString(folder.resolve("plan.txt"), text);
    }

    @Test
    void hasStepsThatCountTimeOrExits() throws Exception {
        Path file = write("""
                # What follows is done once.
                after 200 ms   code-cache=aging, inline-cache = adaptive

                every 2 s  memory-plan=semispace,memory-plan=generational  # in turn
                every 1000 exits jit=none, jit=baseline.x64
                """);

        assertThat(SwapPlanFile.read(file).plan().steps()).containsExactly(
                new Step(Unit.NANOS, 200_000_000, false, List.of(new Choice("code-cache", "aging"),
                        new Choice("inline-cache", "adaptive")), "line 2 of the plan " + file),
                new Step(Unit.NANOS, 2_000_000_000, true, List.of(new Choice("memory-plan", "semispace"),
                        new Choice("memory-plan", "generational")), "line 4 of the plan " + file),
                new Step(Unit.EXITS, 1_000, true, List.of(new Choice("jit", "none"),
                        new Choice("jit", "baseline.x64")), "line 5 of the plan " + file));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "often 3 ms a=b | 'often' is neither 'after' nor 'every'; a step is written 'after 200 ms KIND=NAME'",
            "after 3 ms | 'after 3 ms' is no step; a step is written",
            "after x ms a=b | 'x' is no number of ms from 1 to 1000000000000.",
            "after 0 s a=b | '0' is no number of s from 1 to 1000000000.",
            "after -1 s a=b | '-1' is no number of s",
            "after 99999999999999 exits a=b | '99999999999999' is no number of exits",
            "after 3 hours a=b | 'hours' is no unit; there are ms, s and exits.",
            "after 3 ms a | 'a' is not written KIND=NAME, such as code-cache=aging.",
            "after 3 ms a=b, | '' is not written KIND=NAME",
            "every 3 ms a=b c=d | 'a=b c=d' is not written KIND=NAME",
            "every 3 ms =b | '=b' is not written KIND=NAME"})
    void isRefusedWithTheLineThatIsWrong(String line, String message) throws Exception {
        Path file = write("# a plan\n\n" + line + "\n");

        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> SwapPlanFile.read(file))
                .withMessageStartingWith("--swap-plan " + file + ":3: ").withMessageContaining(message);
    }

    @Test
    void isRefusedWhenItIsEmptyOrCannotBeRead() throws Exception {
        Path empty = write("# nothing\n");
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> SwapPlanFile.read(empty))
                .withMessageContaining("it has no step; a step is written");
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> SwapPlanFile.read(folder.resolve("none")))
                .withMessageContaining("cannot be read");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xC3, (byte) 0x28});
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> SwapPlanFile.read(binary))
                .withMessageContaining("it is not text in UTF-8");
    }

    @Test
    void isRefusedWhenTheVmHasNoSuchTierOrProvider() throws Exception {
        Vm vm = mock(Vm.class);
        when(vm.tiers()).thenReturn(List.of(new Vm.Tier("code-cache", "flushall", List.of("aging", "flushall")),
                new Vm.Tier("jit", "none", List.of("none"))));
        SwapPlanFile.read(write("after 1 ms code-cache=aging")).check(vm);
        Path tier = write("after 1 ms code-cache=aging\nafter 1 ms engine=fast");

        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> SwapPlanFile.read(tier).check(vm))
                .withMessage("--swap-plan " + tier + ":2: there is no tier 'engine' that can be exchanged; there are"
                        + " code-cache, jit.");
        Path provider = write("\nafter 1 ms code-cache=fast");
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> SwapPlanFile.read(provider).check(vm))
                .withMessage("--swap-plan " + provider + ":2: no bundle provides code-cache=fast; there are aging, flushall.");
    }
}
