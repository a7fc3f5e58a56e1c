package st.sendwright.language.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.language.Diagnostic;

@DisplayName("The source decoder")
class SourceDecoderTest {

    private static SourceDecoder.Decoded decode(byte[] bytes) {
        return SourceDecoder.decode(bytes, "a.st");
    }

    private static String text(byte[] bytes) {
        SourceDecoder.Decoded decoded = decode(bytes);
        assertThat(decoded.diagnostic()).isEmpty();
        return decoded.text().orElseThrow().text();
    }

    private static byte[] marked(byte[] mark, byte[] bytes) {
        byte[] all = Arrays.copyOf(mark, mark.length + bytes.length);
        System.arraycopy(bytes, 0, all, mark.length, bytes.length);
        return all;
    }

    @Test
    void readsUtf8WithAndWithoutMark() {
        byte[] bytes = "grüß 😀".getBytes(StandardCharsets.UTF_8);

        assertThat(text(bytes)).isEqualTo("grüß 😀");
        assertThat(text(marked(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, bytes)))
                .isEqualTo("grüß 😀");
    }

    @Test
    void readsUtf16ByItsMark() {
        byte[] big = "grüß 😀".getBytes(StandardCharsets.UTF_16BE);
        byte[] little = "grüß 😀".getBytes(StandardCharsets.UTF_16LE);

        assertThat(text(marked(new byte[] {(byte) 0xFE, (byte) 0xFF}, big))).isEqualTo("grüß 😀");
        assertThat(text(marked(new byte[] {(byte) 0xFF, (byte) 0xFE}, little))).isEqualTo("grüß 😀");
    }

    @Test
    void readsAnythingElseAsLatin1AndNamesTheFirstBadByte() {
        SourceDecoder.Decoded decoded =
                decode("a\r\nbc gr\u00FC\u00DF".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(decoded.text().orElseThrow().text()).isEqualTo("a\nbc gr\u00FC\u00DF");
        assertThat(decoded.diagnostic()).get().returns(false, Diagnostic::isError)
                .returns("SW-LOAD-004", Diagnostic::code).returns(2, Diagnostic::line).returns(6,
                Diagnostic::column)
                .extracting(Diagnostic::message).asString().contains("16rFC", "offset 8", "a.st");
    }

    @Test
    void noticesAUtf8SequenceThatTheFileEndsIn() {
        assertThat(decode(new byte[] {'a', (byte) 0xC3}).diagnostic()).get()
                .returns("SW-LOAD-004", Diagnostic::code);
    }

    @Test
    void makesEveryLineEndALineFeed() {
        assertThat(text("a\rb\r\nc\nd\r\r\n".getBytes(StandardCharsets.UTF_8))).isEqualTo("a\nb\nc\nd\n\n");
    }

    @Test
    void refusesBinaryFiles() {
        byte[] noise = new byte[10_000];
        new Random(42).nextBytes(noise);

        assertThat(decode(noise).text()).isEmpty();
        assertThat(decode(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0}).diagnostic()).get()
                .returns(true, Diagnostic::isError).returns("SW-LOAD-003", Diagnostic::code);
    }

    @Test
    void forgivesAFewControlCharacters() {
        assertThat(text("a\0b\1c \f\u001A".getBytes(StandardCharsets.UTF_8))).isEqualTo("a\0b\1c \f\u001A");
    }

    @Test
    void reportsWhatCannotBeRead(@TempDir Path directory) throws IOException {
        assertThat(SourceDecoder.read(directory.resolve("missing.st")).diagnostic()).get()
                .returns("SW-LOAD-001", Diagnostic::code)
                .returns(directory.resolve("missing.st").toString(), Diagnostic::file);
        assertThat(SourceDecoder.read(directory).diagnostic()).get().returns("SW-LOAD-002", Diagnostic::code);
    }

    @Test
    void reportsWhatTheUserMayNotRead(@TempDir Path directory) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret.st"), "3 foo");

        assumeFalse(!secret.toFile().setReadable(false) || Files.isReadable(secret),
                "this user may read every file");
        assertThat(SourceDecoder.read(secret).diagnostic()).get().returns("SW-LOAD-002", Diagnostic::code);
    }
}
