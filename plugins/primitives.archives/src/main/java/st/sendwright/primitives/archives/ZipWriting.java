package st.sendwright.primitives.archives;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import st.sendwright.plugin.PrimitiveFailedException;
import st.sendwright.primitives.Failure;

/** Writes a zip archive, piece by piece; each call answers the archive's bytes that have come of it. Any thread, one at a time. */
final class ZipWriting implements AutoCloseable {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(out);

    /**
     * Begins an entry; the one before has ended. A name that ends with a slash is that of a folder.
     *
     * @param milliseconds since 1970, when it was modified
     */
    synchronized byte[] begin(String name, long milliseconds) throws IOException, PrimitiveFailedException {
        try {
            ZipEntry entry = new ZipEntry(name);
            entry.setTime(milliseconds);
            zip.putNextEntry(entry);
        } catch (IllegalArgumentException _) {
            throw new PrimitiveFailedException(Failure.WRONG_ARGUMENT);
        }
        return taken();
    }

    synchronized byte[] write(byte[] bytes) throws IOException {
        zip.write(bytes);
        return taken();
    }

    synchronized byte[] finish() throws IOException {
        zip.close();
        return taken();
    }

    private byte[] taken() {
        byte[] bytes = out.toByteArray();
        out.reset();
        return bytes;
    }

    @Override
    public synchronized void close() throws IOException {
        zip.close();
    }
}
