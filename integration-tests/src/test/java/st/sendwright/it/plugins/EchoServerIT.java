package st.sendwright.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.SendwrightProcess.Outcome;

/** Clients in Java, a server in Smalltalk. */
@DisplayName("A TCP echo server in Smalltalk")
class EchoServerIT {

    private static final String PROGRAM = SendwrightProcess.ROOT
            .resolve("integration-tests/smalltalk/plugins/programs/echo-server.st").toString();
    private static final int MESSAGE_BYTES = 32;
    /** What may be alive at one moment and not at another, such as compiled methods. */
    private static final long SLACK_BYTES = 1L << 20;

    /**
     * What the server says of itself.
     *
     * @param ticks how often a Process that waits for a millisecond each time has run
     */
    private record State(long ticks, long bytesAlive) {
    }

    @Test
    void servesManyConnectionsWithoutAnError() throws Exception {
        measure(40, 2);
    }

    @Test
    @Tag("long")
    void servesTwoHundredConnectionsForAMinute() throws Exception {
        measure(200, 60);
    }

    private static void measure(int connections, int seconds) throws Exception {
        try (ServerSocket waiting = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Outcome> process = CompletableFuture.supplyAsync(() -> server(waiting.getLocalPort()));
            State before;
            State after;
            long roundTrips;
            try (Socket control = waiting.accept();
                    BufferedReader in = new BufferedReader(new InputStreamReader(control.getInputStream(), StandardCharsets.US_ASCII))) {
                int port = Integer.parseInt(in.readLine());
                load(port, connections, 1);
                before = state(control, in);
                roundTrips = load(port, connections, seconds);
                after = state(control, in);
            }
            Outcome outcome = process.get();

            System.out.printf("echo: %d connections, %d s: %,d round trips a second; another Process ran %,d times; %,d bytes more alive%n",
                    connections, seconds, roundTrips / seconds, after.ticks - before.ticks, after.bytesAlive - before.bytesAlive);
            assertThat(outcome.out() + outcome.err()).isEmpty();
            assertThat(outcome.exitCode()).isZero();
            assertThat(roundTrips).isGreaterThan(connections);
            assertThat(after.ticks).as("runs of another Process").isGreaterThan(before.ticks);
            assertThat(after.bytesAlive - before.bytesAlive).as("bytes more that are alive").isLessThan(SLACK_BYTES);
        }
    }

    private static Outcome server(int port) {
        try {
            return SendwrightProcess.with("--jit", "--plugin", "network", "--no-repl", PROGRAM, "--", Integer.toString(port)).run();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static State state(Socket control, BufferedReader in) throws IOException {
        control.getOutputStream().write('\n');
        String[] words = in.readLine().split(" ");
        return new State(Long.parseLong(words[0]), Long.parseLong(words[1]));
    }

    /** How many messages came back as they were, over so many connections at once. */
    private static long load(int port, int connections, int seconds)
            throws IOException, InterruptedException, ExecutionException {
        List<Socket> sockets = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> counts = new ArrayList<>();
            for (int count = 0; count < connections; count++) {
                sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            for (Socket each : sockets) {
                counts.add(clients.submit(() -> roundTrips(each, end)));
            }
            long sum = 0;
            for (Future<Long> each : counts) {
                sum += each.get();
            }
            return sum;
        } finally {
            for (Socket each : sockets) {
                each.close();
            }
        }
    }

    private static long roundTrips(Socket socket, long end) throws IOException {
        socket.setTcpNoDelay(true);
        byte[] message = new byte[MESSAGE_BYTES];
        OutputStream out = socket.getOutputStream();
        long count = 0;
        while (System.nanoTime() < end) {
            Arrays.fill(message, (byte) count);
            out.write(message);
            assertThat(socket.getInputStream().readNBytes(MESSAGE_BYTES)).isEqualTo(message);
            count++;
        }
        return count;
    }
}
