package st.sendwright.language.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import st.sendwright.language.SourceCompiler.Kind;
import st.sendwright.language.SourceCompiler.Result;

/**
 * Source in, bytecodes out, compared as text: the files in {@code src/test/listings} hold both. In
 * {@code expressions.txt} the sources are expressions, in the others methods.
 *
 * <p>{@code -Dlistings=update} writes the files anew; read the difference before you commit it.
 */
class ListingTest {

    private static final Path FOLDER = Path.of("src/test/listings");
    private static final String CASE = "=====\n";
    private static final String LISTING = "-----\n";

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> sorted = files.sorted().toList();
            assertThat(sorted).hasSizeGreaterThan(5);
            return sorted.stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void compilesAsListed(Path file) throws IOException {
        String text = Files.readString(file);
        Kind kind = file.endsWith("expressions.txt") ? Kind.EXPRESSION : Kind.METHOD;
        StringBuilder now = new StringBuilder();
        for (String each : text.split(CASE)) {
            String source = each.split(LISTING)[0];
            Result result = Compiling.result(source, kind);
            String messages = Compiling.messages(result);
            now.append(now.isEmpty() ? "" : CASE).append(source).append(LISTING);
            result.code().ifPresent(code -> now.append(Compiling.listing(code)));
            now.append(messages).append(messages.isEmpty() ? "" : "\n");
        }

        if ("update".equals(System.getProperty("listings"))) {
            Files.writeString(file, now);
        }
        assertThat(now).hasToString(Files.readString(file));
    }
}
