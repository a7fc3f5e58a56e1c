package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.format.chunk.ChunkFormat;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.SourceLoader;
import st.sendwright.language.SourceLoader.OnError;
import st.sendwright.language.SourceLoader.Report;
import st.sendwright.language.SourceLoader.Settings;
import st.sendwright.language.SourceText;
import st.sendwright.language.compiler.BytecodeCompiler;
import st.sendwright.language.loader.OrderedSourceLoader;
import st.sendwright.vm.KernelChange;
import st.sendwright.vm.KernelChange.Kind;
import st.sendwright.vm.LoadMode;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

@DisplayName("A load that redefines kernel classes")
class LoadGuardTest {

    private final SourceLoader loader =
            new OrderedSourceLoader(new BytecodeCompiler(), List.of(new ChunkFormat()), List.of());
    private final Heard heard = new Heard();
    private Vm vm;

    private static final class Heard implements SourceLoader.Listener {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void file(Path file, int index, int count) {
            lines.add("file " + file);
        }

        @Override
        public void progress(int items, int of) {
            assertThat(items).isLessThanOrEqualTo(of);
        }

        @Override
        public void diagnostic(Diagnostic diagnostic) {
            lines.add(diagnostic.code() + ": " + diagnostic.message());
        }

        @Override
        public void failure(SourceText where, String walkback) {
            lines.add("failed: " + walkback);
        }
    }

    @BeforeEach
    void start() throws VmStartException {
        vm = TestVms.start();
    }

    @AfterEach
    void stop() {
        vm.close();
    }

    private Report load(LoadMode mode, String text) {
        return loader.loadText(vm, SourceText.of(text, "foreign.st"),
                new Settings(OnError.CONTINUE, Optional.empty(), mode), heard);
    }

    private String print(String source) {
        return TestVms.print(vm, source);
    }

    private static List<String> subjects(Report report, Kind kind) {
        return report.changes().stream().filter(change -> change.kind() == kind).map(KernelChange::subject).toList();
    }

    /** A method on a class, in a chunk. */
    private static String method(String className, String source) {
        return "!" + className + " methodsFor: 'foreign'!\n" + source.replace("!", "!!") + "! !\n\n";
    }

    private void assertThatTheKernelWorks() {
        assertThat(print("#(3 1 2) asSortedCollection asArray")).isEqualTo("(1 2 3 )");
        assertThat(print("[1/0] on: ZeroDivide do: [:e | e class]")).isEqualTo("ZeroDivide");
        assertThat(print("nil foo")).startsWith("MessageNotUnderstood: nil does not understand #foo");
        assertThat(print("(Set new add: 'one'; add: 'one'; yourself) size")).isEqualTo("1");
        assertThat(print("20 factorial")).isEqualTo("2432902008176640000");
    }

    @Test
    void addsMethodsAndCountsThem() {
        Report report = load(LoadMode.REPLACE, method("Object", "foreignName\n\t^'foreign'")
                + method("Integer", "foreignDouble\n\t^self + self"));

        assertThat(subjects(report, Kind.ADDED)).containsExactly("Object>>foreignName", "Integer>>foreignDouble");
        assertThat(report.changes().getFirst().place()).isEqualTo("foreign.st:2");
        assertThat(heard.lines).isEmpty();
        assertThat(print("21 foreignDouble")).isEqualTo("42");
    }

    @Test
    void replacesAMethodThatNothingRestsOn() {
        Report report = load(LoadMode.REPLACE, method("Integer", "isPrime\n\t^#perhaps"));

        assertThat(subjects(report, Kind.REPLACED)).containsExactly("Integer>>isPrime");
        assertThat(print("7 isPrime")).isEqualTo("#perhaps");
    }

    @ParameterizedTest
    @CsvSource({"Collection, intersection: x, & x", "Collection, detectMax: x, maxBy: x", "String, asInteger, wholeNumber",
        "Point, // x, quotient: x", "Array, copyFrom: x to: y, part: x to: y"})
    void keepsAMethodThatIsAnotherNameOfOneThatSendsIt(String className, String pattern, String otherPattern) {
        load(LoadMode.FORCE, method(className, otherPattern + "\n\t^self " + pattern));

        Report report = load(LoadMode.REPLACE, method(className, pattern + "\n\t\"The same.\" ^self " + otherPattern));

        assertThat(subjects(report, Kind.KEPT)).containsExactly(className + ">>" + selectorOf(pattern));
        assertThat(subjects(report, Kind.REPLACED)).isEmpty();
        assertThat(report.changes().getFirst().reason())
                .isEqualTo("it only sends " + selectorOf(otherPattern) + ", which here only sends it");
    }

