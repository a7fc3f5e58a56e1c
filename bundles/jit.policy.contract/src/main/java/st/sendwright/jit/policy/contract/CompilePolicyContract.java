package st.sendwright.jit.policy.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import st.sendwright.jit.CompilePolicy;
import st.sendwright.model.SiteTable;

/** What every compile policy does. */
public abstract class CompilePolicyContract {

    /** Bytes of bytecode of methods from the smallest to the largest there can be. */
    private static final List<Integer> SIZES = List.of(1, 2, 10, 100, 1_000, 10_000, 32_767, 65_535);
    private static final int MANY_LOOKS = 1_000_000;

    /** The policy under test. */
    protected abstract CompilePolicy policy();

    /** Whether a small method is compiled that runs for ever. */
    protected boolean compilesWhatRunsForEver() {
        return true;
    }

    @Test
    void hasANameThatCanBeTyped() {
        assertThat(policy().name()).matches("[a-z][a-z0-9-]*");
    }

    @Test
    void saysWhereMethodsAreCompiled() {
        assertThat(policy().where()).isNotNull();
    }

    @Test
    void countsDownFromNothingLess() {
        assertThat(SIZES).allSatisfy(size -> assertThat(policy().countdown(size)).isNotNegative());
    }

    @Test
    void answersTheSameToTheSameQuestion() {
        assertThat(SIZES).allSatisfy(size -> {
            assertThat(policy().countdown(size)).isEqualTo(policy().countdown(size));
            assertThat(policy().compilesSeen(size, 3)).isEqualTo(policy().compilesSeen(size, 3));
        });
    }

    @Test
    void looksSeldomEnoughOrNotAtAll() {
        assertThat(policy().lookEveryNanos()).satisfiesAnyOf(nanos -> assertThat(nanos).isZero(),
                nanos -> assertThat(nanos).isGreaterThanOrEqualTo(CompilePolicy.LEAST_LOOK_NANOS));
    }

    /** What was compiled for some looks is so for more, or it would depend on when the kernel asks. */
    @Test
    void compilesWhatIsFoundMoreOften() {
        assertThat(SIZES).allSatisfy(size -> {
            boolean compiled = false;
            for (int looks = 1; looks < 1_000; looks++) {
                boolean compiles = policy().compilesSeen(size, looks);
                assertThat(!compiled || compiles).as("%d bytecodes, %d looks", size, looks).isTrue();
                compiled = compiles;
            }
        });
    }

    @Test
    void compilesASmallMethodThatRunsForEver() {
        boolean counts = policy().countdown(100) != SiteTable.NEVER;
        boolean looks = policy().lookEveryNanos() > 0 && policy().compilesSeen(100, MANY_LOOKS);

        assertThat(counts || looks).isEqualTo(compilesWhatRunsForEver());
    }
}
