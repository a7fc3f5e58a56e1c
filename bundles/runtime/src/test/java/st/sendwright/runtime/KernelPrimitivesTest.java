package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The primitives of module Kernel")
class KernelPrimitivesTest {

    private TestWorld world;

    @BeforeEach
    void define() {
        world = TestWorld.asAsked();
        world.definePrimitive("Kernel", "exit", 1);
        world.definePrimitive("Kernel", "collectGarbage", 0);
        world.definePrimitive("Kernel", "statistics", 0);
        world.definePrimitive("Kernel", "saveImage", 1);
        world.definePrimitive("Kernel", "imageName", 0);
        world.definePrimitive("Kernel", "reportFailure", 2);
        world.definePrimitive("Kernel", "fileIn", 2);
        world.definePrimitive("Kernel", "exit", 0);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', value = {
            "3 primExit: 4 => exit 4",
            "3 primExit: 256 => OUT_OF_RANGE",
            "3 primExit: -1 => OUT_OF_RANGE",
            "3 primExit: 'a' => OUT_OF_RANGE",
            "3 primExit => WRONG_ARGUMENT_COUNT",
            "3 primCollectGarbage > 100000 => true",
            "(3 primStatistics first copyFrom: 1 to: 1) => ('site-misses' )",
            "3 primSaveImage: 3 => WRONG_ARGUMENT",
            "3 primSaveImage: (String with: (Character value: 0)) => WRONG_ARGUMENT",
            "3 primReportFailure: 3 with: 'walkback' => WRONG_ARGUMENT",
            "3 primReportFailure: 'text' with: nil => WRONG_ARGUMENT",
            "3 primReportFailure: 'text' with: 'the walkback' => the walkback",
            "3 primFileIn: 3 with: Semaphore new => WRONG_ARGUMENT",
            "3 primFileIn: 'a.st' with: nil => WRONG_ARGUMENT",
            "3 primFileIn: 'a.st' with: (1 to: 3) => WRONG_ARGUMENT",
            "| s | s := Semaphore new. 3 primFileIn: 'a.st' with: s. s wait == s => true"})
    void answerOrSayWhyNot(String source, String expected) {
        assertThat(world.print(source)).isEqualTo(TestWorld.expected(expected));
        assertThat(world.collectAndVerify()).isEmpty();
    }

    @Test
    void saveAnImage(@TempDir Path folder) {
        Path file = folder.resolve("saved.image");

        assertThat(world.print("3 primSaveImage: '" + file + "'")).as("here it goes on").isEqualTo("false");
        assertThat(file).isNotEmptyFile();
        assertThat(world.print("3 primImageName size > 0")).isEqualTo("true");
        assertThat(world.collectAndVerify()).isEmpty();
    }

    @Test
    void sayWhenAnImageCannotBeWritten(@TempDir Path folder) {
        Path file = folder.resolve("no/such/folder");

        assertThat(world.print("(3 primSaveImage: '" + file + "') -> Class lastError"))
                .isEqualTo("nil->'there is no folder " + file.getParent() + "'");
        assertThat(world.print("Smalltalk saveImageAs: '" + file + "'"))
                .startsWith("FileError: " + file + ": SW-VM-030 the image was not written, there is no folder");
    }

    @Test
    void printTheFailureOfAProcessThatServesNobody() {
        world.print("[3 primReportFailure: 'text' with: 'the walkback'] fork. Processor yield. 3");

        assertThat(world.printed()).contains("the walkback");
    }
}
