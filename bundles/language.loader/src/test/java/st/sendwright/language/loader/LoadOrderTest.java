package st.sendwright.language.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.SourceLoader.Order;

@DisplayName("A load order")
class LoadOrderTest {

    @TempDir
    private Path directory;

    @BeforeEach
    void makeFiles() throws IOException {
        Files.createDirectory(directory.resolve("sub"));
        for (String name : new String[] {"a.st", "b.st", "with blank.st", "sub/c.st", "d#e.st"}) {
            Files.writeString(directory.resolve(name), "3 foo");
        }
    }

    private Order read(String text) throws IOException {
        return LoadOrder.read(Files.writeString(directory.resolve("my.order"), text));
    }

    @Test
    void namesFilesRelativeToItself() throws IOException {
        Order order = read("""
                # all of it
                a.st

                  b.st   # the second
                'with blank.st'
                "sub/c.st"# here
                d#e.st
                """);

        assertThat(order.diagnostics()).isEmpty();
        assertThat(order.files()).containsExactly(directory.resolve("a.st"), directory.resolve("b.st"),
                directory.resolve("with blank.st"), directory.resolve("sub/c.st"),
                directory.resolve("d#e.st"));
    }

    @Test
    void understandsWindowsLineEndsAndSeparators() throws IOException {
        Order order = read("\uFEFFa.st\r\nsub\\c.st\r\n");

        assertThat(order.diagnostics()).isEmpty();
        assertThat(order.files()).containsExactly(directory.resolve("a.st"), directory.resolve("sub/c.st"));
    }

    @Test
    void takesAbsolutePaths() throws IOException {
        assertThat(read(directory.resolve("a.st").toString()).files())
                .containsExactly(directory.resolve("a.st"));
    }

    @Test
    void namesTheMissingFileAndItsPlaceAndKeepsTheRest() throws IOException {
        Order order = read("a.st\n  missing.st\nb.st\n");

        assertThat(order.files()).containsExactly(directory.resolve("a.st"), directory.resolve("b.st"));
        assertThat(order.diagnostics()).singleElement()
                .returns("SW-LOAD-006", Diagnostic::code)
                .returns(directory.resolve("my.order").toString(), Diagnostic::file)
                .returns(2, Diagnostic::line).returns(3, Diagnostic::column)
                .extracting(Diagnostic::message).asString().contains(directory.resolve("missing.st")
                .toString());
    }

    @Test
    void loadsADoubledFileOnce() throws IOException {
        Order order = read("a.st\nsub/../a.st\n");

        assertThat(order.files()).containsExactly(directory.resolve("a.st"));
        assertThat(order.diagnostics()).singleElement().returns("SW-LOAD-007", Diagnostic::code)
                .returns(false, Diagnostic::isError).returns(2, Diagnostic::line);
    }

    @Test
    void readsDirectivesForOneFileAndForAllThatFollow() throws IOException {
        Order order = read("""
                a.st @dialect squeak   # one
                @dialect dolphin
                b.st
                'with blank.st' @dialect gnu
                @dialect auto # from here on
                sub/c.st
                """);

        assertThat(order.diagnostics()).isEmpty();
        assertThat(order.entries()).extracting(entry -> entry.directives().get("dialect"))
                .extracting(directive -> directive.value() + " " + directive.place().line() + ":"
                        + directive.place().column())
                .containsExactly("squeak 1:6", "dolphin 2:1", "gnu 4:17", "auto 5:1");
    }

    @Test
    void givesAFileNoDirectiveThatComesLater() throws IOException {
        assertThat(read("a.st\n@dialect gnu\n").entries().getFirst().directives()).isEmpty();
    }

    @ParameterizedTest(name = "{0} is refused at column {1}")
    @CsvSource(delimiter = '|', value = {"@other.order|1", "@dialect|1", "@dialect # none|1", "@ dialect squeak|1",
            "@dialect squeak dolphin|17", "@dialect gnu @dialect gnu|14", "sub/c.st @colour red|10",
            "sub/c.st @dialect|10"})
    void refusesDirectivesThatMakeNoSense(String line, int column) throws IOException {
        Order order = read("a.st\n" + line + "\nb.st\n");

        assertThat(order.files()).containsExactly(directory.resolve("a.st"), directory.resolve("b.st"));
        assertThat(order.diagnostics()).singleElement().returns("SW-LOAD-013", Diagnostic::code)
                .returns(2, Diagnostic::line).returns(column, Diagnostic::column);
    }

    @ParameterizedTest(name = "{0} is refused at column {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "!include other.order|1", "  !other.order|3", "with blank.st|1", "\"a.st|1", "'a.st' b.st|1"})
    void refusesLinesThatNameNoFile(String line, int column) throws IOException {
        Order order = read("a.st\n" + (column == 3 ? "  " : "") + line.strip() + "\nb.st\n");

        assertThat(order.files()).containsExactly(directory.resolve("a.st"), directory.resolve("b.st"));
        assertThat(order.diagnostics()).singleElement().returns("SW-LOAD-005", Diagnostic::code)
                .returns(2, Diagnostic::line).returns(column, Diagnostic::column);
    }

    @Test
    void mayItselfBeMissing() {
        Order order = LoadOrder.read(directory.resolve("no.order"));

        assertThat(order.files()).isEmpty();
        assertThat(order.diagnostics()).singleElement().returns("SW-LOAD-001", Diagnostic::code);
    }
}
