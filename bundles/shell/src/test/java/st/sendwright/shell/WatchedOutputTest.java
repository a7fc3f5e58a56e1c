package st.sendwright.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Watched output")
class WatchedOutputTest {

    @Test
    void losesNothingAsLongAsWritingGoesWell() {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        WatchedOutput output = new WatchedOutput(target);

        print(output);

        assertThat(target).hasToString("text");
        assertThat(output.loss()).isEmpty();
    }

    @Test
    void remembersWhyWritingFailedBehindAPrintStream() {
        WatchedOutput output = new WatchedOutput(failing("No space left on device"));

        print(output);

        assertThat(output.loss()).contains("No space left on device");
    }

    @Test
    void countsAReaderThatHasGoneAsNoLoss() {
        WatchedOutput output = new WatchedOutput(failing("Broken pipe"));

        print(output);

        assertThat(output.loss()).isEmpty();
    }

    private static void print(WatchedOutput output) {
        PrintStream stream = new PrintStream(output);
        stream.print("text");
        stream.flush();
    }

    private static OutputStream failing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException(reason);
            }
        };
    }
}
