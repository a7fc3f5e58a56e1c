package st.sendwright.language.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.SourceText;

@DisplayName("A package of GNU Smalltalk")
class GnuPackageTest {

    @TempDir
    private Path directory;

    @Test
    void givesTheOrderOfItsFilesAndThoseOfItsTestsLast() throws IOException {
        write("package.xml", """
                <?xml version="1.0" encoding="UTF-8"?>
                <!-- <filein>Comment.st</filein> -->
                <package>
                  <name>Zoo</name>
                  <namespace>Smalltalk.Zoo.Savanna</namespace>
                  <test><sunit>ZooTest</sunit><filein>ZooTest.st</filein></test>
                  <filein>
                    Zebra.st
                  </filein>
                  <filein>sub\\Ape.st</filein>
                  <file>ChangeLog</file>
                </package>
                """);
        write("Zebra.st", "");
        write("sub/Ape.st", "");
        write("ZooTest.st", "");
        write("script.st", "");

        SourceDirectory found = GnuPackageOrder.of(directory.resolve("package.xml"));

        assertThat(found.diagnostics()).isEmpty();
        assertThat(names(found)).containsExactly("Zebra.st", "sub/Ape.st", "ZooTest.st");
        assertThat(found.dialect()).contains("gnu");
        assertThat(found.statements()).extracting(SourceText::text)
                .containsExactly("Smalltalk addSubspace: #Zoo", "Smalltalk addSubspace: #Savanna");
        assertThat(names(SourceDirectory.of(directory))).containsExactly("Zebra.st", "sub/Ape.st", "ZooTest.st");
    }

    @Test
    void comesAfterItsPrerequisitesFromTheDirectoriesBesideIt() throws IOException {
        write("app/package.xml", "<package><name>App</name><prereq>Foundation</prereq><prereq>SUnit</prereq>"
                + "<filein>App.st</filein></package>");
        write("app/App.st", "");
        write("zbase/package.xml", "<package><name>Base</name><provides>Foundation</provides><prereq>App</prereq><directory>src</directory>"
                + "<test><filein>BaseTest.st</filein><prereq>Tools</prereq></test><filein>Base.st</filein></package>");
        write("zbase/src/BaseTest.st", "");
        write("tools/package.xml", "<package><name>Tools</name><filein>Tools.st</filein></package>");
        write("tools/Tools.st", "");
        write("zbase/src/Base.st", "");

        SourceDirectory found = GnuPackageOrder.of(directory.resolve("app/package.xml"));

        assertThat(found.diagnostics()).isEmpty();
        assertThat(names(found)).containsExactly("zbase/src/Base.st", "app/App.st");
        assertThat(names(SourceDirectory.of(directory))).as("a directory above both")
                .containsExactly("zbase/src/Base.st", "app/App.st", "tools/Tools.st", "zbase/src/BaseTest.st");
    }

    @Test
    void tellsOfPrerequisitesAndFilesThatAreNotThere() throws IOException {
        write("package.xml", "<packages>\n<package><name>App</name>\n<prereq>Iconv</prereq>\n<prereq>Sockets</prereq>\n"
                + "<filein>None.st</filein>\n<filein>App.st</filein></package>\n</packages>");
        write("App.st", "");

        SourceDirectory found = GnuPackageOrder.of(directory.resolve("package.xml"));

        assertThat(names(found)).containsExactly("App.st");
        assertThat(found.diagnostics()).extracting(Diagnostic::code).containsExactly("SW-LOAD-030", "SW-LOAD-044");
        assertThat(found.diagnostics()).extracting(Diagnostic::line).containsExactly(3, 5);
        assertThat(found.diagnostics().getFirst().message()).contains("'App'", "Iconv, Sockets");
    }

    @Test
    void isRefusedWhereItIsNoXml() throws IOException {
        write("package.xml", "<package>\n<filein>A.st</wrong>\n</package>");
        write("A.st", "");

        SourceDirectory named = GnuPackageOrder.of(directory.resolve("package.xml"));
        SourceDirectory around = SourceDirectory.of(directory);

        assertThat(named.files()).isEmpty();
        assertThat(named.diagnostics()).extracting(Diagnostic::code, Diagnostic::severity, Diagnostic::line)
                .containsExactly(tuple("SW-LOAD-043", Diagnostic.Severity.ERROR, 2));
        assertThat(names(around)).as("by name").containsExactly("A.st");
        assertThat(around.diagnostics()).extracting(Diagnostic::severity).containsExactly(Diagnostic.Severity.WARNING);
    }

    @Test
    void readsNothingThatItsDocumentTypeNames() throws IOException {
        write("secret.txt", "secret");
        write("package.xml", "<!DOCTYPE package [<!ENTITY x SYSTEM \"secret.txt\"><!ENTITY y \"A.st\">]>\n"
                + "<package><name>&x;</name><filein>&y;</filein></package>");
        write("A.st", "");

        SourceDirectory found = GnuPackageOrder.of(directory.resolve("package.xml"));

        assertThat(found.files()).isEmpty();
        assertThat(found.diagnostics()).allSatisfy(diagnostic ->
                assertThat(diagnostic.message()).doesNotContain("secret"));
        assertThat(found.diagnostics()).isNotEmpty();
    }

    @Test
    void isNotWhatOthersDescribeInFilesOfThatName() throws IOException {
        write("package.xml", "<package format=\"2\"><name>robot</name><depend>roscpp</depend></package>");
        write("B.st", "");
        write("A.st", "");

        SourceDirectory named = GnuPackageOrder.of(directory.resolve("package.xml"));
        SourceDirectory around = SourceDirectory.of(directory);

        assertThat(named.diagnostics()).extracting(Diagnostic::code).containsExactly("SW-LOAD-045");
        assertThat(names(around)).containsExactly("A.st", "B.st");
        assertThat(around.diagnostics()).isEmpty();
        assertThat(around.dialect()).isEmpty();
    }

    @Test
    void doesNotCountBesideTonel() throws IOException {
        write("package.xml", "<package><filein>A.st</filein></package>");
        write("A.st", "");
        write("My/package.st", "");
        write("My/B.class.st", "");

        assertThat(names(SourceDirectory.of(directory))).containsExactly("My/B.class.st");
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private List<String> names(SourceDirectory found) {
        return found.files().stream().map(file -> directory.relativize(file).toString().replace('\\', '/')).toList();
    }
}
