package st.sendwright.language.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.format.chunk.ChunkFormat;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Dialect;
import st.sendwright.language.PatternDialect;
import st.sendwright.language.PrimitiveNumbering;
import st.sendwright.language.SourceCompiler;
import st.sendwright.language.SourceLoader.Listener;
import st.sendwright.language.SourceLoader.OnError;
import st.sendwright.language.SourceLoader.Report;
import st.sendwright.language.SourceLoader.Settings;
import st.sendwright.language.SourceText;
import st.sendwright.language.SyntaxOptions;
import st.sendwright.vm.LoadMode;
import st.sendwright.vm.LoadWatch;
import st.sendwright.vm.Vm;

@DisplayName("A loader, by the dialects of files")
class DialectLoadTest {

    @TempDir
    private Path directory;

    private final Vm vm = mock(Vm.class);
    private final LoadWatch watch = mock(LoadWatch.class);
    private final SourceCompiler compiler = mock(SourceCompiler.class);
    private final Dialect red = new Colour("red", "crimson");
    private final Dialect blue = new Colour("blue", "navy");
    private final OrderedSourceLoader loader =
            new OrderedSourceLoader(compiler, List.of(new ChunkFormat()), List.of(red, blue));
    private final List<String> done = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();

    private final Listener listener = new Listener() {
        @Override
        public void file(Path file, int index, int count) {
            // Not of interest here.
        }

        @Override
        public void progress(int items, int of) {
            // Not of interest here.
        }

        @Override
        public void diagnostic(Diagnostic diagnostic) {
            heard.add(diagnostic.code() + " " + diagnostic.line() + ":" + diagnostic.column() + " "
                    + diagnostic.message());
        }

        @Override
        public void failure(SourceText where, String walkback) {
            heard.add(walkback);
        }
    };

    /** A dialect whose files begin with its name in a comment. */
    private static final class Colour extends PatternDialect {

        Colour(String name, String alias) {
            super(name, List.of(alias), "The colour " + name, SyntaxOptions.DEFAULT, PrimitiveNumbering.NONE,
                    List.of(new Mark(0, Pattern.compile("is " + name), "something " + name)));
        }

        @Override
        public int confidence(String fileName, String firstLines) {
            return firstLines.startsWith("\"" + name()) ? 100 : 0;
        }
    }

    @BeforeEach
    void makeASmallVm() {
        lenient().when(vm.watchLoad()).thenReturn(watch);
        lenient().when(watch.hasClass(anyString())).thenReturn(true);
        lenient().when(vm.evaluate(any(), any(Dialect.class))).thenAnswer(call -> {
            SourceText source = call.getArgument(0);
            done.add(source.text() + " " + call.<Dialect>getArgument(1).name());
            return new Vm.Evaluation.Value(() -> { }, List.of());
        });
        lenient().when(vm.evaluate(any())).thenReturn(new Vm.Evaluation.Value(() -> { }, List.of()));
        lenient().when(vm.sendForString(any(), anyString())).thenReturn("true");
        lenient().when(vm.compileMethod(any(), any(), any(), any(), any())).thenAnswer(call -> {
            SourceText source = call.getArgument(3);
            done.add(source.text() + " " + call.<Dialect>getArgument(4).name());
            String primitive = source.text().replaceAll("[^0-9]", "");
            return new Vm.Installation(Optional.of(source.text().substring(0, 1)), List.of(),
                    primitive.isEmpty() ? Optional.empty() : Optional.of(primitive));
        });
        lenient().when(compiler.constantMessage(any())).thenReturn(Optional.empty());
    }

    private Report loadText(String text, Dialect preset) {
        return loader.loadText(vm, SourceText.of(text, "f"),
                new Settings(OnError.CONTINUE, Optional.ofNullable(preset), LoadMode.REPLACE), listener);
    }

    private Report loadOrder(String order, Dialect preset) throws IOException {
        for (String name : List.of("red", "blue", "none")) {
            String header = name.equals("none") ? "" : "\"" + name + "\"!\n";
            Files.writeString(directory.resolve(name + ".st"), header + name + "!\n");
        }
        Path file = Files.writeString(directory.resolve("an.order"), order);
        return loader.loadOrder(vm, file, new Settings(OnError.CONTINUE, Optional.ofNullable(preset), LoadMode.REPLACE), listener);
    }

