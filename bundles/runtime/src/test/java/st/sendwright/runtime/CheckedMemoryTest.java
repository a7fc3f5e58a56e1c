package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import st.sendwright.language.SourceText;
import st.sendwright.model.Memory;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

/** The check is chosen when {@link Memory} is loaded, so these programs run in a JVM of their own. */
@DisplayName("With every memory access checked")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CheckedMemoryTest {

    private static final List<String> PROGRAMS = List.of(
            "3 + 4",
            "100 factorial / 98 factorial",
            "(#(3 1 2) collect: [:x | x printString , 'a']) asOrderedCollection",
            "[1/0] on: ZeroDivide do: [:e | e return: 5]",
            "[nil foo] on: Error do: [:e | e class name]",
            "| s | s := Semaphore new. [s signal] fork. s wait. #woke",
            "20000 deep",
            "(Delay forMilliseconds: 1) wait. #slept",
            "(1 to: 1000) inject: 0 into: [:a :b | a + b]");

    /** Runs in the other JVM. */
    public static void main(String[] arguments) throws VmStartException {
        System.out.println("checked " + Memory.CHECKED);
        try (Vm vm = TestVms.start()) {
            vm.compileMethod("Integer", Optional.empty(), Optional.empty(),
                    SourceText.of("deep ^self = 0 ifTrue: [0] ifFalse: [1 + (self - 1) deep]", "test"));
            PROGRAMS.forEach(program -> System.out.println(TestVms.print(vm, program)));
            System.out.println("faults " + vm.verifyHeap());
        }
        try {
            Memory.longAt(8);
            System.out.println("address 8 was read");
        } catch (RuntimeException | AssertionError refused) {
            System.out.println("address 8 was refused");
        }
    }

    @Test
    void programsTouchNothingThatIsNotTheVms() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-Dsurefire")).toList());
        command.addAll(List.of("-Dsendwright.checked=true", "-cp", System.getProperty("java.class.path"),
                CheckedMemoryTest.class.getName()));

        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(printed.lines()).containsSequence("checked true", "7", "9900", "OrderedCollection ('3a' '1a' '2a' )",
                "5", "#MessageNotUnderstood", "#woke", "20000", "#slept", "500500", "faults []",
                "address 8 was refused");
    }
}
