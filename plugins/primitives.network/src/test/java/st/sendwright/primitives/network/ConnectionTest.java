package st.sendwright.primitives.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import st.sendwright.plugin.PrimitiveFailedException;
import st.sendwright.primitives.Failure;

@DisplayName("Connections over the loopback")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ConnectionTest {

    private static final Optional<String> HERE = Optional.of("127.0.0.1");
    private static final int LONG = 30_000;

    private Listener listener;
    private Connection client;
    private Connection server;

    @BeforeEach
    void connect() throws Exception {
        listener = Listener.on(HERE, 0, 5);
        client = Connection.to("127.0.0.1", listener.port(), LONG).orElseThrow();
        server = listener.accept(LONG).orElseThrow();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        listener.close();
    }

    private static Failure reason(ThrowingCallable call) {
        return catchThrowableOfType(PrimitiveFailedException.class, call).reason();
    }

    private static <T> FutureTask<T> meanwhile(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        return task;
    }

    @Test
    void carryBytesBothWaysUntilOneSideEnds() throws Exception {
        client.write(new byte[] {1, 2, 3});
        assertThat(server.read(2, LONG)).hasValue(new byte[] {1, 2});
        assertThat(server.read(100, LONG)).hasValue(new byte[] {3});

        client.endOutput();
        assertThat(server.read(100, LONG)).as("the end").hasValue(new byte[0]);
        server.write(new byte[] {4});
        assertThat(client.read(1, LONG)).hasValue(new byte[] {4});
    }

    @Test
    void sayWhatTheirEndsAre() {
        assertThat(client.ends()).isEqualTo(List.of(server.ends().get(2), server.ends().get(3), server.ends().get(0),
                server.ends().get(1)));
        assertThat(server.ends().get(1)).isEqualTo((int) listener.port());
    }

    @Test
    void answerNothingWhenNothingComesInTime() throws Exception {
        assertThat(client.read(10, 1)).isEmpty();
        assertThat(listener.accept(1)).isEmpty();
    }

    @Test
    void failAsClosedWhenTheyAreClosedWhileSomebodyWaits() throws Exception {
        FutureTask<?> read = meanwhile(() -> client.read(10, 0));
        FutureTask<?> accept = meanwhile(() -> listener.accept(0));
        client.close();
        listener.close();

        for (FutureTask<?> each : new FutureTask<?>[] {read, accept}) {
            assertThatExceptionOfType(ExecutionException.class).isThrownBy(each::get).havingCause()
                    .isInstanceOfSatisfying(PrimitiveFailedException.class, failed -> assertThat(failed.reason()).isEqualTo(Failure.CLOSED));
        }
        assertThat(reason(() -> client.write(new byte[1]))).isEqualTo(Failure.CLOSED);
        assertThat(reason(client::endOutput)).isEqualTo(Failure.CLOSED);
    }

    @Test
    void takeNoNumbersThatMakeNoSense() {
        assertThat(reason(() -> Connection.to("127.0.0.1", 65_536, 1))).isEqualTo(Failure.OUT_OF_RANGE);
        assertThat(reason(() -> Connection.to("127.0.0.1", -1, 1))).isEqualTo(Failure.OUT_OF_RANGE);
        assertThat(reason(() -> Connection.to("127.0.0.1", 1, 1L << 31))).isEqualTo(Failure.OUT_OF_RANGE);
        assertThat(reason(() -> client.read((1 << 20) + 1, 1))).isEqualTo(Failure.OUT_OF_RANGE);
        assertThat(reason(() -> client.read(1, -1))).isEqualTo(Failure.OUT_OF_RANGE);
        assertThat(reason(() -> Listener.on(HERE, 0, -1))).isEqualTo(Failure.OUT_OF_RANGE);
        assertThat(reason(() -> Listener.on(HERE, 70_000, 1))).isEqualTo(Failure.OUT_OF_RANGE);
        assertThat(reason(() -> listener.accept(-1))).isEqualTo(Failure.OUT_OF_RANGE);
    }

    @Test
    void needAHostAndSomebodyWhoListens() throws IOException {
        long port = listener.port();
        listener.close();

        assertThat(reason(() -> Connection.to("[no address", port, LONG))).isEqualTo(Failure.NOT_FOUND);
        assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> Connection.to("127.0.0.1", port, LONG));
    }
}
