package st.sendwright.primitives.archives;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import st.sendwright.plugin.PrimitiveFailedException;
import st.sendwright.primitives.Failure;

/** Compresses bytes that come piece by piece. Any thread, one at a time. */
final class Compression implements AutoCloseable {

    private final ByteArrayOutputStream out;
    private final OutputStream in;
    private final Deflater deflater;

    private Compression(ByteArrayOutputStream out, OutputStream in, Deflater deflater) {
        this.out = out;
        this.in = in;
        this.deflater = deflater;
    }

    /**
     * @param format gzip, zlib or deflate
     * @param level 0 (none) to 9 (best), or -1 for what is usual
     */
    static Compression of(String format, long level) throws IOException, PrimitiveFailedException {
        if (level < -1 || level > 9) {
            throw new PrimitiveFailedException(Failure.OUT_OF_RANGE);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        return switch (format) {
            case "gzip" -> {
                Gzip in = new Gzip(out, (int) level);
                yield new Compression(out, in, in.deflater());
            }
            case "zlib", "deflate" -> {
                Deflater deflater = new Deflater((int) level, format.equals("deflate"));
                yield new Compression(out, new DeflaterOutputStream(out, deflater), deflater);
            }
            default -> throw new PrimitiveFailedException(Failure.WRONG_ARGUMENT);
        };
    }

    /** The Deflater of Java's stream takes no level but here. */
    private static final class Gzip extends GZIPOutputStream {

        Gzip(OutputStream out, int level) throws IOException {
            super(out);
            def.setLevel(level);
        }

        Deflater deflater() {
            return def;
        }
    }

    /** Takes more; answers the compressed bytes that have come of it, which may be none. */
    synchronized byte[] write(byte[] bytes) throws IOException {
        in.write(bytes);
        return taken();
    }

    /** The last compressed bytes. */
    synchronized byte[] finish() throws IOException {
        in.close();
        deflater.end();
        return taken();
    }

    private byte[] taken() {
        byte[] bytes = out.toByteArray();
        out.reset();
        return bytes;
    }

    @Override
    public synchronized void close() {
        deflater.end();
    }
}
