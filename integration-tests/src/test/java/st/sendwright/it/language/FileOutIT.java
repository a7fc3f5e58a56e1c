package st.sendwright.it.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.it.VmHarness;
import st.sendwright.language.KernelLibrary;
import st.sendwright.language.SourceCompiler;
import st.sendwright.language.SourceCompiler.ConstantMessage;
import st.sendwright.language.SourceFormat;
import st.sendwright.language.SourceItem;
import st.sendwright.language.SourceLoader.Settings;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmOptions;

/** What is filed out and read again is what it was: all of the kernel, and classes with difficult content. */
@DisplayName("A file-out")
class FileOutIT {

    private static VmHarness harness;

    @TempDir
    Path directory;

    @BeforeAll
    static void startFelix() throws Exception {
        harness = VmHarness.start();
    }

    @AfterAll
    static void stopFelix() throws Exception {
        harness.close();
    }

    private static Vm startVm() throws Exception {
        return harness.vmFactory().start(VmOptions.defaults().withStreams(InputStream.nullInputStream(),
                OutputStream.nullOutputStream(), OutputStream.nullOutputStream()));
    }

    private static SourceFormat chunkFormat() throws Exception {
        return harness.service(SourceFormat.class, "chunk");
    }

    /** Methods with class and category, and what defines classes and says what they are for. */
    private static TreeSet<String> contents(List<SourceText> files) throws Exception {
        SourceCompiler compiler = harness.service(SourceCompiler.class);
        TreeSet<String> contents = new TreeSet<>();
        for (SourceText file : files) {
            for (SourceItem item : chunkFormat().read(file)) {
                switch (item) {
                    case SourceItem.Method method -> contents.add(method.className() + "|"
                            + method.category().orElse("") + "|" + method.stamp().orElse("") + "|"
                            + method.source().text());
                    case SourceItem.Statements statements -> compiler
                            .constantMessage(statements.source().text())
                            .filter(FileOutIT::isOfClass)
                            .map(FileOutIT::inOneWay).ifPresent(contents::add);
                    case SourceItem.Metadata metadata -> { }
                    default -> throw new AssertionError("not expected: " + item);
                }
            }
        }
        return contents;
    }

    private static boolean isOfClass(ConstantMessage message) {
        return message.selector().contains("ubclass:") || message.selector().equals("comment:")
                || message.selector().equals("instanceVariableNames:");
    }

    /** Names of variables may be separated by any white space, and class variables come in any order. */
    private static String inOneWay(ConstantMessage message) {
        List<String> arguments = new ArrayList<>();
        message.arguments().forEach(argument -> arguments.add(argument.toString().replaceAll("\\s+", " ")));
        int classVariables = List.of(message.selector().split(":")).indexOf("classVariableNames");
        if (classVariables >= 0) {
            char[] sorted = arguments.get(classVariables).toCharArray();
            java.util.Arrays.sort(sorted);
            arguments.set(classVariables, new String(sorted).strip());
        }
        return message.receiver() + "|" + message.selector() + "|" + arguments;
    }

    @Test
    void ofTheKernelIsTheKernel() throws Exception {
        TreeSet<String> expected = contents(harness.service(KernelLibrary.class).sources());

        String written;
        try (Vm vm = startVm()) {
            run(vm, "| file | file := FileStream write: '" + directory.resolve("kernel.st") + "'. "
                    + "(Smalltalk allClasses asSortedCollection: [:a :b | a name <= b name]) do: [:each | "
                    + "each fileOutOn: file]. file close");
            written = Files.readString(directory.resolve("kernel.st"));
        }

        TreeSet<String> found = contents(List.of(SourceText.of(written, "kernel.st")));
        TreeSet<String> missing = new TreeSet<>(expected);
        missing.removeAll(found);
        TreeSet<String> added = new TreeSet<>(found);
        added.removeAll(expected);
        assertThat(expected).hasSizeGreaterThan(4000);
        assertThat(missing).as("lost").isEmpty();
        assertThat(added).as("made up").isEmpty();
    }

