package st.sendwright.shell.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.shell.attach.AttachClient.Result;
import st.sendwright.shell.attach.AttachClient.Running;

@DisplayName("A terminal that attaches to a VM")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AttachTest {

    private static final long OWN = ProcessHandle.current().pid();

    @TempDir
    Path root;

    private final List<AttachServer> servers = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CountDownLatch begun = new CountDownLatch(1);
    /** What is given back when the line {@code wait} shall stop. */
    private final Semaphore stop = new Semaphore(0);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private SocketFolder folder;

    @BeforeEach
    void chooseAFolder() throws IOException {
        folder = new SocketFolder(root.resolve("own"), Files.createTempFile(root, "mine", ""));
    }

    @AfterEach
    void closeAll() {
        servers.forEach(AttachServer::close);
    }

    /** Repeats what it is told, fails, goes on or ends, as the line says. */
    private Predicate<String> parrot(PrintStream out, PrintStream err) {
        return line -> {
            switch (line) {
                case "fail" -> err.println("as you like");
                case "throw" -> throw new IllegalStateException("as the test wants it");
                case "much" -> out.print("\u00e4\u20ac\ud83d\ude00".repeat(20_000));
                case "wait" -> {
                    begun.countDown();
                    stop.acquireUninterruptibly();
                    out.println("stopped");
                    stopped.countDown();
                }
                case "quit" -> {
                    return false;
                }
                default -> out.println("you said " + line);
            }
            return true;
        };
    }

    private void interrupted(Thread session) {
        if (begun.getCount() == 0) {
            assertThat(session.getName()).isEqualTo("sendwright-attach-session");
            stop.release();
        }
    }

    private AttachServer serve(AttachServer.Peer peer) {
        AttachServer server = new AttachServer(folder, "a parrot", this::parrot, this::interrupted, peer);
        servers.add(server);
        Thread.ofPlatform().daemon().start(server::serve);
        while (!Files.exists(folder.socketOf(OWN))) {
            Thread.yield();
        }
        return server;
    }

    private AttachClient attach() throws AttachException {
        for (;;) {
            try {
                return AttachClient.to(folder, OWN);
            } catch (AttachException notYet) {
                // The socket is there a moment before somebody listens.
                if (!notYet.getMessage().contains("Connection refused")) {
                    throw notYet;
                }
            }
        }
    }

    private Result run(AttachClient client, String line) throws AttachException {
        out.reset();
        err.reset();
        return client.run(line, out, err);
    }

    @Test
    void givesLinesAndGetsWhatIsPrinted() throws Exception {
        serve(AttachServer.Peer::bySystem);
        try (AttachClient client = attach()) {
            assertThat(client.running()).isEqualTo(new Running(OWN, "a parrot"));
            assertThat(run(client, "hallo")).isEqualTo(Result.DONE);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("you said hallo\n");
            assertThat(run(client, "fail")).isEqualTo(Result.FAILED);
            assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("as you like\n");
            assertThat(run(client, "throw")).isEqualTo(Result.FAILED);
            assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("sendwright: as the test wants it\n");
            assertThat(run(client, "again")).isEqualTo(Result.DONE);
            assertThat(err.size()).isZero();
            assertThat(run(client, "quit")).isEqualTo(Result.ENDED);
        }
    }

    @Test
    void interruptsWhatIsCarriedOut() throws Exception {
        serve(AttachServer.Peer::bySystem);
        try (AttachClient client = attach()) {
            Thread.ofVirtual().start(() -> {
                awaitBegin();
                client.interrupt();
            });

            assertThat(run(client, "wait")).isEqualTo(Result.DONE);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("stopped\n");
            client.interrupt();
            assertThat(run(client, "again")).isEqualTo(Result.DONE);
        }
    }

    @Test
    void leavesNothingThatGoesOnWithoutIt() throws Exception {
        serve(AttachServer.Peer::bySystem);
        AttachClient client = attach();
        Thread.ofVirtual().start(() -> {
            awaitBegin();
            client.close();
        });

        assertThatExceptionOfType(AttachException.class).isThrownBy(() -> run(client, "wait"));
        stopped.await();
    }

    private void awaitBegin() {
        try {
            begun.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void getsLongTextsWhole() throws Exception {
        serve(AttachServer.Peer::bySystem);
        try (AttachClient client = attach()) {
            run(client, "much");

            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("\u00e4\u20ac\ud83d\ude00".repeat(20_000));
        }
    }

    @Test
    void findsTheOnlyOneThereIsAndTakesTheSocketsOfTheDeadAway() throws Exception {
        serve(AttachServer.Peer::bySystem);
        attach().close();
        Path dead = Files.createFile(folder.socketOf(Integer.MAX_VALUE));

        assertThat(AttachClient.running(folder)).containsExactly(new Running(OWN, "a parrot"));
        AttachClient.toTheOnlyOne(folder).close();
        assertThat(dead).doesNotExist();
    }

    @Test
    void saysThatThereIsNone() throws Exception {
        assertThatExceptionOfType(AttachException.class).isThrownBy(() -> AttachClient.toTheOnlyOne(folder))
                .withMessageStartingWith("SW-ATTACH-001 there is no VM to attach to");
        assertThatExceptionOfType(AttachException.class).isThrownBy(() -> AttachClient.to(folder, 12))
                .withMessageStartingWith("SW-ATTACH-004 process 12 is no VM that can be attached to");
        folder.make();
        assertThatExceptionOfType(AttachException.class).isThrownBy(() -> AttachClient.toTheOnlyOne(folder))
                .withMessageStartingWith("SW-ATTACH-001 ");
        assertThatExceptionOfType(AttachException.class).isThrownBy(() -> AttachClient.to(folder, 12))
                .withMessageStartingWith("SW-ATTACH-004 process 12 cannot be attached to: ");
    }

    @Test
    void asksWhichWhenThereAreSeveral() {
        String table = AttachClient.table(List.of(new Running(7, "one"), new Running(123, "another")));

        assertThat(table).isEqualTo("       7  one\n     123  another\n");
    }

    /** The socket is in the user's own folder; this is what stands when that is opened to others by mistake. */
    @Test
    void isSentAwayWhenItIsAnothers() throws Exception {
        var other = Files.getOwner(OtherUser.witness(root));
        serve(channel -> other);

        assertThatExceptionOfType(AttachException.class).isThrownBy(this::attach)
                .withMessageContaining("it sent this terminal away");
    }

    @Test
    void doesNotTalkThroughAFolderThatOthersMayUse() throws Exception {
        serve(AttachServer.Peer::bySystem);
        attach().close();
        Files.setPosixFilePermissions(root.resolve("own"), PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThatExceptionOfType(AttachException.class).isThrownBy(this::attach).withMessageContaining("SW-ATTACH-003");
        assertThatExceptionOfType(AttachException.class).isThrownBy(() -> AttachClient.running(folder))
                .withMessageContaining("SW-ATTACH-003");
    }

    @Test
    void isOneOfEightAtMost() throws Exception {
        serve(AttachServer.Peer::bySystem);
        List<AttachClient> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            clients.add(attach());
        }

        assertThatExceptionOfType(AttachException.class).isThrownBy(this::attach)
                .withMessageContaining("SW-ATTACH-005 8 terminals are attached to this VM already");
        for (AttachClient each : clients) {
            assertThat(run(each, "x")).isEqualTo(Result.DONE);
            each.close();
        }
    }

    /** What is no frame, or too long for one, ends the session it came by, and no other. */
    @Test
    void doesNotBotherOthersByNonsense() throws Exception {
        serve(AttachServer.Peer::bySystem);
        try (AttachClient good = attach()) {
            sendAndAwaitEnd(new byte[] {0, 1, 2, 3, 4, 5, 6});
            ByteArrayOutputStream huge = new ByteArrayOutputStream();
            new DataOutputStream(huge).writeByte('L');
            new DataOutputStream(huge).writeInt(Integer.MAX_VALUE);
            sendAndAwaitEnd(huge.toByteArray());
            ByteArrayOutputStream negative = new ByteArrayOutputStream();
            new DataOutputStream(negative).writeByte('L');
            new DataOutputStream(negative).writeInt(-5);
            sendAndAwaitEnd(negative.toByteArray());

            assertThat(run(good, "still here")).isEqualTo(Result.DONE);
        }
    }

    private void sendAndAwaitEnd(byte[] bytes) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(folder.socketOf(OWN)))) {
            channel.write(ByteBuffer.wrap(bytes));
            Channels.newInputStream(channel).readAllBytes();
        } catch (EOFException | java.net.SocketException closed) {
            assertThat(closed).isNotNull();
        }
    }

    @Test
    void learnsThatTheVmHasGone() throws Exception {
        AttachServer server = serve(AttachServer.Peer::bySystem);
        try (AttachClient client = attach()) {
            server.close();

            assertThatExceptionOfType(AttachException.class).isThrownBy(() -> run(client, "hallo"))
                    .withMessageStartingWith("SW-ATTACH-006 the VM of process " + OWN + " has gone");
            assertThat(folder.socketOf(OWN)).doesNotExist();
        }
    }

    @Test
    void findsNothingWhenTheRunWasShort() {
        AttachServer server = new AttachServer(folder, "a parrot", this::parrot, this::interrupted).start();

        server.close();

        assertThat(folder.exists()).isFalse();
    }
}
