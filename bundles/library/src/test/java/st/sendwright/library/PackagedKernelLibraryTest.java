package st.sendwright.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The packaged kernel library")
class PackagedKernelLibraryTest {

    @Test
    void hasNoImageWhereTheBuildMadeNone(@TempDir Path folder) throws IOException {
        assertThat(new PackagedKernelLibrary(Optional.empty()).image()).isEmpty();
        assertThat(new PackagedKernelLibrary(Optional.of(folder.resolve("none"))).image()).isEmpty();
    }

    @Test
    void opensTheImageThatTheBuildMade(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("kernel.image"), "an image");

        try (InputStream in = new PackagedKernelLibrary(Optional.of(file)).image().orElseThrow()) {
            assertThat(in.readAllBytes()).asString().isEqualTo("an image");
        }
    }
}
