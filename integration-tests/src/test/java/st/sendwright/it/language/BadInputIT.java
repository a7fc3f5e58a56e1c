package st.sendwright.it.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.it.VmHarness;
import st.sendwright.language.SourceLoader.Settings;
import st.sendwright.language.SourceLoader.Report;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmOptions;

/** What is too large or too broken to be a file of the corpus. */
@DisplayName("A VM that is given bad input")
class BadInputIT {

    private static VmHarness harness;

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final LoadErrors errors = new LoadErrors();
    private Vm vm;

    @BeforeAll
    static void startFelix() throws Exception {
        harness = VmHarness.start();
    }

    @AfterAll
    static void stopFelix() throws Exception {
        harness.close();
    }

    @BeforeEach
    void startVm() throws Exception {
        vm = harness.vmFactory().start(VmOptions.defaults()
                .withStreams(InputStream.nullInputStream(), out, OutputStream.nullOutputStream()));
    }

    @AfterEach
    void stopVm() {
        vm.close();
    }

    private Report load(String text) throws IOException {
        return load(text.getBytes(StandardCharsets.UTF_8));
    }

    private Report load(byte[] bytes) throws IOException {
        Path file = Files.write(directory.resolve("bad.st"), bytes);
        return harness.sourceLoader().loadFile(vm, file, Settings.DEFAULT, errors);
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void runsALiteralArrayOfTenMegabytes() throws IOException {
        String elements = IntStream.range(0, 2_600_000).mapToObj(i -> String.valueOf(i % 1000))
                .collect(Collectors.joining(" "));

        load("a := #(" + elements + ").\na size printNl.\n3 printNl.\n");

        assertThat(output()).isEqualTo("2600000\n3\n");
        assertThat(errors.lines()).isEmpty();
    }

    @Test
    void refusesTenThousandBracketsInOneAnotherAndGoesOn() throws IOException {
        int depth = 10_000;

        load("1 printNl.\n" + "(".repeat(depth) + "7" + ")".repeat(depth) + " printNl.\n"
                + "#(".repeat(depth) + ")".repeat(depth) + " printNl.\n"
                + "[".repeat(depth) + "]".repeat(depth) + " printNl.\n2 printNl.\n");

        assertThat(output()).isEqualTo("1\n2\n");
        assertThat(errors.lines()).hasSize(3).allSatisfy(line -> assertThat(line).startsWith("SW-LANG-006"));
    }

    @Test
    void refusesABlockOfTwoHundredArgumentsAndGoesOn() throws IOException {
        String arguments = IntStream.range(0, 200).mapToObj(i -> ":a" + i).collect(Collectors.joining(" "));

        load("[" + arguments + " | a0] printNl.\n2 printNl.\n");

        assertThat(output()).isEqualTo("2\n");
        assertThat(errors.lines()).singleElement().asString().startsWith("SW-LANG-");
    }

    @Test
    void readsTextThatIsNotUtf8AsLatin1() throws IOException {
        Report report = load("'gr\u00FCn' size printNl.\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(output()).isEqualTo("4\n");
        assertThat(report.warnings()).isOne();
        assertThat(report.errors()).isZero();
    }

    @Test
    void refusesABinaryFileAndALackingOne() throws IOException {
        load(new byte[1000]);
        harness.sourceLoader().loadFile(vm, directory.resolve("lacking.st"), Settings.DEFAULT, errors);

        assertThat(errors.lines()).hasSize(2);
        assertThat(errors.lines().get(0)).startsWith("SW-LOAD-003");
        assertThat(errors.lines().get(1)).startsWith("SW-LOAD-001");
        assertThat(output()).isEmpty();
    }

    @Test
    void loadsTheRestOfAnOrderThatNamesALackingFile() throws IOException {
        Files.writeString(directory.resolve("a.st"), "1 printNl.");
        Files.writeString(directory.resolve("b.st"), "2 printNl.");
        Path order = Files.writeString(directory.resolve("my.order"), "a.st\nlacking.st\nb.st\n");

        Report report = harness.sourceLoader().loadOrder(vm, order, Settings.DEFAULT, errors);

        assertThat(output()).isEqualTo("1\n2\n");
        assertThat(errors.lines()).singleElement().asString()
                .startsWith("SW-LOAD-006").contains("lacking.st");
        assertThat(report.errors()).isOne();
    }
}
