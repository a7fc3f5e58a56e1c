package st.sendwright.language.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.format.chunk.ChunkFormat;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Diagnostic.Severity;
import st.sendwright.language.Dialect;
import st.sendwright.language.Literal;
import st.sendwright.language.SourceCompiler;
import st.sendwright.language.SourceCompiler.ConstantMessage;
import st.sendwright.language.SourceFormat;
import st.sendwright.language.SourceItem;
import st.sendwright.language.SourceLoader.Listener;
import st.sendwright.language.SourceLoader.OnError;
import st.sendwright.language.SourceLoader.Settings;
import st.sendwright.language.SourceLoader.Report;
import st.sendwright.language.SourceText;
import st.sendwright.vm.ObjectHandle;
import st.sendwright.vm.LoadWatch;
import st.sendwright.vm.Vm;

@DisplayName("The source loader")
class OrderedSourceLoaderTest {

    private static final Pattern DEFINITION = Pattern.compile("(\\w+) subclass: #(\\w+)");
    private static final Pattern TO_CLASS = Pattern.compile(
            "(\\w+(?: class)?) (initialize|instanceVariableNames:.*)");

    @TempDir
    private Path directory;

    private final Vm vm = mock(Vm.class);
    private final LoadWatch watch = mock(LoadWatch.class);
    private final SourceCompiler compiler = mock(SourceCompiler.class);
    private final OrderedSourceLoader loader = new OrderedSourceLoader(compiler, List.of(new ChunkFormat()), List.of());
    private final Set<String> classes = new HashSet<>(Set.of("Object"));
    private final List<String> done = new ArrayList<>();
    private final Heard heard = new Heard();
    private int openHandles;

    private static final class Heard implements Listener {
        private final List<String> lines = new ArrayList<>();
        private final List<String> files = new ArrayList<>();
        private int lastProgress;

        @Override
        public void file(Path file, int index, int count) {
            files.add(file.getFileName() + " " + index + "/" + count);
        }

        @Override
        public void progress(int items, int of) {
            lastProgress = items;
            assertThat(items).isBetween(1, of);
        }

        @Override
        public void diagnostic(Diagnostic diagnostic) {
            lines.add(diagnostic.code() + " " + diagnostic.line() + ": " + diagnostic.message());
        }

        @Override
        public void failure(SourceText where, String walkback) {
            lines.add("failed " + where.line() + ": " + walkback);
        }
    }

    @BeforeEach
    void makeASmallVm() {
        when(vm.watchLoad()).thenReturn(watch);
        lenient().when(watch.hasClass(anyString())).thenAnswer(call -> classes.contains(call.<String>getArgument(0)));
        lenient().when(vm.evaluate(any())).thenAnswer(call -> evaluate(call.getArgument(0)));
        lenient().when(vm.evaluate(any(), any(Dialect.class))).thenAnswer(call -> evaluate(call.getArgument(0)));
        lenient().when(vm.sendForString(any(), anyString())).thenAnswer(call -> call.getArgument(0)
                .toString());
        lenient().when(vm.compileMethod(any(), any(), any(), any(), any())).thenAnswer(call -> {
            SourceText source = call.getArgument(3);
            if (source.text().contains("syntax")) {
                return new Vm.Installation(Optional.empty(), List.of(Diagnostic.at(Severity.ERROR,
                        "SW-LANG-001",
                        "expected an expression", source, 0)));
            }
            done.add(call.getArgument(0) + ">>" + source.text());
            return new Vm.Installation(Optional.of(source.text()), List.of());
        });
        lenient().when(vm.commentClass(any(), any())).thenAnswer(call -> {
            done.add(call.getArgument(0) + " comment");
            return List.of();
        });
        lenient().when(compiler.selectorOf(any())).thenAnswer(call -> Optional.of(call.getArgument(0)));
        lenient().when(compiler.constantMessage(any()))
                .thenAnswer(call -> constantMessage(call.getArgument(0)));
    }

    private static Optional<ConstantMessage> constantMessage(String text) {
        Matcher definition = DEFINITION.matcher(text);
        if (definition.matches()) {
            return Optional.of(new ConstantMessage(definition.group(1), "subclass:",
                    List.of(new Literal.Sym(definition.group(2)))));
        }
        Matcher toClass = TO_CLASS.matcher(text);
        return toClass.matches()
                ? Optional.of(new ConstantMessage(toClass.group(1), toClass.group(2),
                List.of())) : Optional.empty();
    }

