package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import st.sendwright.vm.VmStartException;

/**
 * Random programs, once interpreted and then compiled in several ways. What differs is made smaller and
 * printed.
 *
 * <p>{@code -Dsendwright.fuzz.seed} and {@code -Dsendwright.fuzz.seconds} set where the long run begins and
 * how long it
 * takes.
 */
@DisplayName("Random programs")
class RandomProgramsTest {

    private static final int PROGRAMS_IN_A_VM = 20;
    private static final int SHRINKING_STEPS = 1_500;
    /** With the programs from here on, code without any one of the checks for overflow is found out. */
    private static final long FIXED_SEED = 1001;
    private static final int FEW_PROGRAMS = 25;
    private static final int FEWEST_PROGRAMS = 4;

    @Test
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void doTheSameInMachineCode() throws VmStartException {
        assertThat(differences(FIXED_SEED, FEW_PROGRAMS, RandomProgramRuns.COMPILED)).isEmpty();
        assertThat(differences(FIXED_SEED, FEWEST_PROGRAMS, RandomProgramRuns.COMPILED_IN_LITTLE_ROOM)).isEmpty();
    }

    @Test
    @Tag("long")
    void doTheSameInMachineCodeForALongTime() throws VmStartException {
        long first = Long.getLong("sendwright.fuzz.seed", System.nanoTime() >>> 10);
        long seconds = Long.getLong("sendwright.fuzz.seconds", 300);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        List<String> found = new ArrayList<>();
        for (long seed = first; System.nanoTime() < end && found.isEmpty(); seed += PROGRAMS_IN_A_VM) {
            System.err.println("random programs from seed " + seed);
            found.addAll(differences(seed, PROGRAMS_IN_A_VM, RandomProgramRuns.COMPILED));
            found.addAll(differences(seed, FEWEST_PROGRAMS, RandomProgramRuns.COMPILED_IN_LITTLE_ROOM));
            found.addAll(differences(seed, 1, RandomProgramRuns.COMPILED_UNDER_STRESS));
        }
        assertThat(found).isEmpty();
    }

    static List<String> differences(long seed, int count, List<RandomProgramRuns> ways)
            throws VmStartException {
        List<RandomProgram> programs = LongStream.range(seed, seed + count)
                .mapToObj(each -> new RandomProgramGenerator(each).program()).toList();
        List<String> expected = RandomProgramRuns.INTERPRETED.logs(programs);
        List<String> found = new ArrayList<>();
        for (RandomProgramRuns way : ways) {
            List<String> logs = way.logs(programs);
            for (int i = 0; i < logs.size() && found.isEmpty(); i++) {
                if (!logs.get(i).equals(expected.get(i))) {
                    found.add(description(programs, i, way, expected.get(i), logs.get(i)));
                }
            }
        }
        return found;
    }

    private static String description(List<RandomProgram> programs, int index, RandomProgramRuns way,
            String expected,
            String log) throws VmStartException {
        RandomProgram program = programs.get(index);
        if (!differs(program, way)) {
            return "seed %d, %s: differs only after the programs of the seeds from %d%n%s".formatted(program.seed(),
                    way.name(), programs.getFirst().seed(), difference(expected, log));
        }
        RandomProgram smaller = program.shrunk(each -> differs(each, way), SHRINKING_STEPS);
        List<RandomProgram> alone = List.of(smaller);
        return "seed %d, %s:%n%s%n%s".formatted(program.seed(), way.name(), smaller.text(),
                difference(RandomProgramRuns.INTERPRETED.logs(alone).getFirst(), way.logs(alone).getFirst()));
    }

    private static boolean differs(RandomProgram program, RandomProgramRuns way) {
        try {
            List<RandomProgram> alone = List.of(program);
            return !RandomProgramRuns.INTERPRETED.logs(alone).equals(way.logs(alone));
        } catch (VmStartException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The first lines that differ. */
    private static String difference(String expected, String log) {
        List<String> right = expected.lines().toList();
        List<String> wrong = log.lines().toList();
        int line = 0;
        while (line < right.size() && line < wrong.size() && right.get(line).equals(wrong.get(line))) {
            line++;
        }
        return "line %d%n   interpreted: %s%n   compiled:    %s".formatted(line + 1,
                line < right.size() ? right.get(line) : "nothing", line < wrong.size() ? wrong.get(line)
                : "nothing");
    }
}
