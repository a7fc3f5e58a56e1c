package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.VmStartException;

@DisplayName("A VM that goes on from an image")
class SuccessionTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Path image;

    @BeforeEach
    void nameTheImage() {
        image = folder.resolve("saved.image");
    }

    /** Runs statements that save the image, and answers what they print as. */
    private String first(String statements) throws VmStartException {
        try (Vm vm = TestVms.start(out)) {
            return TestVms.print(vm, statements.replace("SAVE", "(Smalltalk saveImageAs: '" + image + "')"));
        }
    }

    private Vm second() throws VmStartException {
        return TestVms.factory().start(TestVms.options().withImage(image)
                .withStreams(InputStream.nullInputStream(), out, out));
    }

    private String resumedValue(Vm vm) {
        Optional<Evaluation> end = vm.awaitResumed();
        assertThat(end).containsInstanceOf(Evaluation.Value.class);
        return vm.sendForString(((Evaluation.Value) end.orElseThrow()).handle(), "printString");
    }

    @Test
    void answersTrueToTheProcessThatHadTheImageWritten() throws VmStartException {
        assertThat(first("SAVE -> 17")).isEqualTo("false->17");

        try (Vm vm = second()) {
            assertThat(resumedValue(vm)).isEqualTo("true->17");
            assertThat(TestVms.print(vm, "3 + 4")).isEqualTo("7");
            assertThat(vm.verifyHeap()).isEmpty();
        }
    }

    @Test
    void mayWriteTheNextImageItself() throws VmStartException {
        first("| n | n := 0. SAVE ifTrue: [n := n + 1. SAVE ifTrue: [n := n + 10]]. n");

        try (Vm vm = second()) {
            assertThat(resumedValue(vm)).isEqualTo("1");
        }
        try (Vm vm = second()) {
            assertThat(resumedValue(vm)).isEqualTo("11");
        }
    }

    @Test
    void resumesNothingWhenNoProcessHadTheImageWritten() throws IOException, VmStartException {
        try (Vm vm = TestVms.start(out)) {
            vm.saveImage(image);
        }

        try (Vm vm = second()) {
            assertThat(vm.awaitResumed()).isEmpty();
        }
        try (Vm vm = TestVms.start(out)) {
            assertThat(vm.awaitResumed()).as("the kernel's image").isEmpty();
        }
    }

    @Test
    void endsAsTheProcessEnds() throws VmStartException {
        first("SAVE ifTrue: [nil foo]");

        try (Vm vm = second()) {
            assertThat(vm.awaitResumed()).hasValueSatisfying(end -> assertThat(end)
                    .isInstanceOfSatisfying(Evaluation.Failed.class,
                            failed -> assertThat(failed.walkback()).contains("foo").contains("test:1")));
        }
        first("SAVE ifTrue: [Semaphore new wait]");
        try (Vm vm = second()) {
            assertThat(vm.awaitResumed()).hasValueSatisfying(end -> assertThat(end)
                    .isInstanceOfSatisfying(Evaluation.Failed.class,
                            failed -> assertThat(failed.description()).contains("Deadlock")));
        }
    }

    @Test
    void printsAnErrorThatNobodyWaitsFor() throws VmStartException {
        first("gate := Semaphore new. SAVE ifTrue: [gate wait. nil foo]");

        try (Vm vm = second()) {
            assertThat(TestVms.print(vm, "gate signal. Processor yield. 3")).isEqualTo("3");
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("MessageNotUnderstood");
    }

    @Test
    void doesNotGiveOutNumbersThatTheOtherHadGivenOut() throws IOException, VmStartException {
        Path old = Files.writeString(folder.resolve("old"), "old text");
        Path other = Files.writeString(folder.resolve("other"), "OTHER");
        first("held := FileStream read: '" + old + "'. held next: 4. SAVE");

        try (Vm vm = second()) {
            assertThat(TestVms.print(vm, "another := FileStream read: '" + other + "'. another next: 2"))
                    .isEqualTo("'OT'");
            assertThat(TestVms.print(vm, "held upToEnd")).isEqualTo("'text'");
            assertThat(TestVms.print(vm, "another upToEnd")).isEqualTo("'HER'");
        }
    }

    @Test
    void neitherEmptiesNorInventsFilesThatWereOpen() throws IOException, VmStartException {
        Path written = folder.resolve("written");
        Path gone = Files.writeString(folder.resolve("gone"), "text");
        first("held := FileStream write: '" + written + "'. held nextPutAll: 'one, '; flush; nextPutAll: 'two'."
                + " lost := FileStream read: '" + gone + "'. SAVE");
        Files.delete(gone);

        try (Vm vm = second()) {
            assertThat(TestVms.print(vm, "held nextPutAll: ', three'; close. 3")).isEqualTo("3");
            assertThat(TestVms.print(vm, "[lost next] on: FileError do: [:e | e messageText]"))
                    .isEqualTo("'" + gone + ": it was open when the image was written, and is no longer there'");
            assertThat(TestVms.print(vm, "lost isClosed")).isEqualTo("true");
        }
        assertThat(written).hasContent("one, two, three");
        assertThat(gone).doesNotExist();
    }

    /** An image keeps the clock in whole milliseconds, so one of them can be lost. */
    @Test
    void takesTheClockFromWhereItStood() throws VmStartException {
        first("before := Time millisecondClock. [(Delay forMilliseconds: 100000) wait. late := true] fork."
                + " [(Delay forMilliseconds: 20) wait. soon := Time millisecondClock - before] fork."
                + " Processor yield. SAVE");

        try (Vm vm = second()) {
            assertThat(TestVms.print(vm, "(Time millisecondClock - before) between: 0 and: 60000")).isEqualTo("true");
            assertThat(TestVms.print(vm, "[soon isNil] whileTrue: [(Delay forMilliseconds: 1) wait]. soon >= 19"))
                    .isEqualTo("true");
            assertThat(TestVms.print(vm, "late")).isEqualTo("nil");
        }
    }

    @Test
    void doesNotMistakeOldProcessesForThoseOfItsOwnEvaluations() throws VmStartException {
        first("waiting := Processor activeProcess. [gate := Semaphore new. SAVE. gate wait. 1] value");

        try (Vm vm = second()) {
            assertThat(TestVms.print(vm, "gate signal. Processor yield. 5")).isEqualTo("5");
            assertThat(vm.awaitResumed()).hasValueSatisfying(end ->
                    assertThat(end).isInstanceOf(Evaluation.Value.class));
            assertThat(vm.evaluate(SourceText.of("6", "test"))).isInstanceOf(Evaluation.Value.class);
        }
    }
}
