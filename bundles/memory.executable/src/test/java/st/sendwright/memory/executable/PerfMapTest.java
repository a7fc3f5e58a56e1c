package st.sendwright.memory.executable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIOException;

@DisplayName("The map file for perf")
class PerfMapTest {

    @TempDir
    private Path folder;

    @Test
    @EnabledOnOs(OS.LINUX)
    void hasALineForEachPieceOfCodeAsSoonAsItIsAdded() throws IOException {
        Path file = folder.resolve("perf-1.map");
        try (PerfMap map = PerfMap.open(file)) {
            map.add(0x7F00_1234_5678L, 0x1A0, "Integer>>benchFib");
            map.add(0xFFFF_FFFF_FFFF_F000L, 16, "");

            assertThat(Files.readAllLines(file)).containsExactly(
                    "7f0012345678 1a0 Integer>>benchFib",
                    "fffffffffffff000 10 ?");
            assertThat(map.file()).isEqualTo(file);
            assertThatIllegalArgumentException().isThrownBy(() -> map.add(1, 0, "nothing"))
                    .withMessage("code of 0 bytes cannot be found by an address in it");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void keepsANameWithinItsLine() throws IOException {
        Path file = folder.resolve("perf-1.map");
        try (PerfMap map = PerfMap.open(file)) {
            map.add(1, 1, "one\n2 2 forged\r\u001B[31m");

            assertThat(Files.readString(file)).isEqualTo("1 1 one 2 2 forged  [31m\n");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void hasWholeLinesFromManyThreads() throws IOException {
        Path file = folder.resolve("perf-1.map");
        try (PerfMap map = PerfMap.open(file)) {
            IntStream.rangeClosed(1, 2000).parallel().forEach(number -> {
                try {
                    map.add(number, number, "method" + number);
                } catch (IOException failure) {
                    throw new AssertionError(failure);
                }
            });
        }

        List<String> expected = IntStream.rangeClosed(1, 2000)
                .mapToObj(number -> "%x %x method%d".formatted(number, number, number)).toList();
        assertThat(Files.readAllLines(file)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void isReadableByItsOwnerOnlyAndStaysWhenClosed() throws IOException {
        Path file = folder.resolve("perf-1.map");
        PerfMap.open(file).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void neverWritesThroughALink() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious"), "keep me");
        Path file = Files.createSymbolicLink(folder.resolve("perf-1.map"), precious);

        try (PerfMap map = PerfMap.open(file)) {
            map.add(1, 1, "a");
        }

        assertThat(precious).hasContent("keep me");
        assertThat(Files.isSymbolicLink(file)).isFalse();
        assertThat(file).hasContent("1 1 a");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void makesNoFileWhereALinkPointsToNothing() throws IOException {
        Path absent = folder.resolve("absent");
        Path file = Files.createSymbolicLink(folder.resolve("perf-1.map"), absent);

        PerfMap.open(file).close();

        assertThat(absent).doesNotExist();
        assertThat(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void takesThePlaceOfAFileThatAnEarlierProcessLeft() throws IOException {
        Path file = Files.writeString(folder.resolve("perf-1.map"), "2 2 old\n");

        try (PerfMap map = PerfMap.open(file)) {
            map.add(1, 1, "new");
        }

        assertThat(file).hasContent("1 1 new");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void isRefusedWhereWhatLiesThereCannotBeRemoved() throws IOException {
        Path file = Files.createDirectories(folder.resolve("perf-1.map/full")).getParent();

        assertThatIOException().isThrownBy(() -> PerfMap.open(file))
                .withMessageStartingWith("SW-JIT-002 no names for perf: " + file + " cannot be made: ")
                .withMessageEndingWith("Programs run as usual; perf shows addresses instead of methods. "
                        + "See docs/errors/SW-JIT-002.md.");
        assertThatIOException().isThrownBy(() -> PerfMap.open(folder.resolve("none/perf-1.map")));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void isNamedAfterTheProcess() throws IOException {
        try (PerfMap map = PerfMap.open()) {
            try {
                assertThat(map.file()).hasToString("/tmp/perf-" + ProcessHandle.current().pid() + ".map").exists();
            } finally {
                Files.delete(map.file());
            }
        }
    }

    @Test
    void isRefusedWherePerfIsNot() {
        assertThatIOException().isThrownBy(() -> PerfMap.open("Mac OS X"))
                .withMessageContaining("cannot be made: perf is Linux's, and this is Mac OS X. Programs run as usual");
    }
}
