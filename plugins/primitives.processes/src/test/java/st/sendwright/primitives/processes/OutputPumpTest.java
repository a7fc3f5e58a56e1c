package st.sendwright.primitives.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("What a program writes")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OutputPumpTest {

    @Test
    void comesInOrderAndEnds() throws InterruptedException, IOException {
        byte[] all = new byte[3_000_000];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i * 31);
        }
        OutputPump pump = new OutputPump(new ByteArrayInputStream(all));
        ByteArrayOutputStream read = new ByteArrayOutputStream();

        for (byte[] next = pump.read(0); next.length > 0; next = pump.read(read.size())) {
            read.write(next);
        }

        assertThat(read.toByteArray()).as("more than lies here at a time").isEqualTo(all);
        assertThat(pump.read(all.length)).isEmpty();
    }

    @Test
    void isAnsweredAgainToWhoHasNotGotIt() throws InterruptedException {
        OutputPump pump = new OutputPump(new ByteArrayInputStream(new byte[] {1, 2}));

        assertThat(pump.read(0)).containsExactly(1, 2);
        assertThat(pump.read(0)).containsExactly(1, 2);
        assertThat(pump.read(2)).isEmpty();
    }

    @Test
    void endsWithThePipe() throws InterruptedException {
        OutputPump pump = new OutputPump(new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("closed");
            }
        });

        assertThat(pump.read(0)).isEmpty();
    }
}