    private Vm.Evaluation evaluate(SourceText source) {
        if (source.text().endsWith("hasTraits")) {
            return value("false");
        }
        Matcher definition = DEFINITION.matcher(source.text());
        if (definition.matches()) {
            assertThat(classes).as("the superclass of %s", source.text()).contains(definition.group(1));
            classes.add(definition.group(2));
        }
        done.add(source.text());
        return switch (source.text()) {
            case "fail" -> new Vm.Evaluation.Failed("Error: it failed", "Error: it failed\n", List.of());
            case "refuse" -> new Vm.Evaluation.NotCompiled(List.of(Diagnostic.at(Severity.ERROR,
                    "SW-LANG-001",
                    "expected an expression", source, 0)));
            case "warn" -> new Vm.Evaluation.Value(handle("nil"), List.of(Diagnostic.at(Severity.WARNING,
                    "SW-LANG-002", "unused", source, 0)));
            case "terminate" -> new Vm.Evaluation.Terminated("interrupted");
            case "exit" -> new Vm.Evaluation.Exited(3);
            default -> value("nil");
        };
    }

    private Vm.Evaluation.Value value(String printed) {
        return new Vm.Evaluation.Value(handle(printed), List.of());
    }

    private ObjectHandle handle(String printed) {
        openHandles++;
        return new ObjectHandle() {
            @Override
            public void close() {
                openHandles--;
            }

            @Override
            public String toString() {
                return printed;
            }
        };
    }

    private Report loadText(String text) {
        return loadText(text, OnError.CONTINUE);
    }

    private Report loadText(String text, OnError onError) {
        Report report = loader.loadText(vm, SourceText.of(text, "-"), Settings.of(onError), heard);
        assertThat(openHandles).as("handles left open").isZero();
        return report;
    }

    @Test
    void runsEverythingInOrderAndCountsIt() {
        Report report = loadText("""
                Object subclass: #Foo!
                !Foo commentStamp: 'x' prior: 0!
                A foo.!
                !Foo methodsFor: 'x'!
                one!
                two! !
                !Foo class methodsFor: 'x'!
                three! !
                Foo initialize!
                """);

        assertThat(done).containsExactly("Object subclass: #Foo", "Foo comment",
                "(Smalltalk classNamed: 'Foo') ifNotNil: [:class | class commentStamp: 'x']", "Foo>>one",
                "Foo>>two", "Foo class>>three", "Foo initialize");
        assertThat(report).isEqualTo(new Report(1, 3, 2, 0, 0, false, List.of(), List.of(), List.of("Foo")));
        assertThat(heard.lastProgress).isEqualTo(6);
    }

    @Test
    void runsClassStatementsInTheirClassWhenItIsThere() {
        SourceFormat format = mock(SourceFormat.class);
        when(format.confidence(any(), any())).thenReturn(50);
        when(format.read(any())).thenReturn(List.of(
                new SourceItem.Statements(SourceText.of("Bar subclass: #Foo", "-")),
                new SourceItem.ClassStatements("Foo", SourceText.of("K := 3", "-")),
                new SourceItem.Statements(SourceText.of("Object subclass: #Bar", "-"))));
        when(vm.evaluate(any(), anyString(), any())).thenAnswer(call -> {
            done.add(call.getArgument(1) + ": " + call.<SourceText>getArgument(0).text());
            return value("3");
        });

        new OrderedSourceLoader(compiler, List.of(format), List.of())
                .loadText(vm, SourceText.of("", "-"), Settings.DEFAULT, heard);

        assertThat(done).containsExactly("Object subclass: #Bar", "Bar subclass: #Foo", "Foo: K := 3");
    }

    @Test
    void holdsWhatBeginsWithTheNameOfAClassThatWaits() {
        loadText("Bar subclass: #Foo!\nFoo at: 3 + 4 put: 5!\nFooling around!\nObject subclass: #Bar!\n");

        assertThat(done).containsExactly("Fooling around", "Object subclass: #Bar", "Bar subclass: #Foo",
                "Foo at: 3 + 4 put: 5");
    }

    @Test
    void goesOnAfterErrorsWhenAskedTo() {
        Report report = loadText("fail!\nrefuse!\nterminate!\nwarn!\n"
                + "!Object methodsFor: 'x'!\nsyntax!\ngood! !\n");

        assertThat(heard.lines).containsExactly("failed 1: Error: it failed\n",
                "SW-LANG-001 2: expected an expression", "failed 3: interrupted", "SW-LANG-002 4: unused",
                "SW-LANG-001 6: expected an expression");
        assertThat(report).isEqualTo(new Report(1, 1, 4, 1, 4, false));
    }

