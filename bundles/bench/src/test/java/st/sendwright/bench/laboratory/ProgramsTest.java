package st.sendwright.bench.laboratory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import st.sendwright.bench.laboratory.Program.UnknownSizeException;
import st.sendwright.bench.reference.References;

@DisplayName("The programs")
class ProgramsTest {

    static Stream<String> names() {
        return Programs.ALL.stream().map(Program::name);
    }

    @ParameterizedTest(name = "{0} is there in Java and in Smalltalk")
    @MethodSource("names")
    void areThereInBothLanguages(String name) throws Exception {
        Program program = Programs.named(name).orElseThrow();

        assertThat(References.named(name)).isPresent();
        assertThat(Smalltalk.source(program.source())).contains("#" + program.smalltalkClass() + "\n");
    }

    /** What others have found, or what follows from the problem. */
    @ParameterizedTest(name = "{0} of size {1} is {2}")
    @CsvSource({
            "sieve, 1, 1899", "queens, 6, 4", "queens, 8, 92", "queens, 10, 724", "towers, 10, 1023",
            "benchFib, 30, 2692537", "processes, 7, 70", "emptyLoop, 5, 5", "arithmetic, 2, 93", "sends, 3, 0",
            "binaryTrees, 4, 527", "iterations, 9, 9"})
    void haveTheResultsThatAreKnown(String name, int size, long result) {
        assertThat(References.named(name).orElseThrow().run(size)).isEqualTo(result);
    }

    @ParameterizedTest(name = "{0} answers the same when it is run again")
    @MethodSource("names")
    void canBeRunAgain(String name) {
        int size = Programs.named(name).orElseThrow().smallSize();
        var reference = References.named(name).orElseThrow();

        assertThat(reference.run(size)).isEqualTo(reference.run(size));
    }

    @Test
    void visitsAllOrdersOfThreeNumbersOnce() {
        // Each pair of different numbers is first and last in one of the six orders.
        assertThat(References.named("permutations").orElseThrow().run(3)).isEqualTo(2 * (1 * 2 + 1 * 3 + 2 * 3));
    }

    @ParameterizedTest(name = "{0} benchFib takes {1} sends")
    @CsvSource({"0, 1", "1, 1", "2, 3", "3, 5", "10, 177", "30, 2692537"})
    void countTheSendsOfBenchFib(long n, long sends) {
        assertThat(Programs.benchFib(n)).isEqualTo(sends);
    }

    @Test
    void canBeNamedOneByOneAndInGroups() {
        assertThat(Programs.of("QUEENS")).extracting(Program::name).containsExactly("queens");
        assertThat(Programs.of("seed")).extracting(Program::name)
                .containsExactly("sends", "arithmetic", "iterations", "sieve", "benchFib", "emptyLoop");
        assertThat(Programs.of("all")).hasSize(27);
        assertThat(Programs.of("nothing")).isEmpty();
    }

    @Test
    void areSuggestedWhenANameIsAlmostRight() {
        assertThat(Programs.suggestions("seive", Set.of())).containsExactly("sieve");
        assertThat(Programs.suggestions("body", Set.of())).contains("nBody");
        assertThat(Programs.suggestions("memroy", Set.of("memory"))).containsExactly("memory");
        assertThat(Programs.suggestions("wxyzwxyz", Set.of())).isEmpty();
    }

    @ParameterizedTest(name = "from {0} to {1} it is {2}")
    @CsvSource({"sieve, sieve, 0", "seive, sieve, 2", "abc, abd, 1", "'', abc, 3", "kitten, sitting, 3"})
    void haveNamesAtADistance(String a, String b, int distance) {
        assertThat(Programs.distance(a, b)).isEqualTo(distance);
    }

    @Test
    void takeSizesByWordAndByNumber() throws Exception {
        Program queens = Programs.named("queens").orElseThrow();

        assertThat(queens.size("normal")).isEqualTo(queens.normalSize());
        assertThat(queens.size("small")).isEqualTo(queens.smallSize());
        assertThat(queens.size("7")).isEqualTo(7);
        assertThatThrownBy(() -> queens.size("0")).isInstanceOf(UnknownSizeException.class)
                .hasMessage("--size 0: it is small, normal, or a number from 1 to 2147483647.");
    }
}
