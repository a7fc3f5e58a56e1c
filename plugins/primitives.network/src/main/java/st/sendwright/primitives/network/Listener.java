package st.sendwright.primitives.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;
import st.sendwright.plugin.PrimitiveFailedException;
import st.sendwright.primitives.Failure;

/** Waits for connections from others. Any thread. */
final class Listener implements AutoCloseable {

    private static final int MOST_BACKLOG = 1 << 16;

    private final ServerSocket socket;

    private Listener(ServerSocket socket) {
        this.socket = socket;
    }

    /**
     * @param host empty for all addresses of this machine
     * @param port 0 for one that is free
     * @param backlog how many may wait that nobody has accepted yet
     */
    static Listener on(Optional<String> host, long port, long backlog) throws IOException, PrimitiveFailedException {
        int itsPort = NetworkPrimitives.checked(port, Connection.MOST_PORT);
        int queue = NetworkPrimitives.checked(backlog, MOST_BACKLOG);
        InetSocketAddress address = new InetSocketAddress(NetworkPrimitives.address(host), itsPort);
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(address, queue);
            return new Listener(socket);
        } catch (IOException | RuntimeException failed) {
            socket.close();
            throw failed;
        }
    }

    /** The next connection; empty when none comes in time. */
    Optional<Connection> accept(long milliseconds) throws IOException, PrimitiveFailedException {
        int limit = NetworkPrimitives.checked(milliseconds, Integer.MAX_VALUE);
        try {
            socket.setSoTimeout(limit);
            Socket accepted = socket.accept();
            try {
                return Optional.of(new Connection(accepted));
            } catch (IOException failed) {
                accepted.close();
                throw failed;
            }
        } catch (SocketTimeoutException _) {
            return Optional.empty();
        } catch (IOException failed) {
            if (socket.isClosed()) {
                throw new PrimitiveFailedException(Failure.CLOSED);
            }
            throw failed;
        }
    }

    long port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
