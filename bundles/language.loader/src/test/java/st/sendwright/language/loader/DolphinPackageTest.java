package st.sendwright.language.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import st.sendwright.format.chunk.ChunkFormat;
import st.sendwright.language.SourceItem;
import st.sendwright.language.SourceText;

@DisplayName("The description of a Dolphin package")
class DolphinPackageTest {

    private static Optional<DolphinPackage> read(String text) {
        return DolphinPackage.in(new ChunkFormat().read(SourceText.of(text, "x.pax")));
    }

    @Test
    void isReadAsDolphin8WritesIt() {
        DolphinPackage found = read("""
                | package |
                package := Package name: 'It''s A'.
                package paxVersion: 2.1;
                    preDeclareClassesOnLoad: false;
                    basicComment: 'No. package setClassNames: #(#{Nothing}).'.

                package basicScriptAt: #postinstall put: 'Foo install!!'.
                package basicScriptAt: #preinstall put: ''.
                package setClassNames: #(
                    #{Core.Foo}
                    #{UI.Bar}
                ).
                package setMethodNames: #(
                    #(#{Core.Object} #isFoo)
                ).
                package setVariableNames: #(
                    #{Smalltalk.Baz}
                ).
                package setPrerequisites: #(
                    '..\\Base\\Dolphin'
                    'Don''t'
                ).
                package!
                """).orElseThrow();

        assertThat(found.name()).isEqualTo("It's A");
        assertThat(found.classNames()).containsExactly("Core.Foo", "UI.Bar");
        assertThat(found.globals()).containsExactly("Smalltalk.Baz");
        assertThat(found.prerequisites()).containsExactly("..\\Base\\Dolphin", "Don't");
        assertThat(found.script("postinstall")).map(SourceText::text).contains("Foo install");
        assertThat(found.script("preinstall")).isEmpty();
    }

    @Test
    void isReadAsOlderDolphinsWriteIt() {
        DolphinPackage found = read("""
                | package |
                package := Package name: 'Old'.
                package paxVersion: 0;
                    basicComment: ''!

                package classNames
                    add: #Foo;
                    add: #'Bar Baz';
                    add: #Zork;
                    yourself!

                package globalAliases: (Set new
                    add: #Alias;
                    yourself)!

                package setPrerequisites: (IdentitySet new
                    add: '..\\Dolphin';
                    yourself)!
                package!
                """).orElseThrow();

        assertThat(found.classNames()).contains("Foo", "Zork");
        assertThat(found.globals()).containsExactly("Alias");
        assertThat(found.prerequisites()).containsExactly("..\\Dolphin");
    }

    @Test
    void isMissingWhereNoPackageIsMade() {
        assertThat(read("SystemOrganization addCategory: #Foo!\nfoo bar!\n")).isEmpty();
        assertThat(read("| package |\npackage foo!\n")).isEmpty();
    }

    @Test
    void leadsToTheFilesBesideItAndToOtherPackages(@TempDir Path directory) throws Exception {
        Files.createDirectories(directory.resolve("other"));
        Files.writeString(directory.resolve("Core.Foo.cls"), "");
        Files.writeString(directory.resolve("other/New One.pax"), "");
        Files.writeString(directory.resolve("other/Old One.pac"), "");
        Path file = directory.resolve("a.pax");
        DolphinPackage found = read("package := Package name: 'A'.\npackage setClassNames: #(#{Core.Foo} #{No}).\n!")
                .orElseThrow();

        assertThat(found.classFiles(file)).containsExactly(directory.resolve("Core.Foo.cls"));
        assertThat(DolphinPackage.fileOf("other\\New One", file)).contains(directory.resolve("other/New One.pax"));
        assertThat(DolphinPackage.fileOf("other\\Old One", file)).contains(directory.resolve("other/Old One.pac"));
        assertThat(DolphinPackage.fileOf("other\\No One", file)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
            "..\\Base\\Dolphin, true, true", "Dolphin, true, true", "..\\SUnit, true, true",
            "..\\Dolphin MVP Base, false, true", "Development System, false, true", "..\\STON, false, false",
            "Dolphins of the world, false, true"})
    void tellsWhatTheKernelAndDolphinItselfStandFor(String path, boolean inKernel, boolean ofSystem) {
        assertThat(DolphinPackage.isInKernel(path)).as("in the kernel").isEqualTo(inKernel);
        assertThat(DolphinPackage.isOfSystem(path, Path.of("x/y.pax"))).as("of the system").isEqualTo(ofSystem);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"Smalltalk.Foo := Core.Foo, true", "Foo := Foo, true", "Foo := Core.Bar, false",
            "Foo := Bar new, false"})
    void knowsAliasesThatChangeNothing(String statement, boolean isTrivial) {
        assertThat(DolphinPackage.isTrivialAlias(new SourceItem.Statements(SourceText.of(statement, "x"))))
                .isEqualTo(isTrivial);
    }

    @Test
    void isAPartOfWhatClassesRemember() {
        SourceText where = SourceText.of("guid", "x");
        List<Optional<String>> messages = List.of("guid:", "categoriesForClass", "categoriesFor: #a:b:", "package",
                "isFoo:").stream()
                .map(key -> Annotations.message(new SourceItem.Metadata("Foo class", key,
                        SourceText.of("one!it's", "x"))).map(SourceText::text)).toList();

        String foo = "(Smalltalk classNamed: 'Foo class') ifNotNil: [:class | class ";
        assertThat(messages).containsExactly(Optional.of(foo + "annotationAt: 'guid:' put: 'one!it''s']"),
                Optional.of(foo + "classCategories: #('one' 'it''s')]"),
                Optional.of(foo + "methodCategories: #('one' 'it''s') for: 'a:b:']"), Optional.empty(),
                Optional.of(foo + "annotationAt: 'isFoo:' put: 'one!it''s']"));
        assertThat(Annotations.packageOf("Foo", where, "P").text())
                .isEqualTo("(Smalltalk classNamed: 'Foo') ifNotNil: [:class | class annotationAt: 'package' put: 'P']");
    }
}
