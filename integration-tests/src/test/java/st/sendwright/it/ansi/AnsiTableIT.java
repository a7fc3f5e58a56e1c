package st.sendwright.it.ansi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.it.VmHarness;

@DisplayName("The messages of ANSI's protocols")
class AnsiTableIT {

    private static final Path ROOT = Path.of(System.getProperty("sendwright.root")).normalize();
    private static final Path TESTS = Path.of(System.getProperty("sendwright.smalltalk")).resolve("ansi");
    private static final Path FACTS = ROOT.resolve("integration-tests/ansi");
    private static final Path TABLE = ROOT.resolve("docs/ansi.md");

    private static VmHarness harness;
    private static List<AnsiProtocol> protocols;
    private static AnsiTests tests;

    @BeforeAll
    static void runTheTests() throws Exception {
        harness = VmHarness.start();
        protocols = AnsiProtocol.read(FACTS.resolve("protocols.tsv"));
        tests = AnsiTests.run(harness.vmFactory(), harness.sourceLoader(), TESTS,
                FACTS.resolve("collect.st"), protocols);
    }

    @AfterAll
    static void stopFelix() throws Exception {
        harness.close();
    }

    @Test
    void areAllUnderstood() {
        List<String> missing = names(protocols).stream()
                .filter(name -> !tests.definers().containsKey(name)).sorted().toList();

        assertThat(missing).as("messages (protocol selector) that our class does not understand").isEmpty();
    }

    @Test
    void haveEachATestThatPasses() {
        Set<String> shown = tests.claims().stream().filter(AnsiTests.Claim::isPassed)
                .map(claim -> claim.protocol() + " " + claim.message()).collect(Collectors.toSet());
        List<String> missing = names(protocols).stream().filter(name -> !shown.contains(name)).sorted().toList();

        assertThat(missing).as("messages (protocol selector) that no passing test shows").isEmpty();
    }

    @Test
    void areAllThatTheTestsClaimToShow() {
        Set<String> known = names(protocols);

        assertThat(tests.claims()).isNotEmpty().allSatisfy(claim ->
                assertThat(known).as(claim.test()).contains(claim.protocol() + " " + claim.message()));
        assertThat(tests.claims()).as("tests that fail").allMatch(AnsiTests.Claim::isPassed);
        assertThat(tests.errors()).as("errors and warnings of loading the tests").isEmpty();
    }

    @Test
    void areInTheTableOfTheDocumentation() throws Exception {
        String text = new AnsiTable(protocols, tests).text();

        if (Boolean.getBoolean("sendwright.ansi.rewrite")) {
            Files.writeString(TABLE, text);
        }
        assertThat(Files.readString(TABLE)).as("%s; the page says how to write it anew", TABLE).isEqualTo(text);
    }

    private static Set<String> names(List<AnsiProtocol> protocols) {
        return protocols.stream()
                .flatMap(protocol -> protocol.messages().stream().map(message -> protocol.name() + " " + message))
                .collect(Collectors.toSet());
    }
}
