package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.plugin.SearchedText;
import st.sendwright.plugin.SearchedText.GivenUpException;

@DisplayName("A text that is searched")
class SearchedTextTest {

    private static final Pattern TAKES_YEARS = Pattern.compile("(x+x+)+\\1y");

    @Test
    void isFoundWhatIsInIt() {
        assertThat(Pattern.compile("b+").matcher(new SearchedText("aabbc", 100)).results().map(match -> match.group() + match.start()))
                .containsExactly("bb2");
    }

    @Test
    void isLookedAtSoManyTimesOnly() {
        SearchedText text = new SearchedText("abc", 3);

        assertThat("" + text.charAt(0) + text.charAt(1) + text.charAt(2)).isEqualTo("abc");
        assertThatExceptionOfType(GivenUpException.class).isThrownBy(() -> text.charAt(0));
        assertThatExceptionOfType(GivenUpException.class)
                .isThrownBy(() -> TAKES_YEARS.matcher(new SearchedText("x".repeat(40), 10_000)).find());
    }

    @Test
    void isNotSearchedOnWhenTheThreadIsInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(GivenUpException.class)
                    .isThrownBy(() -> TAKES_YEARS.matcher(new SearchedText("x".repeat(40), Long.MAX_VALUE)).find());
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