    @Test
    void stopsAfterTheFirstErrorWhenAskedTo() {
        Report report = loadText("warn!\nfail!\nmore!\n", OnError.STOP);

        assertThat(done).containsExactly("warn", "fail");
        assertThat(report.errors()).isEqualTo(1);
    }

    @Test
    void stopsWhenTheProgramEndsTheVm() {
        Report report = loadText("exit!\nmore!\n!Bar methodsFor: 'x'!\nfoo! !\n");

        assertThat(done).containsExactly("exit");
        assertThat(report.exited()).isTrue();
        assertThat(heard.lines).isEmpty();
    }

    @Test
    void holdsAClassUntilItsSuperclassIsThere() {
        Report report = loadText("""
                Bar subclass: #Foo!
                Foo class instanceVariableNames: 'x'!
                !Foo methodsFor: 'x'!
                one! !
                Foo initialize!
                Baz subclass: #Bar!
                Object subclass: #Baz!
                other!
                """);

        assertThat(done).containsExactly("Object subclass: #Baz", "other", "Baz subclass: #Bar",
                "Bar subclass: #Foo", "Foo class instanceVariableNames: 'x'", "Foo>>one", "Foo initialize");
        assertThat(report).isEqualTo(new Report(1, 1, 6, 0, 0, false, List.of(), List.of(), List.of("Baz", "Bar", "Foo")));
    }

    @Test
    void holdsItemsAcrossTheFilesOfAnOrder() throws IOException {
        Files.writeString(directory.resolve("a.st"), "Bar subclass: #Foo!\n!Later methodsFor: 'x'!\nm! !\n");
        Files.writeString(directory.resolve("b.st"), "Object subclass: #Bar!\nObject subclass: #Later!\n");
        Path order = Files.writeString(directory.resolve("my.order"), "a.st\nb.st\n");

        Report report = loader.loadOrder(vm, order, Settings.DEFAULT, heard);

        assertThat(heard.files).containsExactly("a.st 1/2", "b.st 2/2");
        assertThat(done).containsExactly("Object subclass: #Bar", "Object subclass: #Later",
                "Bar subclass: #Foo",
                "Later>>m");
        assertThat(report).isEqualTo(new Report(2, 1, 3, 0, 0, false, List.of(), List.of(), List.of("Bar", "Later", "Foo")));
    }

    @Test
    void reportsMethodsOnAClassThatDoesNotExist() {
        Report report = loadText("!Bar methodsFor: 'x'!\nfoo! !\n!Bar class methodsFor: 'x'!\nbaz! !\n"
                + "!Bar commentStamp: 'x' prior: 0!\nI am.!\nmore!\n");

        assertThat(heard.lines).hasSize(3);
        assertThat(heard.lines.getFirst())
                .startsWith("SW-LOAD-011 2: method #foo on class Bar, which does not exist");
        assertThat(done).containsExactly("more");
        assertThat(report.errors()).isEqualTo(3);
    }

    @Test
    void reportsASuperclassThatNeverComes() {
        loadText("Bar subclass: #Foo!\n!Foo methodsFor: 'x'!\nfoo! !\nFoo initialize!\nmore!\n");

        assertThat(heard.lines).hasSize(3);
        assertThat(heard.lines.get(0))
                .startsWith("SW-LOAD-009 1: the superclass Bar of class Foo does not exist");
        assertThat(heard.lines.get(1)).startsWith("SW-LOAD-011 3: method #foo on class Foo");
        assertThat(heard.lines.get(2)).startsWith("SW-LOAD-011 4: this names class Foo");
        assertThat(done).containsExactly("more");
    }

    @Test
    void namesThePlaceOfTheCodeBehindAComment() {
        loadText("\"Later\"\n!Bar methodsFor: 'x'!\n\"first\"\nfoo! !\n");

        assertThat(heard.lines).singleElement().asString().startsWith("SW-LOAD-011 4: method");
    }

    @Test
    void reportsAClassCycle() {
        loadText("A subclass: #B!\nB subclass: #A!\nC subclass: #C!\nA subclass: #D!\n");

        assertThat(heard.lines).hasSize(4);
        assertThat(heard.lines.get(0))
                .startsWith("SW-LOAD-010 1: class B would inherit from itself: B < A < B");
        assertThat(heard.lines.get(1))
                .startsWith("SW-LOAD-010 2: class A would inherit from itself: A < B < A");
        assertThat(heard.lines.get(2)).startsWith("SW-LOAD-010 3: class C would inherit from itself: C < C");
        assertThat(heard.lines.get(3))
                .startsWith("SW-LOAD-009 4: the superclass A of class D does not exist");
    }

