package st.sendwright.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Paths on a command line are loaded together")
class OneLoadTest {

    @TempDir
    Path folder;

    @BeforeEach
    void makeDirectories() throws IOException {
        Files.createDirectory(folder.resolve("One"));
        Files.createDirectory(folder.resolve("Two"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
            "a.st b.st, [a.st] [b.st]",
            "One Two, [One Two]",
            "One a.st Two, [One] [a.st] [Two]",
            "BTest.cls A.cls, [BTest.cls A.cls]",
            "B.class.st T.trait.st A.extension.st One, [B.class.st T.trait.st A.extension.st One]",
            "a.st A.cls One b.st B.cls, [a.st] [A.cls One] [b.st] [B.cls]",
            "-, [-]"})
    void whereTheyHoldClassesThatMayNeedEachOther(String paths, String groups) {
        assertThat(OneLoad.groups(Arrays.stream(paths.split(" ")).map(each -> each.equals("-") ? Path.of(each)
                : folder.resolve(each)).toList())).extracting(group -> String.join(" ",
                        group.stream().map(each -> each.getFileName().toString()).toList()))
                .extracting(each -> "[" + each + "]").hasToString("[" + groups.replace("] [", "], [") + "]");
    }
}
