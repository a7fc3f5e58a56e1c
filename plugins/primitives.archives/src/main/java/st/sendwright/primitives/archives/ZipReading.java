package st.sendwright.primitives.archives;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import st.sendwright.plugin.PrimitiveFailedException;
import st.sendwright.primitives.Failure;

/** An open zip archive. Any thread. */
final class ZipReading implements AutoCloseable {

    /** Of one archive; more are refused. */
    private static final int MOST_ENTRIES = 1_000_000;

    private final ZipFile zip;

    private ZipReading(ZipFile zip) {
        this.zip = zip;
    }

    static ZipReading of(Path file) throws IOException, PrimitiveFailedException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return checked(new ZipFile(file.toFile()));
    }

    /** Java reads archives from files only: the bytes lie in one that goes when the archive is closed. */
    static ZipReading of(byte[] bytes) throws IOException, PrimitiveFailedException {
        Path file = Files.createTempFile("sendwright-", ".zip");
        try {
            Files.write(file, bytes);
            return checked(new ZipFile(file.toFile(), ZipFile.OPEN_READ | ZipFile.OPEN_DELETE));
        } catch (IOException failed) {
            Files.deleteIfExists(file);
            throw failed;
        }
    }

    private static ZipReading checked(ZipFile zip) throws IOException, PrimitiveFailedException {
        if (zip.size() > MOST_ENTRIES) {
            zip.close();
            throw new PrimitiveFailedException(Failure.OUT_OF_RANGE);
        }
        return new ZipReading(zip);
    }

    /**
     * Of each entry a list: name, size, compressed size, checksum (CRC-32), milliseconds since 1970 when it was modified, whether it is a
     * folder; nil for what the archive does not say. They say what the archive claims.
     */
    List<?> entries() {
        List<Object> all = new ArrayList<>();
        for (ZipEntry entry : Collections.list(zip.entries())) {
            all.add(Arrays.asList(entry.getName(), known(entry.getSize()), known(entry.getCompressedSize()), known(entry.getCrc()),
                    entry.getTime() == -1 ? null : entry.getTime(), entry.isDirectory()));
        }
        return all;
    }

    private static Long known(long value) {
        return value < 0 ? null : value;
    }

    /** The contents of one entry. */
    Expansion member(String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new NoSuchFileException(name);
        }
        return Expansion.of(zip.getInputStream(entry));
    }

    /**
     * Writes all entries below a folder, which must be there. Nothing that is there is written over.
     *
     * @param most bytes to write in all
     * @return how many bytes were written
     * @throws PrimitiveFailedException as denied for an entry that would come to lie elsewhere, by its name or by a link; as out of range
     *         when there are more bytes. What was written until then stays.
     */
    long extract(Path folder, long most) throws IOException, PrimitiveFailedException {
        Path root = folder.toRealPath();
        long left = most;
        for (ZipEntry entry : Collections.list(zip.entries())) {
            Path target = target(root, entry.getName());
            makeFolder(entry.isDirectory() ? target : target.getParent(), root);
            if (!entry.isDirectory()) {
                try (InputStream in = zip.getInputStream(entry);
                        OutputStream out = Files.newOutputStream(target, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                    left = copy(in, out, left);
                }
            }
        }
        return most - left;
    }

    private static Path target(Path root, String name) throws PrimitiveFailedException {
        try {
            Path target = root.resolve(name).normalize();
            if (target.startsWith(root) && !name.startsWith("/")) {
                return target;
            }
        } catch (InvalidPathException _) {
            // No file can have that name.
        }
        throw new PrimitiveFailedException(Failure.DENIED);
    }

    private static void makeFolder(Path folder, Path root) throws IOException, PrimitiveFailedException {
        Path there = root;
        for (Path name : root.relativize(folder)) {
            there = there.resolve(name);
            if (!Files.exists(there)) {
                Files.createDirectory(there);
            } else if (!there.toRealPath().startsWith(root)) {
                throw new PrimitiveFailedException(Failure.DENIED);
            }
        }
    }

    private static long copy(InputStream in, OutputStream out, long most) throws IOException, PrimitiveFailedException {
        byte[] buffer = new byte[1 << 16];
        long left = most;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            left -= count;
            if (left < 0) {
                throw new PrimitiveFailedException(Failure.OUT_OF_RANGE);
            }
            out.write(buffer, 0, count);
        }
        return left;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
