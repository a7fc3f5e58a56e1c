package st.sendwright.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.SendwrightProcess.Outcome;

/** What docs/plugins.md has its readers do. */
@DisplayName("The template of a primitive plugin")
class PrimitivePluginIT {

    private static final Path PLUGIN = SendwrightProcess.ROOT.resolve("plugins/primitives.digest");
    private static final String SOURCE = PLUGIN.resolve("src/main/resources/smalltalk/Digest.st").toString();
    private static final String SHA256 = "(Digest sha256: 'abc' asByteArray) hex";
    /** From FIPS 180-2, appendix B.1. */
    static final String OF_ABC = "'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'\n";
    /** The check value that catalogues of CRCs give. */
    private static final String CRC = "'123456789' asByteArray crc32 printStringRadix: 16";
    private static final String CHECK = "'CBF43926'\n";

    static String jar() throws IOException {
        try (Stream<Path> files = Files.list(PLUGIN.resolve("target"))) {
            return files.filter(each -> each.getFileName().toString().matches("primitives\\.digest-.*\\.jar")).findFirst()
                    .orElseThrow().toString();
        }
    }

    @Test
    void servesPrimitivesWhereItIsInstalled() throws IOException, InterruptedException {
        Outcome outcome = SendwrightProcess.with("--bundle", jar(), "--no-repl", "-e", SHA256, "-e", CRC, "-e",
                "Smalltalk tiers at: #'primitives.Digest'").run();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo(OF_ABC + CHECK + "'digest'\n");
    }

    @Test
    void isDoneWithoutWhereItIsNot() throws IOException, InterruptedException {
        Outcome outcome = SendwrightProcess.with("--no-repl", SOURCE, "-e", CRC, "-e", SHA256).run();

        assertThat(outcome.out()).startsWith(CHECK);
        assertThat(outcome.err()).contains("cannot digest: no such primitive");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void saysWhatWasWrongWithArguments() throws IOException, InterruptedException {
        Outcome outcome = SendwrightProcess.with("--bundle", jar(), "--no-repl", "-e", "Digest sha256: 3", "-e",
                "Digest digest: 'SHA-0' of: #[]").run();

        assertThat(outcome.err()).contains("cannot digest: wrong argument", "no such digest: SHA-0");
    }

    @Test
    void isLikeAllOthersInADistribution(@TempDir Path folder) throws IOException, InterruptedException {
        Path dist = SendwrightProcess.copyOfDistribution(folder);
        Files.copy(Path.of(jar()), dist.resolve("bundles/st.sendwright.primitives.digest.jar"));

        Outcome outcome = SendwrightProcess.with("--tiers", "primitives.Digest=digest", "--no-repl", "-e", SHA256)
                .distribution(dist).run();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo(OF_ABC);
    }
}
