package st.sendwright.bench.laboratory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The command line of another Smalltalk")
class BlockRunnerTest {

    @Test
    void isPartedAtBlanksButNotWithinQuotes() {
        assertThat(BlockRunner.words("gst -q {file}")).containsExactly("gst", "-q", "{file}");
        assertThat(BlockRunner.words("'/opt/my vm/vm' \"an image\" st={file}"))
                .containsExactly("/opt/my vm/vm", "an image", "st={file}");
    }

    @Test
    void isNoneWithoutAFile() {
        assertThat(BlockRunner.words("gst -q")).isEmpty();
    }
}