    @Test
    void passesOverNamespacesAndTakesTheLastPartOfNames() {
        Report report = loadText("""
                Core subclass: #'Core.Tests'!
                Core.Tests guid: (GUID fromString: 'x')!
                Core.Tests comment: ''!
                Core.Tests.Bar subclass: #'Core.Tests.Foo' with: {3 + 4}!
                Core.Object subclass: #'Core.Tests.Bar' with: {}!
                """);

        assertThat(heard.lines).isEmpty();
        assertThat(report.errors()).isZero();
        assertThat(done).containsExactly("Core.Object subclass: #'Core.Tests.Bar' with: {}",
                "Core.Tests.Bar subclass: #'Core.Tests.Foo' with: {3 + 4}");
    }

    @Test
    void reportsOnceWhatIsSaidOfAClassThatNeverCame() {
        loadText("Foo guid: 'x'!\n!Foo categoriesForClass!A! !\nFoo isAbstract: true!\n");

        assertThat(heard.lines).singleElement().asString().startsWith("SW-LOAD-011 1:");
    }

    @Test
    void saysOnceThatMetadataHasNoEffect() {
        Report report = loadText("!requires: 'A' 1 2 nil!\n!requires: 'B' 1 2 nil!\n!provides: 'C' 1 2!\n");

        assertThat(heard.lines).singleElement().asString().startsWith("SW-LOAD-012 1: 'requires:'");
        assertThat(report).isEqualTo(new Report(1, 0, 0, 1, 0, false));
    }

    @Test
    void showsWhatCouldNotBeReadAndLoadsTheRest() {
        Report report = loadText("one!\n!Object methodsFor: 'x'!\nfoo 'abc!\nbar! !\ntwo!\n");

        assertThat(heard.lines).singleElement().asString().startsWith("SW-CHUNK-001 3:");
        assertThat(done).containsExactly("one", "Object>>bar", "two");
        assertThat(report.errors()).isEqualTo(1);
    }

    @Test
    void reportsFilesThatCannotBeRead() throws IOException {
        Path binary = Files.write(directory.resolve("binary.st"), new byte[100]);

        assertThat(loader.loadFile(vm, directory.resolve("no.st"), Settings.DEFAULT, heard))
                .isEqualTo(new Report(0, 0, 0, 0, 1, false));
        loader.loadFile(vm, binary, Settings.DEFAULT, heard);
        loader.loadFile(vm, directory, Settings.DEFAULT, heard);

        assertThat(heard.lines).extracting(line -> line.substring(0, 11))
                .containsExactly("SW-LOAD-001", "SW-LOAD-003", "SW-LOAD-003");
    }

    @Test
    void goesOnBehindAMissingFileOfAnOrderOrLoadsNothing() throws IOException {
        Files.writeString(directory.resolve("b.st"), "three");
        Path order = Files.writeString(directory.resolve("my.order"), "a.st\nb.st\n");

        Report whole = loader.loadOrder(vm, order, Settings.DEFAULT, heard);
        Report stopped = loader.loadOrder(vm, order, Settings.of(OnError.STOP), heard);

        assertThat(whole).isEqualTo(new Report(1, 0, 1, 0, 1, false));
        assertThat(stopped).isEqualTo(new Report(0, 0, 0, 0, 1, false));
    }

    @Test
    void picksTheSurestFormat() {
        SourceFormat surest = mock(SourceFormat.class);
        when(surest.confidence(any(), any())).thenReturn(100);
        when(surest.read(any())).thenReturn(List.of(new SourceItem.Statements(SourceText.of("mine", "-"))));
        OrderedSourceLoader both = new OrderedSourceLoader(compiler, List.of(new ChunkFormat(), surest),
                List.of());

        both.loadText(vm, SourceText.of("three!", "-"), Settings.DEFAULT, heard);

        assertThat(done).containsExactly("mine");
    }

    @Test
    void saysThatNoFormatKnowsAFile() {
        OrderedSourceLoader none = new OrderedSourceLoader(compiler, List.of(), List.of());
        Report report = none.loadText(vm, SourceText.of("three!", "-"), Settings.DEFAULT, heard);

        assertThat(report.errors()).isEqualTo(1);
        assertThat(heard.lines).singleElement().asString().startsWith("SW-LOAD-008");
    }
}
