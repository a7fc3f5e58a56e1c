package st.sendwright.primitives.network;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import st.sendwright.plugin.PrimitiveFailedException;
import st.sendwright.primitives.Failure;

/** A TCP connection. Any thread; one may read while another writes, and any may close. */
final class Connection implements AutoCloseable {

    static final int MOST_PORT = 65_535;
    private static final int LEAST_BUFFER = 1 << 10;
    private static final int MOST_BUFFER = 1 << 20;

    private final Socket socket;

    Connection(Socket socket) throws IOException {
        this.socket = socket;
        // Who writes in pieces flushes when they are complete; waiting for more would only delay them.
        socket.setTcpNoDelay(true);
    }

    /** Empty when it takes longer than {@code milliseconds}. */
    static Optional<Connection> to(String host, long port, long milliseconds) throws IOException, PrimitiveFailedException {
        int itsPort = NetworkPrimitives.checked(port, MOST_PORT);
        int limit = NetworkPrimitives.checked(milliseconds, Integer.MAX_VALUE);
        InetAddress address = NetworkPrimitives.address(Optional.of(host));
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(address, itsPort), limit);
            return Optional.of(new Connection(socket));
        } catch (SocketTimeoutException _) {
            socket.close();
            return Optional.empty();
        } catch (IOException | RuntimeException failed) {
            socket.close();
            throw failed;
        }
    }

    /** What comes next, 1 to {@code most} bytes; none at the end, empty when nothing comes in time. */
    Optional<byte[]> read(long most, long milliseconds) throws IOException, PrimitiveFailedException {
        int limit = NetworkPrimitives.checked(most, MOST_BUFFER);
        int time = NetworkPrimitives.checked(milliseconds, Integer.MAX_VALUE);
        try {
            socket.setSoTimeout(time);
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[Math.min(limit, Math.max(in.available(), LEAST_BUFFER))];
            int count = in.read(buffer);
            return Optional.of(Arrays.copyOf(buffer, Math.max(0, count)));
        } catch (SocketTimeoutException _) {
            return Optional.empty();
        } catch (IOException failed) {
            throw reason(failed);
        }
    }

    /** Sends all of them, which waits while the other side does not read. */
    Void write(byte[] bytes) throws IOException, PrimitiveFailedException {
        try {
            socket.getOutputStream().write(bytes);
            return null;
        } catch (IOException failed) {
            throw reason(failed);
        }
    }

    /** The other side finds the end of what it reads. */
    Void endOutput() throws IOException, PrimitiveFailedException {
        try {
            socket.shutdownOutput();
            return null;
        } catch (IOException failed) {
            throw reason(failed);
        }
    }

    private IOException reason(IOException failed) throws PrimitiveFailedException {
        if (socket.isClosed()) {
            throw new PrimitiveFailedException(Failure.CLOSED);
        }
        return failed;
    }

    /**
     * The same connection with TLS, after the handshake. It is closed when that fails.
     *
     * @param host the name that the certificate of the server must have; looked at by clients only
     * @throws PrimitiveFailedException as denied when one side does not trust the other
     */
    Connection secured(TlsContext context, String host, boolean isClient) throws IOException, PrimitiveFailedException {
        SSLSocket secure = (SSLSocket) context.context().getSocketFactory().createSocket(socket, host, socket.getPort(), true);
        try {
            secure.setUseClientMode(isClient);
            if (isClient) {
                SSLParameters parameters = secure.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                secure.setSSLParameters(parameters);
            }
            secure.startHandshake();
            return new Connection(secure);
        } catch (SSLException _) {
            secure.close();
            throw new PrimitiveFailedException(Failure.DENIED);
        } catch (IOException | RuntimeException failed) {
            secure.close();
            throw failed;
        }
    }

    /** Address and port of this side and of the other. */
    List<?> ends() {
        return List.of(socket.getLocalAddress().getHostAddress(), socket.getLocalPort(),
                socket.getInetAddress().getHostAddress(), socket.getPort());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
