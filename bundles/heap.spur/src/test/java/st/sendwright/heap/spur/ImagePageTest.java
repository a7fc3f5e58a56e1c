package st.sendwright.heap.spur;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The documents about images")
class ImagePageTest {

    private static final Path DOCUMENTS = Path.of("..", "..", "docs");
    private static final Pattern ROW = Pattern.compile("^\\| (0x\\w+) \\| `([A-Z0-9_]+)` \\|",
            Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("SW-HEAP-\\d{3}");

    @Test
    void giveTheHeadersOffsets() throws IOException {
        Map<String, Integer> rows = new TreeMap<>();
        Matcher matcher = ROW.matcher(Files.readString(DOCUMENTS.resolve("formats/image.md")));
        while (matcher.find()) {
            rows.put(matcher.group(2), Integer.decode(matcher.group(1)));
        }

        assertThat(rows).isEqualTo(Map.ofEntries(Map.entry("MAGIC", ImageLayout.MAGIC),
                Map.entry("VERSION", ImageLayout.VERSION), Map.entry("HEADER_SIZE", ImageLayout.HEADER_SIZE),
                Map.entry("LAYOUT_HASH", ImageLayout.LAYOUT_HASH),
                Map.entry("SPECIAL_OBJECTS", ImageLayout.SPECIAL_OBJECTS),
                Map.entry("HASH_SEED", ImageLayout.HASH_SEED),
                Map.entry("SEGMENT_COUNT", ImageLayout.SEGMENT_COUNT),
                Map.entry("SEGMENT_TABLE", ImageLayout.SEGMENT_TABLE),
                Map.entry("SEGMENT_OFFSET", ImageLayout.SEGMENT_OFFSET),
                Map.entry("SEGMENT_BYTES", ImageLayout.SEGMENT_BYTES),
                Map.entry("SEGMENT_ADDRESS", ImageLayout.SEGMENT_ADDRESS),
                Map.entry("SEGMENT_CHECKSUM", ImageLayout.SEGMENT_CHECKSUM),
                Map.entry("HEADER_CHECKSUM", ImageLayout.HEADER_CHECKSUM)));
    }

    @Test
    void explainEachErrorCode() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                Matcher code = CODE.matcher(Files.readString(source));
                while (code.find()) {
                    assertThat(DOCUMENTS.resolve("errors/" + code.group() + ".md")).isRegularFile();
                }
            }
        }
    }
}
