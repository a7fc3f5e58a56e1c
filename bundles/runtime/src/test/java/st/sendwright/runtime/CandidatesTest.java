package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.runtime.InstalledProviders.Provider;

@DisplayName("Who takes over from a provider")
class CandidatesTest {

    private final Provider<String> best = new Provider<>("best", 2, "the best");
    private final Provider<String> good = new Provider<>("good", 1, "a good one");
    private final Provider<String> other = new Provider<>("other", "another");
    private final InstalledProviders<String> installed = new InstalledProviders<>(Optional.empty());
    private final Candidates<String> candidates = new Candidates<>("engine", installed);

    @BeforeEach
    void install() {
        List.of(other, best, good).forEach(installed::add);
    }

    @Test
    void isTheOneBefore() {
        candidates.replaced(other);

        assertThat(candidates.successor(good)).contains(other);
    }

    @Test
    void isTheBestWhenThereWasNoneBefore() {
        assertThat(candidates.successor(good)).contains(best);
        assertThat(candidates.successor(best)).contains(good);
    }

    @Test
    void isNoneThatHasFailed() {
        candidates.replaced(best);
        candidates.failed(best, "it fell over");

        assertThat(candidates.successor(other)).contains(good);
        assertThat(candidates.best()).contains(good);
        candidates.failed(good, "it fell over");
        candidates.failed(other, "it fell over");
        assertThat(candidates.successor(other)).isEmpty();
    }

    @Test
    void isNoneWhoseBundleHasGone() {
        candidates.replaced(other);
        installed.remove(other.service());
        candidates.forget(other);

        assertThat(candidates.successor(good)).contains(best);
    }

    @Test
    void countsFailuresUntilItIsInstalledAnew() {
        assertThat(candidates.failed(good, "it fell over")).isEqualTo(
                "SW-SWAP-005 the engine 'good' failed, 1 of 3 times after which it is barred: it fell over");
        candidates.failed(good, "it fell over");
        assertThat(candidates.refusal("good", installed.names())).isEmpty();
        candidates.failed(good, "it fell over");
        assertThat(candidates.refusal("good", installed.names())).hasValueSatisfying(why ->
                assertThat(why).startsWith("SW-SWAP-006 the engine 'good' has failed 3 times"));

        candidates.forget(good);
        assertThat(candidates.refusal("good", installed.names())).isEmpty();
        assertThat(candidates.refusal("bad", installed.names())).contains("SW-SWAP-002 no bundle provides the engine 'bad'."
                + " Those that are installed: best, good, other");
    }
}
