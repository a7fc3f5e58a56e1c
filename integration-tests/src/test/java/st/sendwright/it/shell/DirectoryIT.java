package st.sendwright.it.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.SendwrightProcess.Outcome;

@DisplayName("A directory of sources")
class DirectoryIT {

    @TempDir
    Path folder;

    @Test
    void isLoadedWithDefinitionsFirstAndClassesInitializedLast() throws IOException, InterruptedException {
        write("My-Core/package.st", "Package { #name : 'My-Core' }\n");
        write("My-Core/A.class.st", """
                "I come first by name."
                Class { #name : 'A', #superclass : 'B', #traits : 'TLast', #category : 'My-Core' }

                { #category : 'class initialization' }
                A class >> initialize [ Transcript showCr: 'A after ', Order ]

                { #category : 'x' }
                A >> extended [ ^super extended, ' in A ', self late ]
                """);
        write("My-Core/B.class.st", """
                Class { #name : 'B', #superclass : 'Object', #classVars : [ 'Order' ], #category : 'My-Core' }

                { #category : 'class initialization' }
                B class >> initialize [ Order := 'B' ]
                """);
        write("My-Core/TLast.trait.st", "Trait { #name : 'TLast', #category : 'My-Core' }\n\n"
                + "{ #category : 'x' }\nTLast >> late [ ^#late ]\n");
        write("My-Extensions/package.st", "Package { #name : 'My-Extensions' }\n");
        write("My-Extensions/B.extension.st", "Extension { #name : 'B' }\n\n"
                + "{ #category : '*My-Extensions' }\nB >> extended [ ^'extended' ]\n");
        write("BaselineOfMy/BaselineOfMy.class.st",
                "Class { #name : 'BaselineOfMy', #superclass : 'BaselineOf' }\n");
        write("scripts/build.st", "Metacello new build.\n");

        Outcome outcome = run(".", "-e", "A new extended");

        assertThat(outcome.out()).isEqualTo("A after B\n'extended in A late'\n");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void mayBeSeveralThatNeedEachOther() throws IOException, InterruptedException {
        write("One-Tests/package.st", "Package { #name : 'One-Tests' }\n");
        write("One-Tests/OneTest.class.st",
                "Class { #name : 'OneTest', #superclass : 'TwoTest', #category : 'x' }\n\n"
                + "{ #category : 'tests' }\nOneTest >> testOne [ self assert: self two equals: 2 ]\n");
        write("Two/package.st", "Package { #name : 'Two' }\n");
        write("Two/TwoTest.class.st",
                "Class { #name : 'TwoTest', #superclass : 'TestCase', #category : 'x' }\n\n"
                + "{ #category : 'x' }\nTwoTest >> two [ ^2 ]\n");

        Outcome outcome = runAll("test", "One-Tests", "Two");

        assertThat(outcome.out()).startsWith("1 run, 1 passes, 0 expected failures, 0 failures, 0 errors, ");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void isReadAsGnuSaysWhereItIsAPackageOfGnu() throws IOException, InterruptedException {
        write("zoo/package.xml", "<package><name>Zoo</name><prereq>Base</prereq><filein>z.st</filein>"
                + "<filein>a.st</filein><test><sunit>ZooTest</sunit><filein>t.st</filein></test></package>");
        write("zoo/z.st", "Base subclass: Zebra [\n  stripes [ ^self number ]\n]\n");
        write("zoo/a.st", "Zebra extend [\n  twice [ ^self stripes * 2 ]\n]\n");
        write("zoo/t.st", "TestCase subclass: ZooTest [\n  testTwice [ self assert: Zebra new twice = 14 ]\n]\n");
        write("zoo/broken.st", "this is no part of it ]");
        write("base/package.xml", "<package><name>Base</name><namespace>Ground</namespace><filein>b.st</filein></package>");
        write("base/b.st", "Ground at: #Seven put: 7.\n\nObject subclass: Base [\n  number [ ^Ground.Seven ]\n]\n");

        for (String path : List.of("zoo", "zoo/package.xml")) {
            Outcome outcome = runAll("test", path);

            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.out()).startsWith("1 run, 1 passes, 0 expected failures, 0 failures, 0 errors, ");
            assertThat(outcome.exitCode()).isZero();
        }
    }

    @Test
    void refusesADescriptionOfPackagesThatIsNoXml() throws IOException, InterruptedException {
        write("package.xml", "<package><filein>a.st</package>");

        Outcome outcome = runAll("--no-repl", "package.xml");

        assertThat(outcome.err()).contains("package.xml:1", "no XML", "[SW-LOAD-043]");
        assertThat(outcome.exitCode()).isNotZero();
    }

    @Test
    void isLoadedWithoutItsPackageFileToo() throws IOException, InterruptedException {
        write("My/A.class.st", "Class { #name : 'A', #superclass : 'Object', #category : 'My' }\n");

        Outcome outcome = run("My", "-e", "A category");

        assertThat(outcome.out()).isEqualTo("'My'\n");
        assertThat(outcome.err()).contains("warning: there is no package.st beside the 1 Tonel files here",
                "[SW-LOAD-040]");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void reportsCyclesAndWhatNeverComes() throws IOException, InterruptedException {
        write("package.st", "Package { #name : 'My' }\n");
        write("A.class.st", "Class { #name : 'A', #superclass : 'B', #category : 'My' }\n");
        write("B.class.st", "Class { #name : 'B', #superclass : 'A', #category : 'My' }\n");
        StringBuilder methods = new StringBuilder("Extension { #name : 'Never' }\n");
        for (int i = 0; i < 50; i++) {
            methods.append("\n{ #category : '*My' }\nNever >> m").append(i)
                    .append(" [ ^").append(i).append(" ]\n");
        }
        write("Never.extension.st", methods.toString());
        write("C.class.st",
                "Class { #name : 'C', #superclass : 'Object', #traits : 'TNever', #category : 'My' }\n");

        Outcome outcome = run(".");

        assertThat(outcome.err()).contains("class A would inherit from itself: A < B < A", "[SW-LOAD-010]",
                "method #m0 on class Never, which does not exist",
                "47 more methods and comments, this one the first, are for class Never",
                "the trait TNever of class C does not exist");
        assertThat(outcome.err().split("SW-LOAD-011", -1)).hasSize(5);
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void withoutSourceIsAnError() throws IOException, InterruptedException {
        write("readme.txt", "nothing\n");

        Outcome outcome = run(".");

        assertThat(outcome.err()).contains("error: there is no source in this directory nor below it",
                "[SW-LOAD-041]");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void holdsPlainFilesInAnyOrder() throws IOException, InterruptedException {
        write("a.st", "B subclass: #A instanceVariableNames: '' classVariableNames: '' package: 'x'!\n"
                + "!A methodsFor: 'x'!\nfoo\n\t^super foo + 1! !\n");
        write("b.st", "Object subclass: #B instanceVariableNames: '' classVariableNames: '' package: 'x'!\n"
                + "!B methodsFor: 'x'!\nfoo\n\t^1! !\n");

        assertThat(run(".", "-e", "A new foo")).isEqualTo(new Outcome(0, "2\n", ""));
    }

    @Test
    void isReadAsFileTree() throws IOException, InterruptedException {
        write("My.package/A.class/properties.json", "{ \"name\" : \"A\", \"super\" : \"Object\", "
                + "\"instvars\" : [ \"x\" ],"
                + " \"category\" : \"My\" }");
        write("My.package/A.class/README.md", "I am A.");
        write("My.package/A.class/instance/x.st", "accessing\nx\n\t^x");
        write("My.package/A.class/instance/x..st", "accessing\nx: y\n\tx := y");
        write("My.package/A.class/class/x..st", "instance creation\nx: y\n\t^self new x: y; yourself");
        write("My.package/Object.extension/instance/foo.st", "*my\nfoo\n\t^#foo");

        assertThat(run(".", "-e", "(A x: 3) x -> nil foo -> A comment"))
                .isEqualTo(new Outcome(0, "3->#foo->'I am A.'\n", ""));
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Outcome run(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("--no-repl"));
        all.addAll(List.of(arguments));
        return runAll(all.toArray(String[]::new));
    }

    private Outcome runAll(String... arguments) throws IOException, InterruptedException {
        return SendwrightProcess.with(arguments).in(folder).run();
    }
}