    private static String selectorOf(String pattern) {
        return pattern.replaceAll(" ?\\b[xy]\\b ?", "");
    }

    @ParameterizedTest
    @CsvSource({"Number, asFloatD, ^self subclassResponsibility", "Number, asFloatD, self subclassResponsibility",
        "Integer, printString, ^self subclassResponsibility", "Collection, detectMax: x, <category: 'x'> ^self subclassResponsibility"})
    void keepsAMethodThatWouldBeLeftToSubclasses(String className, String pattern, String body) {
        Report report = load(LoadMode.REPLACE, method(className, pattern + "\n\t" + body));

        assertThat(subjects(report, Kind.KEPT)).containsExactly(className + ">>" + selectorOf(pattern));
        assertThat(report.changes().getFirst().reason()).isEqualTo("it leaves it to subclasses to define what works here");
    }

    @Test
    void replacesAMethodByOneThatDoesMoreThanLeaveItToSubclasses() {
        Report report = load(LoadMode.REPLACE, method("Number", "asFloatD\n\t^self subclassResponsibility + 1"));

        assertThat(subjects(report, Kind.REPLACED)).containsExactly("Number>>asFloatD");
    }

    @Test
    void replacesAMethodThatPassesOnToOneThatDoesMore() {
        load(LoadMode.FORCE, method("Collection", "meeting: aCollection\n\t^(self intersection: aCollection) asSet"));

        Report report = load(LoadMode.REPLACE,
                method("Collection", "intersection: aCollection\n\t^self meeting: aCollection"));

        assertThat(subjects(report, Kind.REPLACED)).containsExactly("Collection>>intersection:");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Object|= other\n\t^[true] whileTrue",
        "Object|doesNotUnderstand: aMessage\n\t^nil",
        "Object|printString\n\t^self printString",
        "BlockClosure|ensure: aBlock\n\t^self value",
        "BlockClosure|on: aClass do: aBlock\n\t^self value",
        "Exception|signal\n\t^nil",
        "String|hash\n\t^1/0",
        "Symbol class|new\n\t^super new",
        "SmallInteger|hash\n\t^0",
        "True|ifTrue: aBlock\n\t^nil",
        "Behavior|new\n\t^nil",
        "Class|subclass: aSymbol\n\t^nil",
        "Process|terminate\n\t^self",
        "TestCase|run\n\t^nil"})
    void keepsWhatTheSystemRestsOn(String classAndMethod) {
        String[] parts = classAndMethod.split("\\|", 2);

        Report report = load(LoadMode.REPLACE, method(parts[0], parts[1]));

        assertThat(report.count(Kind.PROTECTED)).isEqualTo(1);
        assertThat(report.errors()).isZero();
        assertThat(heard.lines).singleElement().asString().contains("SW-LOAD-061", parts[0] + ">>");
        assertThatTheKernelWorks();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "OrderedCollection|add: anObject\n\t^nil",
        "OrderedCollection|do: aBlock\n\t[true] whileTrue: [self yourself]",
        "Integer|factorial\n\t^0",
        "Integer|printOn: aStream\n\taStream nextPutAll: 'many'",
        "Collection|inject: a into: b\n\t^self error: 'no'",
        "WriteStream|nextPutAll: aString\n\t^self",
        "Array|printOn: aStream\n\tself do: [:each | self printOn: aStream]",
        "Association class|key: a value: b\n\t^nil",
        "SmallInteger|negated\n\t^self foo bar: 3",
        "SequenceableCollection|copyReplaceFrom: start to: stop with: other\n\t^self copyFrom: start to: 40",
        "SequenceableCollection|splitOn: splitter\n\t^splitter split: self",
        "SequenceableCollection|reverseDo: aBlock\n\tself do: aBlock",
        "String|asLowercase\n\t^nil",
        "PositionableStream|upToEnd\n\t^nil",
        "Fraction|+ aNumber\n\t^self class numerator: 5 denominator: 6",
        "SequenceableCollection|lastIndexOf: anObject\n\t^self shouldNotImplement",
        "SequenceableCollection|includes: anObject\n\t^self shouldNotImplement",
        "Object|changed: anAspect\n\t^nil at: anAspect",
        "ObjectMemory class|changed: anAspect\n\t^nil at: anAspect",
        "SequenceableCollection|, other\n\t^self"})
    void takesBackWhatBreaksTheKernel(String classAndMethod) {
        String[] parts = classAndMethod.split("\\|", 2);

        Report report = load(LoadMode.REPLACE, method(parts[0], parts[1])
                + method(parts[0], "harmless\n\t^'harmless'") + "3 printString!\n");

        boolean isProtected = report.count(Kind.PROTECTED) == 1;
        assertThat(report.count(Kind.TAKEN_BACK)).isEqualTo(isProtected ? 0 : 1);
        assertThat(report.errors()).isZero();
        assertThat(subjects(report, Kind.ADDED)).contains(parts[0] + ">>harmless");
        assertThat(print("(3 -> #(1)) printString , (-3) printString")).isEqualTo("'3->(1 )-3'");
        assertThatTheKernelWorks();
    }

    @Test
    void tellsWhichOfManyMethodsBreaksTheKernel() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            many.append(method("Collection", "harmless" + i + "\n\t^" + i));
        }
        many.append(method("Collection", "inject: start into: aBlock\n\t^start"));

        Report report = load(LoadMode.REPLACE, many.toString());

        assertThat(subjects(report, Kind.TAKEN_BACK)).containsExactly("Collection>>inject:into:");
        assertThat(heard.lines).anyMatch(line -> line.startsWith("SW-LOAD-062: Collection>>inject:into: was taken back"
                + ": the self-check failed:"));
        assertThat(print("#() harmless19")).isEqualTo("19");
        assertThat(print("#(1 2) inject: 0 into: [:a :b | a + b]")).isEqualTo("3");
    }

    @Test
    void checksTheKernelBeforeAStatementRunsOnIt() {
        Report report = load(LoadMode.REPLACE, method("Integer", "factorial\n\t^#wrong")
                + "Smalltalk at: #ForeignAnswer put: 5 factorial!\n");

        assertThat(subjects(report, Kind.TAKEN_BACK)).containsExactly("Integer>>factorial");
        assertThat(print("ForeignAnswer")).isEqualTo("120");
    }

    @Test
    void checksTheKernelBeforeAClassIsToRememberWhatADialectSaysOfIt() {
        Report report = load(LoadMode.REPLACE,
                method("SequenceableCollection", "lastIndexOf: anObject\n\t^self shouldNotImplement")
                        + "!SequenceableCollection categoriesFor: #lastIndexOf:!public!searching! !\n");

        assertThat(subjects(report, Kind.TAKEN_BACK)).containsExactly("SequenceableCollection>>lastIndexOf:");
        assertThat(report.errors()).as("%s", heard.lines).isZero();
        assertThat(print("(SequenceableCollection >> #lastIndexOf:) categories asArray"))
                .isEqualTo("(#public #searching )");
    }

    @Test
    void leavesOutMethodsThatUseVariablesTheClassDoesNotHave() {
        Report report = load(LoadMode.REPLACE, """
                SequenceableCollection subclass: #OrderedCollection
                	instanceVariableNames: 'begin end contents'
                	classVariableNames: 'GrowthRate'
                	poolDictionaries: ''
                	category: 'Foreign'!

                """ + method("OrderedCollection", "size\n\t^end - begin + 1")
                + method("OrderedCollection", "foreignFirst\n\t^begin")
                + method("OrderedCollection", "foreignSize\n\t^self size"));

        assertThat(subjects(report, Kind.SHAPE_KEPT)).containsExactly("OrderedCollection");
        assertThat(subjects(report, Kind.HELD_OUT)).containsExactly("OrderedCollection>>foreignFirst");
        assertThat(subjects(report, Kind.ADDED)).containsExactly("OrderedCollection>>foreignSize");
        assertThat(subjects(report, Kind.KEPT)).containsExactly("OrderedCollection>>size");
        assertThat(heard.lines.getFirst()).startsWith("SW-LOAD-060: OrderedCollection keeps its shape")
                .contains("there superclass SequenceableCollection, the variables 'begin end contents'");
        assertThat(print("(OrderedCollection with: 3 with: 4) foreignSize")).isEqualTo("2");
        assertThat(print("OrderedCollection new foreignFirst")).contains("does not understand #foreignFirst");
        assertThat(print("OrderedCollection classVarNames includes: 'GrowthRate'")).isEqualTo("true");
        assertThatTheKernelWorks();
    }

    @Test
    void leavesOutMethodsOfSubclassesThatUseVariablesTheClassDoesNotHave() {
        Report report = load(LoadMode.REPLACE, """
                SequenceableCollection subclass: #OrderedCollection
                	instanceVariableNames: 'begin end contents'
                	classVariableNames: '' poolDictionaries: '' category: 'Foreign'!

                OrderedCollection subclass: #ForeignCollection
                	instanceVariableNames: '' classVariableNames: '' poolDictionaries: '' category: 'Foreign'!

                """ + method("ForeignCollection", "peek\n\t^begin") + method("ForeignCollection", "two\n\t^2"));

        assertThat(subjects(report, Kind.HELD_OUT)).containsExactly("ForeignCollection>>peek");
        assertThat(print("ForeignCollection new two")).isEqualTo("2");
    }

    @Test
    void givesAClassThatNothingRestsOnItsNewShape() {
        Report report = load(LoadMode.REPLACE, """
                Object subclass: #Promise
                	instanceVariableNames: 'who what'
                	classVariableNames: '' poolDictionaries: '' category: 'Foreign'!

                """ + method("Promise", "who: someone what: something\n\twho := someone.\n\twhat := something")
                + method("Promise", "printOn: aStream\n\taStream print: who; space; print: what"));

        assertThat(subjects(report, Kind.SHAPE_CHANGED)).containsExactly("Promise");
        assertThat(print("Promise basicNew who: 1 what: 2; yourself")).isEqualTo("1 2");
        assertThatTheKernelWorks();
    }

    @Test
    void givesAClassWithANewShapeTheMethodsForItEvenWhereItsSuperclassKeepsItsShape() {
        Report report = load(LoadMode.REPLACE, """
                nil subclass: #Object instanceVariableNames: 'extra' classVariableNames: ''
                	poolDictionaries: '' category: 'Foreign'!

                Object subclass: #Promise instanceVariableNames: 'who what' classVariableNames: ''
                	poolDictionaries: '' category: 'Foreign'!

                """ + method("Promise", "value\n\t^who") + method("Promise", "who: someone\n\twho := someone"));

        assertThat(subjects(report, Kind.SHAPE_KEPT)).containsExactly("Object");
        assertThat(subjects(report, Kind.SHAPE_CHANGED)).containsExactly("Promise");
        assertThat(subjects(report, Kind.KEPT)).isEmpty();
        assertThat(print("(Promise basicNew who: 3; yourself) value")).isEqualTo("3");
        assertThatTheKernelWorks();
    }

    @Test
    void removesMethodsThatRelyOnThoseThatAreLostOnBothSides() {
        load(LoadMode.REPLACE, """
                ByteArray variableByteSubclass: #UUID
                \tinstanceVariableNames: ''
                \tclassVariableNames: ''
                \tpoolDictionaries: ''
                \tcategory: 'Foreign'!
                """);

        assertThat(print("(UUID new: 16) size")).as("what ByteArray's class understands").isEqualTo("16");
        assertThat(print("UUID new size")).isEqualTo("0");
        assertThat(print("UUID class includesSelector: #fromBytes:")).isEqualTo("false");
        assertThatTheKernelWorks();
    }

    private static String subclass(String superclass, String message, String name, String variables) {
        return superclass + " " + message + " #" + name + "\n\tinstanceVariableNames: '" + variables
                + "'\n\tclassVariableNames: ''\n\tpoolDictionaries: ''\n\tcategory: 'Foreign'!\n\n";
    }

    @ParameterizedTest(name = "{1}, below {0}")
    @CsvSource({"SharedQueue, AtomicSharedQueue, SharedQueue", "Date, DateTime, DateAndTime"})
    void givesTheNameOfAnAliasToAClassOfItsOwn(String superclass, String alias, String named) {
        load(LoadMode.REPLACE, subclass(superclass, "subclass:", alias, "extra")
                + method(alias, "extra\n\t^extra"));

        assertThat(heard.lines).isEmpty();
        assertThat(print(alias + " superclass")).isEqualTo(superclass);
        assertThat(print(named + " includesSelector: #extra")).isEqualTo("false");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"MERGE", "REPLACE", "FORCE"})
    void takesWhatIsSaidOfAnAliasOfAClassTheVmMakesInstancesOfForThatClass(LoadMode mode) {
        load(mode, subclass("String", "variableByteSubclass:", "ByteString", "")
                + method("ByteString", "foreignSize\n\t^self size"));

        assertThat(print("ByteString == String")).isEqualTo("true");
        assertThat(print("'abc' foreignSize")).isEqualTo("3");
        assertThat(heard.lines).allMatch(line -> line.startsWith("SW-LOAD-060"));
    }

    @Test
    void judgesTheShapeOfAKernelClassBeforeItsVariables() {
        load(LoadMode.REPLACE, subclass("Error", "subclass:", "UnhandledError", "messageText originalException"));

        assertThat(heard.lines).hasSize(1).allMatch(line -> line.startsWith("SW-LOAD-060"));
        assertThatTheKernelWorks();
    }

    @Test
    void refusesTheShapeOfAnImportantClassOutOfALoad() {
        assertThat(print("SequenceableCollection subclass: #OrderedCollection instanceVariableNames: 'x'"
                + " classVariableNames: '' poolDictionaries: '' category: 'x'")).contains("SW-VM-025");
        assertThatTheKernelWorks();
    }

    @Test
    void mergesWhatIsMissing() {
        Report report = load(LoadMode.MERGE, """
                Object subclass: #Magnitude
                	instanceVariableNames: ''
                	classVariableNames: 'ForeignVariable' poolDictionaries: '' category: 'Foreign'!

                """ + method("Integer", "isPrime\n\t^#perhaps") + method("Integer", "foreign\n\t^#foreign")
                + method("SmallInteger", "isPrime\n\t^#perhaps"));

        assertThat(subjects(report, Kind.KEPT)).containsExactly("Integer>>isPrime", "SmallInteger>>isPrime");
        assertThat(subjects(report, Kind.ADDED)).containsExactly("Integer>>foreign");
        assertThat(heard.lines).isEmpty();
        assertThat(print("7 isPrime")).isEqualTo("true");
        assertThat(print("7 foreign")).isEqualTo("#foreign");
        assertThat(print("Magnitude classVarNames includes: 'ForeignVariable'")).isEqualTo("true");
    }

    @Test
    void skipsClassesThatAreThere() {
        Report report = load(LoadMode.SKIP, """
                Object subclass: #Magnitude
                	instanceVariableNames: ''
                	classVariableNames: 'ForeignVariable' poolDictionaries: '' category: 'Foreign'!

                Object subclass: #ForeignClass
                	instanceVariableNames: ''
                	classVariableNames: '' poolDictionaries: '' category: 'Foreign'!

                """ + method("Integer", "foreign\n\t^#foreign") + method("ForeignClass", "foreign\n\t^#foreign"));

        assertThat(subjects(report, Kind.KEPT)).containsExactly("Integer>>foreign");
        assertThat(print("Magnitude classVarNames includes: 'ForeignVariable'")).isEqualTo("false");
        assertThat(print("ForeignClass new foreign")).isEqualTo("#foreign");
    }

    @Test
    void replacesEverythingWhereItIsForced() {
        load(LoadMode.FORCE, method("Symbol", "numArgs\n\t^#forced"));

        assertThat(print("#foo numArgs")).isEqualTo("#forced");
    }

    @Test
    void bringsBackAGlobalThatTheSystemNeeds() {
        Report report = load(LoadMode.REPLACE, "Smalltalk at: #Transcript put: 3!\n");

        assertThat(subjects(report, Kind.TAKEN_BACK)).containsExactly("Transcript");
        assertThat(print("Transcript respondsTo: #show:")).isEqualTo("true");
    }

    @Test
    void checksTheKernelByItsOwnCustomsAndKeepsThoseThatAProgramFollows() {
        Report report = load(LoadMode.REPLACE, "KernelDialect current: #squeak!\n" + method("Integer", "factorial\n\t^0")
                + "Smalltalk at: #Answer put: 3.7 asInteger!\n");

        assertThat(subjects(report, Kind.TAKEN_BACK)).containsExactly("Integer>>factorial");
        assertThat(print("{KernelDialect current. Answer}")).isEqualTo("#(#squeak 3)");
    }

    @Test
    void bringsBackATranscriptThatOnlySaysItCanWrite() {
        Report report = load(LoadMode.MERGE, "Object subclass: #ForeignTranscript instanceVariableNames: 'out'"
                + " classVariableNames: '' poolDictionaries: '' category: 'x'!\n\n"
                + method("ForeignTranscript", "show: aString\n\tout nextPutAll: aString")
                + method("ForeignTranscript", "showCr: aString\n\tout nextPutAll: aString")
                + "Smalltalk at: #Transcript put: ForeignTranscript new!\n");

        assertThat(subjects(report, Kind.TAKEN_BACK)).containsExactly("Transcript");
        assertThat(print("Transcript class")).isEqualTo("TranscriptStream");
    }

    @Test
    void leavesAloneATranscriptThatWrites() {
        Report report = load(LoadMode.MERGE, "Smalltalk at: #Transcript put: (WriteStream on: String new)!\n"
                + "Transcript show: 'here'!\n");

        assertThat(report.count(Kind.TAKEN_BACK)).isZero();
        assertThat(print("Transcript contents")).isEqualTo("'here'");
    }

    @Test
    void leavesMethodsOutThatWaitForNamesInVain() {
        Report report = load(LoadMode.REPLACE, method("Integer", "isPrime\n\t^ForeignSieve includes: self"));

        assertThat(subjects(report, Kind.KEPT)).containsExactly("Integer>>isPrime");
        assertThat(print("7 isPrime")).isEqualTo("true");
    }

    @Test
    void replacesMethodsWhenTheNamesTheyUseAreDefined() {
        Report report = load(LoadMode.REPLACE, method("Integer", "isPrime\n\t^ForeignSieve")
                + "Smalltalk at: #ForeignSieve put: #sieved!\n");

        assertThat(subjects(report, Kind.REPLACED)).containsExactly("Integer>>isPrime");
        assertThat(print("7 isPrime")).isEqualTo("#sieved");
    }

    @Test
    void keepsMethodsWhosePrimitiveIsNotKnown() {
        Report report = load(LoadMode.REPLACE, method("Integer", "isPrime\n\t<primitive: 9999>\n\t^self primitiveFailed"));

        assertThat(report.changes()).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo(Kind.KEPT);
            assertThat(change.reason()).isEqualTo("its primitive 9999 is not known here");
        });
        assertThat(print("7 isPrime")).isEqualTo("true");
    }

    @Test
    void tellsOfAnUndeclaredNameOnce() {
        load(LoadMode.REPLACE, "Object subclass: #ForeignClass instanceVariableNames: '' classVariableNames: ''"
                + " poolDictionaries: '' category: 'x'!\n\n" + method("ForeignClass", "one\n\t^ForeignPool")
                + method("ForeignClass", "two\n\t^ForeignPool") + method("ForeignClass", "three\n\t^ForeignLater")
                + "Smalltalk at: #ForeignLater put: 3!\n");

        assertThat(heard.lines).containsExactly("SW-LANG-020: 'ForeignPool' is not declared; it is nil until somebody"
                + " defines it (used in 2 places)");
    }

    @Test
    void tellsOfTheFirstOfManyUndeclaredNamesAndReportsAll() {
        StringBuilder many = new StringBuilder("Object subclass: #ForeignClass instanceVariableNames: ''"
                + " classVariableNames: '' poolDictionaries: '' category: 'x'!\n\n");
        for (int i = 1; i <= 30; i++) {
            many.append(method("ForeignClass", "m" + i + "\n\t^ForeignPool" + i));
        }

        Report report = load(LoadMode.REPLACE, many.toString());

        assertThat(heard.lines).hasSize(13);
        assertThat(heard.lines.get(11)).startsWith("SW-LANG-020: 'ForeignPool12' is not declared");
        assertThat(heard.lines.getLast()).startsWith("SW-LOAD-066: 18 more names that are not declared [SW-LANG-020]");
        assertThat(report.warnings()).isEqualTo(30);
        assertThat(report.findings()).hasSize(30);
    }

    @Test
    void letsTheClassesOfTheLoadItselfChangeFreely() {
        String definition = "Object subclass: #ForeignClass instanceVariableNames: '%s' classVariableNames: ''"
                + " poolDictionaries: '' category: 'x'!\n\n";

        Report report = load(LoadMode.MERGE, definition.formatted("a") + method("ForeignClass", "a\n\t^1")
                + definition.formatted("b a") + method("ForeignClass", "a\n\t^2"));

        assertThat(report.changes()).isEmpty();
        assertThat(print("ForeignClass new a")).isEqualTo("2");
        assertThat(print("ForeignClass instanceVariableNames size")).isEqualTo("2");
    }
}
