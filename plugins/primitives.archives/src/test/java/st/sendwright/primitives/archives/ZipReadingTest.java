package st.sendwright.primitives.archives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.plugin.PrimitiveFailedException;
import st.sendwright.primitives.Failure;

/** What else it does is tested in a VM, by {@code PluginTestsIT}. */
@DisplayName("A zip archive that is extracted")
class ZipReadingTest {

    @TempDir
    Path folder;

    @Test
    void writesNothingWhereALinkLeadsElsewhere() throws IOException, PrimitiveFailedException {
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.createSymbolicLink(inside.resolve("link"), outside);
        ZipWriting writing = new ZipWriting();
        byte[] begun = writing.begin("link/file", 0);
        byte[] ended = writing.finish();
        byte[] bytes = new byte[begun.length + ended.length];
        System.arraycopy(begun, 0, bytes, 0, begun.length);
        System.arraycopy(ended, 0, bytes, begun.length, ended.length);

        try (ZipReading zip = ZipReading.of(bytes)) {
            assertThatExceptionOfType(PrimitiveFailedException.class).isThrownBy(() -> zip.extract(inside, 1000))
                    .satisfies(failed -> assertThat(failed.reason()).isEqualTo(Failure.DENIED));
        }
        assertThat(outside).isEmptyDirectory();
    }
}
