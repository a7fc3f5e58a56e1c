package st.sendwright.memory.executable;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

@DisplayName("Where the system forbids executable memory")
@EnabledOnOs(OS.LINUX)
class DenialTest {

    @TempDir
    private Path folder;

    @Test
    void saysSoInEachModeAndTheProcessGoesOn() throws Exception {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // The JVM itself makes memory executable as well: all that it will need before it is forbidden.
                "-XX:InitialCodeCacheSize=16m", "-XX:ReservedCodeCacheSize=16m", "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp", placeOf(ExecutableMemories.class) + File.pathSeparator + placeOf(DeniedProcess.class),
                DeniedProcess.class.getName())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends within a minute").isTrue();
        } finally {
            process.destroyForcibly();
        }
        assumeFalse(process.exitValue() == DeniedProcess.CANNOT_BE_FORBIDDEN,
                "this Linux cannot forbid it to a process (PR_SET_MDWE, since 6.3)");

        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        assertThat(Files.readString(output, StandardCharsets.UTF_8).lines().toList())
                .hasSize(Mode.values().length)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("SW-JIT-001 no memory for compiled code: mprotect(0x")
                        .contains("was refused: error 13, EACCES: the system forbids executable memory")
                        .contains("The interpreter goes on alone; --jit=off avoids the attempt."));
    }

    private static Path placeOf(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
