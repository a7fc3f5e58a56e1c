package st.sendwright.shell.attach;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import jdk.net.ExtendedSocketOptions;

/**
 * Lets other terminals of the same user give a VM commands. The folder of the socket and the socket itself are the
 * user's alone, and the system is asked who it is that connects.
 *
 * <p>It begins when the VM has run for a quarter of a second, on a thread of its own, so that short runs pay nothing.
 * <b>Thread</b>: each session has one; the VM orders what they ask for.
 */
public final class AttachServer implements AutoCloseable {

    /** Protocol and its version, in front of the description. */
    static final String PROTOCOL = "sendwright-attach-1 ";

    private static final Logger LOG = System.getLogger("st.sendwright.shell");
    private static final long SHORT_RUN_MILLIS = 250;
    private static final int MOST_SESSIONS = 8;
    private static final long MOST_JOIN_MILLIS = 1_000;

    private final SocketFolder folder;
    private final String description;
    private final BiFunction<PrintStream, PrintStream, Predicate<String>> commands;
    private final Consumer<Thread> interrupt;
    private final Peer peer;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Set<SocketChannel> sessions = ConcurrentHashMap.newKeySet();
    private final Path socket;
    /** Guarded by this object; null before it begins and after it has ended. */
    private ServerSocketChannel channel;
    /** Null before it is started. */
    private Thread server;

    /** Who is at the other end of a socket. */
    @FunctionalInterface
    interface Peer {

        UserPrincipal of(SocketChannel channel) throws IOException;

        /** As the system says. */
        static UserPrincipal bySystem(SocketChannel channel) throws IOException {
            return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        }
    }

    /**
     * @param description what runs, in a line
     * @param commands makes what carries out the lines of a session, and prints to two streams; it answers whether the
     *        session goes on
     * @param interrupt asks what is carried out on a thread to stop, if anything is; any thread
     */
    public AttachServer(SocketFolder folder, String description,
            BiFunction<PrintStream, PrintStream, Predicate<String>> commands, Consumer<Thread> interrupt) {
        this(folder, description, commands, interrupt, Peer::bySystem);
    }

    AttachServer(SocketFolder folder, String description,
            BiFunction<PrintStream, PrintStream, Predicate<String>> commands, Consumer<Thread> interrupt, Peer peer) {
        this.peer = peer;
        this.interrupt = interrupt;
        this.folder = folder;
        this.description = description;
        this.commands = commands;
        this.socket = folder.socketOf(ProcessHandle.current().pid());
    }

    /** Has it begin soon. */
    public AttachServer start() {
        server = Thread.ofPlatform().name("sendwright-attach").daemon().start(() -> {
            try {
                if (!ended.await(SHORT_RUN_MILLIS, TimeUnit.MILLISECONDS)) {
                    serve();
                }
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
            }
        });
        return this;
    }

    /** Serves until it is closed; a VM that cannot be attached to runs all the same. */
    void serve() {
        try {
            ServerSocketChannel server = open();
            while (server != null) {
                SocketChannel session = server.accept();
                sessions.add(session);
                if (ended.getCount() == 0) {
                    // Who ends all sessions may have missed it.
                    session.close();
                }
                Thread.ofPlatform().name("sendwright-attach-session").daemon().start(() -> serve(session));
            }
        } catch (AttachException refusal) {
            LOG.log(Level.INFO, refusal.getMessage());
        } catch (IOException failure) {
            if (ended.getCount() > 0) {
                LOG.log(Level.INFO, "SW-ATTACH-003 nobody can attach to this VM any more: " + failure);
            }
        }
    }

    private synchronized ServerSocketChannel open() throws AttachException, IOException {
        if (ended.getCount() == 0) {
            return null;
        }
        folder.make();
        // A process of the same number has left it: this one is the only process of its number now.
        Files.deleteIfExists(socket);
        channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(socket));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        return channel;
    }

    private void serve(SocketChannel session) {
        try (Wire wire = new Wire(session)) {
            if (isForeign(session)) {
                LOG.log(Level.WARNING, "SW-ATTACH-005 another user tried to attach to this VM and was sent away");
                return;
            }
            if (sessions.size() > MOST_SESSIONS) {
                wire.write(Wire.ERR, "SW-ATTACH-005 " + MOST_SESSIONS + " terminals are attached to this VM already; end"
                        + " one of them. See docs/errors/SW-ATTACH-005.md.\n");
                return;
            }
            wire.write(Wire.HELLO, PROTOCOL + description);
            Thread own = Thread.currentThread();
            try (SessionLines lines = new SessionLines(wire, () -> interrupt.accept(own))) {
                converse(wire, lines);
            }
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "a terminal has gone", gone);
        } finally {
            sessions.remove(session);
        }
    }

    private boolean isForeign(SocketChannel session) throws IOException {
        return !peer.of(session).equals(folder.user());
    }

    private void converse(Wire wire, SessionLines lines) throws IOException {
        PrintStream out = new PrintStream(wire.stream(Wire.OUT), false, StandardCharsets.UTF_8);
        boolean[] failed = new boolean[1];
        PrintStream err = new PrintStream(wire.stream(Wire.ERR), false, StandardCharsets.UTF_8) {
            @Override
            public void write(byte[] bytes, int offset, int length) {
                failed[0] = true;
                super.write(bytes, offset, length);
            }
        };
        Predicate<String> interpreter = commands.apply(out, err);
        boolean goesOn = true;
        while (goesOn) {
            String line = lines.next();
            failed[0] = false;
            try {
                goesOn = interpreter.test(line);
            } catch (RuntimeException fault) {
                err.println("sendwright: " + fault.getMessage());
                goesOn = ended.getCount() > 0;
            }
            out.flush();
            err.flush();
            wire.write(goesOn ? Wire.DONE : Wire.BYE, failed[0] ? "failed" : "");
        }
    }

    /** Ends all sessions, takes the socket away and waits for the thread that serves: its classes may go with their bundle then. */
    @Override
    public void close() {
        ended.countDown();
        synchronized (this) {
            try {
                if (channel != null) {
                    channel.close();
                    Files.deleteIfExists(socket);
                }
                for (SocketChannel each : sessions) {
                    each.close();
                }
            } catch (IOException failure) {
                LOG.log(Level.DEBUG, "a socket was not closed", failure);
            }
        }
        if (server != null) {
            try {
                server.join(MOST_JOIN_MILLIS);
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
