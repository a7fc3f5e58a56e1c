package st.sendwright.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.language.SourceText;

@DisplayName("The packaged kernel library")
class PackagedKernelLibraryTest {

    /** Superclass and name in a file's first chunk. */
    private static final Pattern DEFINITION = Pattern.compile("\\A(\\w+) \\w+: #(\\w+)\\s");

    @Test
    void namesEachSuperclassBeforeItsSubclassesAndExtensionsLast() throws IOException {
        Set<String> seen = new HashSet<>(Set.of("nil"));
        boolean isExtended = false;

        for (SourceText source : new PackagedKernelLibrary(Optional.empty()).sources()) {
            Matcher definition = DEFINITION.matcher(source.text());
            if (source.text().startsWith("!")) {
                isExtended = true;
                continue;
            }
            assertThat(isExtended).as("%s comes before sources that extend classes only", source.file()).isFalse();
            assertThat(definition.find()).as("%s begins with a class definition", source.file()).isTrue();
            assertThat(seen).as("what comes before %s", source.file()).contains(definition.group(1));
            assertThat(seen.add(definition.group(2))).as("%s comes once", source.file()).isTrue();
        }

        assertThat(seen).contains("Object", "Class", "Metaclass");
    }

    @Test
    void hasNoImageWhereTheBuildMadeNone(@TempDir Path folder) {
        assertThat(new PackagedKernelLibrary(Optional.empty()).image()).isEmpty();
        assertThat(new PackagedKernelLibrary(Optional.of(folder.resolve("none"))).image()).isEmpty();
    }

    @Test
    void namesTheImageThatTheBuildMade(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("kernel.image"), "an image");

        assertThat(new PackagedKernelLibrary(Optional.of(file)).image()).contains(file);
    }
}