    private static final String DIFFICULT = """
            'From Anywhere'!
            Object subclass: #DifficultPool instanceVariableNames: '' classVariableNames: 'Shared'
                poolDictionaries: '' category: 'Difficult'!
            Object subclass: #'Some.Space.Difficult'
                instanceVariableNames: 'a b' classVariableNames: 'X Y' poolDictionaries: 'DifficultPool Later.OtherPool'
                category: 'Difficult-It''s'!
            Difficult class instanceVariableNames: 'registry'!
            !Difficult commentStamp: 'abc 1/2/2003 10:20' prior: 0!
            A comment with 'quotes', "doubled" and a bang!!
            and Grüße, 漢字! !
            Difficult guid: (GUID fromString: '{48D15C8E-983B-48D0-8C62-51B644BA6BDB}')!
            Difficult isNonInstantiable: true!
            Difficult addClassConstant: 'Limit' value: #($a 'b' #c 1.5 2s2)!
            !Difficult categoriesForClass!One-A!Two! !
            Object variableByteSubclass: #DifficultBytes instanceVariableNames: '' classVariableNames: ''
                poolDictionaries: '' category: 'Difficult'!
            Object variableWordSubclass: #DifficultWords instanceVariableNames: '' classVariableNames: ''
                poolDictionaries: '' category: 'Difficult'!
            Object weakSubclass: #DifficultWeak instanceVariableNames: 'w' classVariableNames: ''
                poolDictionaries: '' category: 'Difficult'!
            Object variableSubclass: #DifficultIndexed instanceVariableNames: 'w' classVariableNames: ''
                poolDictionaries: '' category: 'Difficult'!
            DifficultIndexed subclass: #DifficultBelow instanceVariableNames: 'v' classVariableNames: ''
                poolDictionaries: '' category: 'Difficult'!
            Trait named: #TDifficult uses: {} instanceVariableNames: 't' category: 'Difficult'!
            TDifficult class instanceVariableNames: 'u'!
            TDifficult comment: 'A trait''s comment'!
            !TDifficult methodsFor: 'given'!
            given
                ^t! !
            !TDifficult class methodsFor: 'given'!
            givenToClasses
                ^self name! !
            Trait named: #TDifficultToo uses: TDifficult @ {#givenToo -> #given} category: 'Difficult'!
            Object subclass: #DifficultUser
                uses: TDifficultToo - {#given} + (TDifficult - {#own: . #givenToo})
                instanceVariableNames: 'mine' classVariableNames: '' poolDictionaries: '' category: 'Difficult'!
            !DifficultUser methodsFor: 'own'!
            own: anObject
                ^mine := anObject! !

            !Difficult methodsFor: 'it''s !! and "'!

            bang
                "a !! and a "
                ^'!!', $!! asString, #(#!! $!!) printString!

            empty!

            quotes: one and: two
                ^'it''s' , $' asString , $" asString " 'unbalanced "!

            wide
                ^'漢字 Grüße'!

            brackets
                "] }" ^#($] ']' #']') , {$[} ! !

            !Difficult methodsFor: 'stamped' stamp: 'xyz 12/31/1999 23:59'!

            one ^1! !

            !Difficult methodsFor!

            two
                ^2! !

            !Difficult categoriesFor: #two!public!more than one! !

            !Difficult class methodsFor: 'making'!

            + other
                ^registry! !
            """;

    @Test
    void inChunksKeepsWhatIsDifficult() throws Exception {
        assertThat(roundTrip("chunk")).isEqualTo(original());
    }

    @Test
    void inTonelKeepsWhatIsDifficult() throws Exception {
        assertThat(asTonelHasIt(roundTrip("tonel"))).isEqualTo(asTonelHasIt(original()));
    }

    /** Tonel's headers have no place for namespaces and for values of class constants. */
    private static String asTonelHasIt(String text) {
        return withoutWhiteSpaceAtEnds(text).replace("'Some.Space.", "'").replaceAll("#Limit\\(.*\n", "")
                .replaceAll(" +", " ");
    }

    /** Tonel puts brackets around a method's body, so that white space there is not the author's. */
    private static String withoutWhiteSpaceAtEnds(String text) {
        return text.replaceAll("[ \\t]*\\n\\s*", "\n").strip();
    }

    @Test
    void ofTheKernelInTonelIsTheKernel() throws Exception {
        SourceFormat tonel = harness.service(SourceFormat.class, "tonel");
        TreeSet<String> expected = methods(chunkFormat(), harness.service(KernelLibrary.class).sources());

        Path folder = directory.resolve("kernel");
        try (Vm vm = startVm()) {
            run(vm, "Smalltalk allClasses do: [:each | each fileOutTonelIn: '" + folder + "']");
        }
        List<SourceText> files = new ArrayList<>();
        try (Stream<Path> written = Files.walk(folder)) {
            for (Path file : written.filter(Files::isRegularFile).toList()) {
                files.add(SourceText.of(Files.readString(file), file.toString()));
            }
        }
        TreeSet<String> found = methods(tonel, files);

        TreeSet<String> missing = new TreeSet<>(expected);
        missing.removeAll(found);
        TreeSet<String> added = new TreeSet<>(found);
        added.removeAll(expected);
        assertThat(expected).hasSizeGreaterThan(4000);
        assertThat(missing).as("lost").isEmpty();
        assertThat(added).as("made up").isEmpty();
    }

