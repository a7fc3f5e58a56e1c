package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.language.Dialect;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

@DisplayName("Smalltalk sources that a plugin brings")
class PluginSourcesTest {

    private static final String COUNTER = """
            Object subclass: #PluginCounter
            	instanceVariableNames: 'count'
            	classVariableNames: ''
            	package: 'Plugin'!

            !PluginCounter methodsFor: 'counting'!
            increment
            	^count := (count ifNil: [0]) + 1! !

            !Integer methodsFor: 'plugin'!
            pluginTwice
            	^self * 2! !
            """;

    private final InstalledPluginSources installed = new InstalledPluginSources();
    private final StringBuilder log = new StringBuilder();
    private final Logger logger = Logger.getLogger("st.sendwright.plugins");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            log.append(record.getMessage()).append('\n');
        }

        @Override
        public void flush() {
            // Nothing is buffered.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };
    private Vm vm;

    @BeforeEach
    void start() throws VmStartException {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        vm = TestVms.factory(installed).start(TestVms.options());
    }

    @AfterEach
    void stop() {
        assertThat(vm.verifyHeap()).isEmpty();
        vm.close();
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    private PluginBundle bring(String name, String... texts) {
        PluginBundle bundle = new PluginBundle(name, () -> {
            SourceText[] all = new SourceText[texts.length];
            for (int i = 0; i < texts.length; i++) {
                all[i] = SourceText.of(texts[i], PluginBundle.prefix(name) + "smalltalk/" + i + ".st");
            }
            return List.of(all);
        });
        installed.add(bundle);
        return bundle;
    }

    private String print(String source) {
        return TestVms.print(vm, source);
    }

    private static String method(String className, String source) {
        return "!" + className + " methodsFor: 'plugin'!\n" + source + "! !\n";
    }

    @Test
    void areThereAsLongAsThePluginIs() {
        PluginBundle bundle = bring("counter", COUNTER);

        assertThat(print("PluginCounter new increment; increment")).isEqualTo("2");
        assertThat(print("21 pluginTwice")).isEqualTo("42");
        assertThat(log).isEmpty();

        installed.remove(bundle);

        assertThat(print("Smalltalk includesKey: #PluginCounter")).isEqualTo("false");
        assertThat(print("Object allSubclasses anySatisfy: [:each | each name == #PluginCounter]")).isEqualTo("false");
        assertThat(print("21 pluginTwice")).startsWith("MessageNotUnderstood");
    }

    @Test
    @Timeout(60)
    void comeAndGoWhileAProgramComputesAllTheTime() {
        CompletableFuture<String> busy = CompletableFuture.supplyAsync(() -> print(
                "Smalltalk at: #Begun put: true. [Smalltalk includesKey: #Go] whileFalse: [Processor yield]."
                + " [Smalltalk includesKey: #Enough] whileFalse. 7"));
        while (print("Smalltalk includesKey: #Begun").equals("false")) {
            assertThat(busy).isNotDone();
        }
        print("Smalltalk at: #Go put: true");

        PluginBundle bundle = bring("counter", COUNTER.replace("^self * 2", "<primitive: 'twice' module: 'None'> ^self * 2"));
        assertThat(log).isEmpty();
        assertThat(print("21 pluginTwice + PluginCounter new increment")).isEqualTo("43");
        installed.remove(bundle);

        assertThat(print("Smalltalk includesKey: #PluginCounter")).isEqualTo("false");
        print("Smalltalk at: #Enough put: true");
        assertThat(busy.join()).isEqualTo("7");
    }

    @Test
    void areThereInAVmThatStartsLater() throws VmStartException {
        bring("counter", COUNTER);

        try (Vm later = TestVms.factory(installed).start(TestVms.options())) {
            assertThat(TestVms.print(later, "PluginCounter new increment")).isEqualTo("1");
        }
    }

    @Test
    void areNotInAKernelImage() throws VmStartException, IOException {
        bring("counter", COUNTER);
        Path image = Files.createTempFile("kernel", ".image");

        TestVms.factory(installed).buildKernelImage(image);

        try (Vm other = TestVms.factory(new InstalledPluginSources()).start(TestVms.options().withImage(image))) {
            assertThat(TestVms.print(other, "Smalltalk includesKey: #PluginCounter")).isEqualTo("false");
        } finally {
            Files.delete(image);
        }
    }

    @Test
    void giveBackAMethodThatTheyReplaced() {
        print("Object subclass: #Greeter instanceVariableNames: '' classVariableNames: '' package: 'Mine'");
        print("Greeter compile: 'greet ^#mine'");
        PluginBundle first = bring("first", method("Greeter", "greet\n\t^#first"));
        assertThat(print("Greeter new greet")).isEqualTo("#first");
        PluginBundle second = bring("second", method("Greeter", "greet\n\t^#second"));
        assertThat(print("Greeter new greet")).isEqualTo("#second");

        installed.remove(first);
        assertThat(print("Greeter new greet")).isEqualTo("#second");
        installed.remove(second);
        assertThat(print("Greeter new greet")).isEqualTo("#mine");
    }

    @Test
    void giveItBackInTheShapeThatItsClassHasThen() {
        print("Object subclass: #Pair instanceVariableNames: 'right' classVariableNames: '' package: 'Mine'");
        print("Pair compile: 'right ^right'. Pair compile: 'right: x right := x'");
        PluginBundle plugin = bring("plugin", method("Pair", "right\n\t^#plugin"));
        print("Smalltalk at: #P put: (Pair new right: 7; yourself)");
        print("Object subclass: #Pair instanceVariableNames: 'left right' classVariableNames: '' package: 'Mine'");

        installed.remove(plugin);

        assertThat(print("(Smalltalk at: #P) right")).isEqualTo("7");
    }

    @Test
    void leaveAloneWhatAProgramHasChangedSince() {
        PluginBundle plugin = bring("counter", COUNTER);
        print("Integer compile: 'pluginTwice ^#mine'");

        installed.remove(plugin);

        assertThat(print("3 pluginTwice")).isEqualTo("#mine");
    }

    @Test
    void leaveInstancesTheirMethods() {
        PluginBundle plugin = bring("counter", COUNTER);
        print("Smalltalk at: #C put: PluginCounter new. (Smalltalk at: #C) increment");

        installed.remove(plugin);

        assertThat(print("(Smalltalk at: #C) increment")).isEqualTo("2");
        assertThat(print("(Smalltalk at: #C) class name")).isEqualTo("#PluginCounter");
    }

    @Test
    void takeInstancesOverWhenThePluginIsUpdated() {
        PluginBundle plugin = bring("counter", COUNTER);
        print("Smalltalk at: #C put: PluginCounter new. (Smalltalk at: #C) increment");
        print("Object compile: 'makeCounter ^PluginCounter new'");
        installed.remove(plugin);
        bring("counter", COUNTER.replace("'count'", "'step count'").replace("+ 1", "+ (step ifNil: [10])")
                .replace("increment\n", "advance\n"));

        assertThat(print("(Smalltalk at: #C) advance")).isEqualTo("11");
        assertThat(print("(Smalltalk at: #C) class == PluginCounter")).isEqualTo("true");
        assertThat(print("3 makeCounter class == PluginCounter")).isEqualTo("true");
        assertThat(print("(Smalltalk at: #C) increment")).startsWith("MessageNotUnderstood");
        assertThat(log).isEmpty();
    }

    @Test
    void areNotHalfInForceWhenOneIsWrong() {
        bring("broken", COUNTER, "!Integer methodsFor: 'plugin'!\npluginThrice\n\t^self * ! !\n");

        assertThat(log).contains("SW-PLUGIN-001").contains("bundle:broken/smalltalk/1.st:3");
        assertThat(print("Smalltalk includesKey: #PluginCounter")).isEqualTo("false");
        assertThat(print("21 pluginTwice")).startsWith("MessageNotUnderstood");
    }

    @Test
    void doNotTakeAClassFromItsOwner() {
        print("Object subclass: #PluginCounter instanceVariableNames: 'mine' classVariableNames: '' package: 'Mine'");

        bring("counter", COUNTER);

        assertThat(log).contains("SW-LOAD-068").contains("class PluginCounter is there already");
        assertThat(print("PluginCounter instVarNames")).contains("mine");
    }

    @Test
    void areLoadedWhenWhatTheyWereRefusedForHasGone() {
        PluginBundle first = bring("counter", COUNTER);
        PluginBundle other = bring("other", COUNTER.replace("* 2", "* 20"));
        assertThat(log).contains("SW-PLUGIN-001").contains("class PluginCounter is there already");
        log.setLength(0);
        PluginBundle third = bring("third", method("Integer", "pluginThird\n\t^3"));
        installed.remove(third);
        assertThat(log).as("what has been said").isEmpty();

        installed.remove(first);

        assertThat(print("PluginCounter new increment; increment")).isEqualTo("2");
        assertThat(print("2 pluginTwice")).isEqualTo("40");
        installed.remove(other);
        assertThat(print("Smalltalk includesKey: #PluginCounter")).isEqualTo("false");
        assertThat(log).isEmpty();
    }

    @Test
    void doNotTakeAClassFromTheKernel() {
        bring("arrays", "ArrayedCollection variableSubclass: #Array instanceVariableNames: 'x' classVariableNames: ''"
                + " package: 'Plugin'!");

        assertThat(log).contains("SW-LOAD-068").contains("class Array is there already");
    }

    @Test
    void cannotReplaceWhatTheSystemReliesOn() {
        bring("harm", method("Object", "class\n\t^nil"));

        assertThat(log).contains("SW-PLUGIN-003");
        assertThat(print("3 class")).isEqualTo("SmallInteger");
    }

    @Test
    void mayBeInAnyOrderAcrossTheirFiles() {
        bring("ordered", "PluginBase subclass: #PluginDerived instanceVariableNames: '' classVariableNames: '' package: 'P'!",
                "Object subclass: #PluginBase instanceVariableNames: '' classVariableNames: '' package: 'P'!");

        assertThat(log).isEmpty();
        assertThat(print("PluginDerived superclass")).isEqualTo("PluginBase");
    }

    @Test
    void areLoadedOnceWhereTwoBundlesHaveOneName() {
        PluginBundle first = bring("counter", COUNTER);
        bring("counter", COUNTER.replace("* 2", "* 20"));
        assertThat(log).contains("SW-PLUGIN-002");
        assertThat(print("2 pluginTwice")).isEqualTo("4");

        installed.remove(first);

        assertThat(print("2 pluginTwice")).isEqualTo("40");
    }

    @Test
    void areReportedWhenTheyCannotBeRead() {
        installed.add(new PluginBundle("torn", () -> {
            throw new IOException("smalltalk/A.st is not UTF-8");
        }));

        assertThat(log).contains("SW-PLUGIN-001").contains("torn").contains("smalltalk/A.st is not UTF-8");
    }

    @Test
    void areInAnImageAndAreTheirPluginsAgain(@TempDir Path folder) throws VmStartException, IOException {
        print("Object subclass: #Greeter instanceVariableNames: '' classVariableNames: '' package: 'Mine'");
        print("Greeter compile: 'greet ^#mine'");
        bring("counter", COUNTER, method("Greeter", "greet\n\t^#plugin"));
        print("Smalltalk at: #C put: PluginCounter new. (Smalltalk at: #C) increment");
        Path image = folder.resolve("with.image");
        vm.saveImage(image);

        try (Vm next = TestVms.factory(installed).start(TestVms.options().withImage(image))) {
            assertThat(TestVms.print(next, "(Smalltalk at: #C) class == PluginCounter")).isEqualTo("true");
            assertThat(TestVms.print(next, "Greeter new greet")).isEqualTo("#plugin");
            installed.remove(installed.installed().getFirst());
            assertThat(TestVms.print(next, "Smalltalk includesKey: #PluginCounter")).isEqualTo("false");
            assertThat(TestVms.print(next, "(Smalltalk at: #C) increment")).isEqualTo("2");
            assertThat(TestVms.print(next, "Greeter new greet")).isEqualTo("#mine");
            assertThat(next.verifyHeap()).isEmpty();
        }
        assertThat(log).isEmpty();
    }

    @Test
    void goFromAnImageWhereThePluginIsNotThere(@TempDir Path folder) throws VmStartException, IOException {
        bring("counter", COUNTER);
        print("Smalltalk at: #C put: PluginCounter new. (Smalltalk at: #C) increment");
        Path image = folder.resolve("with.image");
        vm.saveImage(image);
        Path without = folder.resolve("without.image");

        try (Vm next = TestVms.factory(new InstalledPluginSources()).start(TestVms.options().withImage(image))) {
            assertThat(TestVms.print(next, "Smalltalk includesKey: #PluginCounter")).isEqualTo("false");
            assertThat(TestVms.print(next, "3 pluginTwice")).startsWith("MessageNotUnderstood");
            next.saveImage(without);
        }
        try (Vm third = TestVms.factory(installed).start(TestVms.options().withImage(without))) {
            assertThat(TestVms.print(third, "(Smalltalk at: #C) class == PluginCounter")).isEqualTo("true");
            assertThat(TestVms.print(third, "(Smalltalk at: #C) increment + 3 pluginTwice")).isEqualTo("8");
            assertThat(third.verifyHeap()).isEmpty();
        }
        assertThat(log).isEmpty();
    }

    @Test
    void areNotTakenFromAnImageWhoseNotesAreDamaged() {
        byte[] good = LedgerBytes.write(new LedgerBytes.Contents(List.of(new LedgerBytes.Plugin("p", "c", List.of("A", "B"),
                List.of(new PluginLedger.Change("A", "b", Optional.empty())))), List.of(new LedgerBytes.Gone("q", "C"))));

        for (int size = 0; size < good.length; size++) {
            byte[] cut = Arrays.copyOf(good, size);
            assertThatThrownBy(() -> LedgerBytes.read(cut, name -> Dialect.DEFAULT)).isInstanceOf(IOException.class);
        }
    }
}
