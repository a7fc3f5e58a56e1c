package st.sendwright.primitives.archives;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import st.sendwright.plugin.PrimitiveFailedException;
import st.sendwright.primitives.Failure;

/** Expands what was compressed, as much at a time as is asked for. Any thread, one at a time. */
final class Expansion implements AutoCloseable {

    private static final int MOST_BYTES = 1 << 26;

    private final InputStream in;
    /** Null when Java's stream has one of its own. */
    private final Inflater inflater;

    private Expansion(InputStream in, Inflater inflater) {
        this.in = in;
        this.inflater = inflater;
    }

    /** @param format gzip, zlib or deflate */
    static Expansion of(String format, byte[] bytes) throws IOException, PrimitiveFailedException {
        return of(format, new ByteArrayInputStream(bytes));
    }

    static Expansion of(String format, Path file) throws IOException, PrimitiveFailedException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        try {
            return of(format, in);
        } catch (IOException | PrimitiveFailedException failed) {
            in.close();
            throw failed;
        }
    }

    /** What is expanded already. */
    static Expansion of(InputStream expanded) {
        return new Expansion(expanded, null);
    }

    private static Expansion of(String format, InputStream compressed) throws IOException, PrimitiveFailedException {
        return switch (format) {
            case "gzip" -> new Expansion(new GZIPInputStream(compressed), null);
            case "zlib", "deflate" -> {
                Inflater inflater = new Inflater(format.equals("deflate"));
                yield new Expansion(new InflaterInputStream(compressed, inflater), inflater);
            }
            default -> throw new PrimitiveFailedException(Failure.WRONG_ARGUMENT);
        };
    }

    /**
     * The bytes that follow, as many unless they end before; none at the end.
     *
     * @param count 1 to 67108864
     */
    synchronized byte[] read(long count) throws IOException, PrimitiveFailedException {
        if (count < 1 || count > MOST_BYTES) {
            throw new PrimitiveFailedException(Failure.OUT_OF_RANGE);
        }
        return in.readNBytes((int) count);
    }

    @Override
    public synchronized void close() throws IOException {
        in.close();
        if (inflater != null) {
            inflater.end();
        }
    }
}
