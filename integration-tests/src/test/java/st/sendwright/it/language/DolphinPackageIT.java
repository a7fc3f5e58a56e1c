package st.sendwright.it.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.SendwrightProcess.Outcome;

@DisplayName("A Dolphin package")
class DolphinPackageIT {

    private static final String PACKAGE = """
            \uFEFF| package |
            package := Package name: 'Animals'.
            package paxVersion: 2.1;
                preDeclareClassesOnLoad: false;
                basicComment: 'It''s a zoo. package setClassNames: #(#{Nothing}).'.

            package basicScriptAt: #preinstall put: 'Transcript showCr: ''before''!!'.
            package basicScriptAt: #postinstall put: 'Transcript showCr: Cat new sound'.

            package setClassNames: #(
            \t#{Zoo.Animal}
            \t#{Zoo.Cat}
            ).

            package setAliasVariableNames: #(
            \t#{Smalltalk.Puss}
            ).

            package setPrerequisites: #(
            \t'..\\Base\\Dolphin'
            \t'..\\Missing Things'
            \t'other\\Sounds'
            ).

            package!

            "Class Definitions"!

            Zoo
            \tsubclass: #'Zoo.Wild'
            \tinstanceVariableNames: ''
            \tclassVariableNames: ''
            \timports: #()
            \tclassInstanceVariableNames: ''
            \tclassConstants: {}!

            Zoo.Animal
            \tsubclass: #'Zoo.Cat'
            \tinstanceVariableNames: ''
            \tclassVariableNames: ''
            \timports: #()
            \tclassInstanceVariableNames: ''
            \tclassConstants: { 'Legs' -> 4 }!

            "Global Aliases"!

            Smalltalk.Puss := Zoo.Cat!

            "Loose Methods"!

            !Core.Object methodsFor!

            isCat
            \t^false! !

            !Core.Object categoriesForMethods!
            isCat!public!testing! !
            !

            "End of package definition"!

            """;

    private static final String ANIMAL = """
            \uFEFF"Filed out from Dolphin Smalltalk"!

            Core.Object
            \tsubclass: #'Zoo.Animal'
            \tinstanceVariableNames: 'name'
            \tclassVariableNames: ''
            \timports: #()
            \tclassInstanceVariableNames: ''
            \tclassConstants: {}!

            Zoo.Animal guid: (Core.GUID fromString: '{48d15c8e-983b-48d0-8c62-51b644ba6bdb}')!

            Zoo.Animal isNonInstantiable: true!

            Zoo.Animal comment: ''!

            !Zoo.Animal methodsFor!

            sound
            \t^Sounds default! !

            !Zoo.Animal categoriesForMethods!
            sound!accessing!public! !
            !

            """;

    private static final String CAT = """
            "Filed out from Dolphin Smalltalk"!

            !Zoo.Cat methodsFor!

            isCat
            \t^true!

            sound
            \t^super sound , ' miaow'! !

            !Zoo.Cat categoriesForMethods!
            isCat!public!testing! !
            sound!accessing!public! !
            !
            """;

    private static final String SOUNDS = """
            | package |
            package := Package name: 'Sounds'.
            package paxVersion: 1;
            \tbasicComment: ''.

            package classNames
            \tadd: #Sounds;
            \tyourself.

            package globalAliases: (Set new
            \tyourself).

            package setPrerequisites: (IdentitySet new
            \tadd: 'Animals';
            \tyourself).

            package!

            Object subclass: #Sounds
            \tinstanceVariableNames: ''
            \tclassVariableNames: ''
            \tpoolDictionaries: ''
            \tclassInstanceVariableNames: ''!
            """;

    @TempDir
    Path folder;

    @Test
    void loadsItsClassesAndWhatItNeedsFromTheFilesAround() throws Exception {
        write("zoo/Animals.pax", PACKAGE);
        write("zoo/Zoo.Animal.cls", ANIMAL);
        write("zoo/Zoo.Cat.cls", CAT);
        write("zoo/other/Sounds.pax", SOUNDS);
        write("zoo/other/Sounds.cls", "!Sounds class methodsFor!\ndefault\n\t^'rr'! !\n");

        Outcome outcome = run("zoo/Animals.pax", "-e", "Puss name", "-e", "Cat package , Sounds package",
                "-e", "(Object >> #isCat) category", "-e", "Animal isAbstract");

        assertThat(outcome.out()).startsWith("before\nrr miaow\n").contains("'AnimalsSounds'\n", "#testing\n",
                "true\n");
        assertThat(outcome.err()).contains("package 'Animals' needs packages that are not loaded: Missing Things;",
                "[SW-LOAD-030]").doesNotContain("SW-LOAD-009", "SW-LOAD-011");
    }

    @Test
    void sayWhichSuperclassesNeverCame() throws Exception {
        write("Animals.pax", PACKAGE);

        Outcome outcome = run("Animals.pax");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("the superclass Animal of class Cat does not exist");
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text.replace("\n", "\r\n"));
    }

    private Outcome run(String... arguments) throws IOException, InterruptedException {
        return SendwrightProcess.with(arguments).in(folder).run();
    }
}
