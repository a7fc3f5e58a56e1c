package st.sendwright.memory.executable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The file in which Linux's {@code perf} looks for names of code made at run time: {@code /tmp/perf-PID.map},
 * a line for each piece of code.
 *
 * <p>Anybody may put a file or link of that name there beforehand. So the file is made anew, never opened,
 * and no link is followed: what lies there is removed where it is this user's own, as a process of the same
 * number may have left it, and a refusal otherwise. Only the owner reads it. It stays when the process ends:
 * {@code perf report} reads it then.
 *
 * <p>The JVM writes its own methods' names over the same file when it is asked to ({@code jcmd PID
 * Compiler.perfmap}, {@code -XX:+DumpPerfMapAtExit}); {@code jcmd} takes another name as well.
 *
 * <p><b>Called</b> once for each method compiled (F2). <b>Thread</b>: any; lines are whole.
 *
 * <p>Source: tools/perf/Documentation/jit-interface.txt of Linux.
 */
public final class PerfMap implements AutoCloseable {

    private static final Set<OpenOption> ANEW = Set.of(
            StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private final FileChannel channel;

    private PerfMap(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Makes the file for this process.
     *
     * @throws IOException when it cannot be made, or the system is not Linux; with a message for people
     */
    public static PerfMap open() throws IOException {
        return open(System.getProperty("os.name"));
    }

    static PerfMap open(String system) throws IOException {
        Path file = Path.of("/tmp", "perf-" + ProcessHandle.current().pid() + ".map");
        if (!system.equals("Linux")) {
            throw refusal(file, "perf is Linux's, and this is " + system, null);
        }
        return open(file);
    }

    static PerfMap open(Path file) throws IOException {
        try {
            return new PerfMap(file, create(file));
        } catch (FileAlreadyExistsException another) {
            throw refusal(file, "another user has put something there", another);
        } catch (IOException failure) {
            throw refusal(file, failure.toString(), failure);
        }
    }

    private static FileChannel create(Path file) throws IOException {
        try {
            return FileChannel.open(file, ANEW, OWNER_ONLY);
        } catch (FileAlreadyExistsException left) {
            // In a folder like /tmp the system lets nobody remove what another user owns. A link goes, not its target.
            Files.deleteIfExists(file);
            return FileChannel.open(file, ANEW, OWNER_ONLY);
        }
    }

    /** Where it is. */
    public Path file() {
        return file;
    }

    /**
     * Names a piece of code.
     *
     * @param address where it is executed
     * @param bytes how long it is, at least 1
     * @param name what {@code perf} shows; control characters become spaces, as a line is one name
     * @throws IOException when the line cannot be written
     */
    public synchronized void add(long address, long bytes, String name) throws IOException {
        if (bytes < 1) {
            throw new IllegalArgumentException("code of " + bytes + " bytes cannot be found by an address in it");
        }
        String line = Long.toHexString(address) + " " + Long.toHexString(bytes) + " " + printable(name) + "\n";
        ByteBuffer text = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        while (text.hasRemaining()) {
            channel.write(text);
        }
    }

    /** Adds no more lines; the file stays. */
    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }

    private static String printable(String name) {
        return name.isEmpty() ? "?" : name.replaceAll("\\p{Cntrl}", " ");
    }

    private static IOException refusal(Path file, String why, IOException cause) {
        return new IOException("SW-JIT-002 no names for perf: " + file + " cannot be made: " + why
                + ". Programs run as usual; perf shows addresses instead of methods. See docs/errors/SW-JIT-002.md.",
                cause);
    }
}