    @Test
    void findsTheDialectOutByTheFirstLines() {
        loadText("\"red\"!\n1!\n", null);
        loadText("\"blue\"!\n2!\n", null);
        loadText("3!\n", null);

        assertThat(done).containsExactly("1 red", "2 blue", "3 default");
    }

    @Test
    void takesTheDialectThatItIsToldForAll() {
        loadText("\"red\"!\n1!\n", blue);

        assertThat(done).containsExactly("1 blue");
    }

    @Test
    void letsDirectivesGoBeforeWhatHoldsForAll() throws IOException {
        loadOrder("""
                none.st @dialect crimson
                @dialect auto
                blue.st
                @dialect Default
                red.st
                """, blue);

        assertThat(done).containsExactly("none red", "blue blue", "red default");
        assertThat(heard).isEmpty();
    }

    @Test
    void takesWhatHoldsForAllWhereNoDirectiveStands() throws IOException {
        loadOrder("none.st\nred.st @dialect auto\n", blue);

        assertThat(done).containsExactly("none blue", "red red");
    }

    @Test
    void reportsAnUnknownDialectOnceWithItsPlace() throws IOException {
        Report report = loadOrder("# colours\n  @dialect green\nred.st\nnone.st\n", null);

        assertThat(heard).singleElement().asString()
                .startsWith("SW-LOAD-015 2:3 there is no dialect 'green'; installed are blue, red.");
        assertThat(report.errors()).isEqualTo(1);
        assertThat(done).containsExactly("red red", "none default");
    }

    @Test
    void warnsWhereAFileSpeaksAnotherDialectAndLoadsIt() {
        Report report = loadText("\"red\"!\n'it is red'!\nthis is blue!\n", null);

        assertThat(heard).singleElement().asString()
                .startsWith("SW-LOAD-016 3:6 this is read as red, but here is something blue as only blue has it");
        assertThat(report.warnings()).isEqualTo(1);
        assertThat(done).containsExactly("this is blue red");
    }

    @Test
    void listsEachPrimitiveThatNothingDoesOnceAtTheEnd() {
        Report report = loadText("\"red\"!\n!Foo methodsFor: 'x'!\na <7>!\nb <7>!\nc <8>! !\n"
                + "!Foo class methodsFor: 'x'!\nd <7>! !\n3!\n", null);

        assertThat(heard).containsExactly(
                "SW-LOAD-014 3:1 primitive 7 of dialect red has no counterpart here; the method's own code runs in"
                        + " Foo>>a (f:3), Foo>>b (f:4), Foo class>>d (f:7)",
                "SW-LOAD-014 5:1 primitive 8 of dialect red has no counterpart here; the method's own code runs in"
                        + " Foo>>c (f:5)");
        assertThat(report.errors()).isZero();
    }

    @Test
    void showsTheFirstOfManyPrimitivesAndReportsAll() {
        StringBuilder text = new StringBuilder("\"red\"!\n!Foo methodsFor: 'x'!\n");
        for (int i = 0; i < 20; i++) {
            text.append((char) ('a' + i)).append(" <").append(300 + i).append(">!\n");
        }

        Report report = loadText(text + " !\n", null);

        assertThat(heard).hasSize(13);
        assertThat(heard.get(11)).startsWith("SW-LOAD-014 14:1 primitive 311 of dialect red");
        assertThat(heard.get(12)).isEqualTo("SW-LOAD-066 15:1 8 more primitives without a counterpart [SW-LOAD-014],"
                + " this one the first; --load-report FILE writes all of them");
        assertThat(report.warnings()).isEqualTo(20);
        assertThat(report.findings()).hasSize(20).extracting(Diagnostic::code).containsOnly("SW-LOAD-014");
    }

    @Test
    void namesTheFirstOfManyMethodsThatWantAPrimitive() {
        loadText("\"red\"!\n!Foo methodsFor: 'x'!\n" + "a <7>!\n".repeat(11) + " !\n", null);

        assertThat(heard).singleElement().asString().endsWith("Foo>>a (f:10) and 3 more");
    }

    @Test
    void saysHowToGiveADialectWhereANumberHasNone() {
        loadText("!Foo methodsFor: 'x'!\na <7>! !\n", null);

        assertThat(heard).singleElement().asString().contains("means nothing without a dialect")
                .contains("@dialect").contains("--dialect");
    }

    @Test
    void knowsTheDialectsThereAreByName() {
        assertThat(loader.dialects()).containsExactly(blue, red);
    }
}
