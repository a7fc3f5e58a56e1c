package st.sendwright.primitives.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import st.sendwright.plugin.Kind;
import st.sendwright.plugin.PluginSet;
import st.sendwright.plugin.PrimitiveFailedException;
import st.sendwright.plugin.Resource;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Permission;
import st.sendwright.primitives.PrimitiveSet;

/**
 * The module {@code Network}: TCP connections and TLS over them. Times are milliseconds, 0 for no limit; what did not come in time
 * is answered as nil. What was closed while it waited fails as {@link Failure#CLOSED}.
 */
@Component(service = PrimitiveSet.class, property = "sendwright.name=network")
public final class NetworkPrimitives extends PluginSet {

    private final Resource<Connection> connection = resource(Connection.class);
    private final Resource<Listener> listener = resource(Listener.class);
    private final Resource<TlsContext> context = resource(TlsContext.class);

    public NetworkPrimitives() {
        super("Network");
        primitive("connect", connection.orNil(), Kind.TEXT, Kind.INTEGER, Kind.INTEGER, Connection::to).waits()
                .needs(Permission.NETWORK);
        primitive("read", Kind.BYTES.orNil(), connection, Kind.INTEGER, Kind.INTEGER, Connection::read).waits();
        primitive("write", Kind.NOTHING, connection, Kind.BYTES, Connection::write).waits();
        primitive("endOutput", Kind.NOTHING, connection, Connection::endOutput).waits();
        primitive("secure", connection, connection.released(), context, Kind.TEXT, Kind.BOOLEAN, Connection::secured).waits();
        primitive("ends", Kind.LIST, connection, Connection::ends);
        primitive("close", Kind.NOTHING, connection.released(), NetworkPrimitives::close);
        primitive("listen", listener, Kind.TEXT.orNil(), Kind.INTEGER, Kind.INTEGER, Listener::on).waits()
                .needs(Permission.NETWORK);
        primitive("accept", connection.orNil(), listener, Kind.INTEGER, Listener::accept).waits();
        primitive("port", Kind.INTEGER, listener, Listener::port);
        primitive("closeListener", Kind.NOTHING, listener.released(), NetworkPrimitives::close);
        primitive("usualContext", context, TlsContext::usual).waits();
        primitive("context", context, Kind.FILE.orNil(), Kind.TEXT, Kind.FILE.orNil(), Kind.TEXT, TlsContext::of).waits();
        primitive("lookUp", Kind.LIST, Kind.TEXT, NetworkPrimitives::lookUp).waits().needs(Permission.NETWORK);
    }

    /** All addresses of a host. */
    private static List<?> lookUp(String host) throws PrimitiveFailedException {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).map(InetAddress::getHostAddress).toList();
        } catch (UnknownHostException _) {
            throw new PrimitiveFailedException(Failure.NOT_FOUND);
        }
    }

    /** The address of a host; without a name, that of all that this machine has. */
    static InetAddress address(Optional<String> host) throws PrimitiveFailedException {
        try {
            return host.isPresent() ? InetAddress.getByName(host.get()) : null;
        } catch (UnknownHostException _) {
            throw new PrimitiveFailedException(Failure.NOT_FOUND);
        }
    }

    /** @throws PrimitiveFailedException unless it is from 0 to the most a number of a port, a time or a length may be */
    static int checked(long number, int most) throws PrimitiveFailedException {
        if (number < 0 || number > most) {
            throw new PrimitiveFailedException(Failure.OUT_OF_RANGE);
        }
        return (int) number;
    }

    private static Void close(AutoCloseable open) throws Exception {
        open.close();
        return null;
    }
}
