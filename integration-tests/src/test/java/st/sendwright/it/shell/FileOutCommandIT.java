package st.sendwright.it.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.SendwrightProcess.Outcome;

@DisplayName("./sendwright fileout")
class FileOutCommandIT {

    private static final String ANIMALS = """
            Object subclass: #Animal
                instanceVariableNames: ''
                classVariableNames: ''
                poolDictionaries: ''
                category: 'Zoo Animals'!

            !Animal methodsFor: 'sounds'!

            sound
                ^'grr!!'! !

            !Object methodsFor: '*Zoo Animals'!

            isAnimal
                ^false! !
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void writeAnimals() throws IOException {
        Files.writeString(folder.resolve("animals.st"), ANIMALS);
    }

    @Test
    void writesClassesCategoriesAndMethods() throws Exception {
        Outcome outcome = run("Animal", "Zoo Animals", "Animal>>sound");

        assertThat(outcome).isEqualTo(
                new Outcome(0, "out/Animal.st\nout/Zoo-Animals.st\nout/Animal-sound.st\n", ""));
        assertThat(Files.readString(folder.resolve("out/Zoo-Animals.st"))).isEqualTo("""
                Object subclass: #Animal
                \tinstanceVariableNames: ''
                \tclassVariableNames: ''
                \tpoolDictionaries: ''
                \tcategory: 'Zoo Animals'!

                !Animal methodsFor: 'sounds'!

                sound
                    ^'grr!!'!
                 !

                !Object methodsFor: '*Zoo Animals'!

                isAnimal
                    ^false!
                 !

                """);
        assertThat(Files.readString(folder.resolve("out/Animal-sound.st"))).startsWith("!Animal methodsFor:");
    }

    @Test
    void writesTonelIntoAFolderForThePackage() throws Exception {
        Outcome outcome = run("--format", "tonel", "Zoo Animals");

        assertThat(outcome).isEqualTo(new Outcome(0, "out/Zoo-Animals/Animal.class.st\n"
                + "out/Zoo-Animals/Object.extension.st\nout/Zoo-Animals/package.st\n", ""));
        assertThat(Files.readString(folder.resolve("out/Zoo-Animals/Object.extension.st"))).isEqualTo("""
                Extension { #name : 'Object' }

                { #category : '*Zoo Animals' }
                Object >> isAnimal [
                    ^false
                ]
                """);
    }

    @Test
    void writesOverNoFileUnlessItIsTold() throws Exception {
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(folder.resolve("out/Animal.st"), "mine");

        Outcome refused = run("Animal", "Animal>>sound");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.out()).isEqualTo("out/Animal-sound.st\n");
        assertThat(refused.err()).contains("SW-HOST-016 Animal was not written: out/Animal.st: it is there already");
        assertThat(folder.resolve("out/Animal.st")).hasContent("mine");
        assertThat(run("--overwrite", "Animal").exitCode()).isZero();
        assertThat(Files.readString(folder.resolve("out/Animal.st"))).startsWith("Object subclass: #Animal");
    }

    @Test
    void saysWhatItCannotFind() throws Exception {
        Outcome outcome = run("Nothing", "Animal>>nothing", "Nothing>>sound");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err().lines()).hasSize(3).allMatch(line -> line.contains("SW-HOST-016"));
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void refusesWrongCommandLines() throws Exception {
        assertThat(run("--format", "xml", "Animal").exitCode()).isEqualTo(2);
        assertThat(run().exitCode()).isEqualTo(2);
    }

    private Outcome run(String... arguments) throws IOException, InterruptedException {
        String[] all = new String[arguments.length + 5];
        all[0] = "fileout";
        all[1] = "--load";
        all[2] = "animals.st";
        all[3] = "--output";
        all[4] = "out";
        System.arraycopy(arguments, 0, all, 5, arguments.length);
        return SendwrightProcess.with(all).in(folder).run();
    }
}