    /** Methods with class, category and stamp. */
    private static TreeSet<String> methods(SourceFormat format, List<SourceText> files) {
        TreeSet<String> methods = new TreeSet<>();
        for (SourceText file : files) {
            for (SourceItem item : format.read(file)) {
                if (item instanceof SourceItem.Method method) {
                    methods.add(method.className() + "|" + method.category().orElse("") + "|"
                            + method.stamp().orElse("") + "|"
                            + withoutWhiteSpaceAtEnds(method.source().text()));
                } else if (item instanceof SourceItem.Unreadable unreadable) {
                    throw new AssertionError(unreadable.toString());
                }
            }
        }
        return methods;
    }

    private String original() throws Exception {
        try (Vm vm = startVm()) {
            load(vm, Files.writeString(directory.resolve("difficult.st"), DIFFICULT));
            return report(vm);
        }
    }

    private String roundTrip(String form) throws Exception {
        Path written = directory.resolve(form);
        try (Vm vm = startVm()) {
            load(vm, Files.writeString(directory.resolve("difficult.st"), DIFFICULT));
            run(vm, "#('DifficultPool' 'Difficult' 'DifficultBytes' 'DifficultWords' 'DifficultWeak'"
                    + " 'DifficultBelow' 'DifficultIndexed' 'DifficultUser' 'TDifficultToo' 'TDifficult')"
                    + " do: [:each | SourceWriter fileOut: each as: '"
                    + form + "' into: '" + written + "' overwriting: true]");
        }
        try (Vm vm = startVm(); Stream<Path> files = Files.walk(written)) {
            Path order = directory.resolve("all.order");
            Files.write(order, files.filter(Files::isRegularFile).sorted()
                    .map(file -> directory.relativize(file).toString()).toList());
            LoadErrors errors = new LoadErrors();
            harness.sourceLoader().loadOrder(vm, order, Settings.DEFAULT, errors);
            assertThat(errors.lines()).isEmpty();
            return report(vm);
        }
    }

    private void load(Vm vm, Path file) {
        LoadErrors errors = new LoadErrors();
        harness.sourceLoader().loadFile(vm, file, Settings.DEFAULT, errors);
        assertThat(errors.lines()).isEmpty();
    }

    /** All that is known of the classes, in Smalltalk's own words, whichever dialect the files looked like. */
    private static String report(Vm vm) {
        return run(vm, """
                KernelDialect current: #ansi.
                String streamContents: [:s |
                    #(Difficult DifficultPool DifficultBytes DifficultWords DifficultWeak DifficultBelow
                            DifficultIndexed TDifficult TDifficultToo DifficultUser) do: [:name |
                        | class |
                        class := Smalltalk at: name.
                        s print: class superclass; space; print: class kind; nl.
                        s print: class isTrait; print: class traitComposition.
                        s print: class localSelectors asSortedCollection asArray; nl.
                        s print: class fullName; print: class category; print: class package; nl.
                        s print: class instVarNames; print: class class instVarNames; nl.
                        s print: class classVarNames; print: class sharedPoolNames; nl.
                        s print: class comment; print: class commentStamp; nl.
                        s print: class classCategories; print: class isNonInstantiable; nl.
                        s print: (class annotationAt: 'guid:'); nl.
                        class classConstantNames do: [:each | s print: each; print: (class classVarAt: each); nl].
                        {class. class class} do: [:side |
                            (side methods asSortedCollection: [:a :b | a selector <= b selector]) do: [:each |
                                s print: each; print: each category; print: each stamp.
                                s print: each categories asArray; print: each hasCategories; nl.
                                s nextPutAll: each sourceCode; nl]]]]""");
    }

    private static String run(Vm vm, String code) {
        return switch (vm.evaluate(SourceText.of(code, "test"))) {
            case Vm.Evaluation.Value(var handle, var _) -> {
                try (handle) {
                    yield vm.sendForString(handle, "displayString");
                }
            }
            case Vm.Evaluation other -> throw new AssertionError(other.toString());
        };
    }
}
