package st.sendwright.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.BundleException;

/**
 * The folder that the framework keeps its files in. It is deleted when it is closed, and when the JVM ends before that, such as by a
 * signal, at whatever moment of the start, the run or the end that comes.
 *
 * <p>The framework may go on meanwhile. So the folder loses its name before it is emptied: nobody makes anything in it any more, but
 * for the moments in which the folder itself is made ({@link #make}, {@link #during}). What fails for want of it is
 * nobody's fault ({@link #isTakenAway}). <b>Thread</b>: any.
 */
final class Storage implements AutoCloseable {

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final String USUAL_PLACE = "/tmp";
    private static final String PREFIX = "sendwright-";
    /** Who was about to make a file when the folder lost its name may still do so; that is no more than one for each thread. */
    private static final int MOST_ROUNDS = 100;

    private final Maker maker;
    /** Null before it is made. */
    private Path folder;
    private boolean isDeleted;
    private volatile boolean isTakenAway;

    /** What makes a folder of a name that nobody else has. */
    @FunctionalInterface
    interface Maker {
        Path make() throws IOException;
    }

    /** What needs the folder. */
    @FunctionalInterface
    interface Use<T> {
        T run() throws BundleException;
    }

    Storage(Maker maker) {
        this.maker = maker;
    }

    /** One that the end of the JVM deletes; there is no folder yet. */
    static Storage untilTheEnd() {
        Storage storage = new Storage(Storage::createFolder);
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(storage::takeAway, "sendwright-storage-cleaning"));
        } catch (IllegalStateException itEndsAlready) {
            storage.takeAway();
        }
        return storage;
    }

    /**
     * A folder in memory where Linux has a file system for that, unless somebody has chosen another place for temporary files: it
     * holds a few small files for each bundle, all of which are deleted at the end.
     */
    private static Path createFolder() throws IOException {
        boolean isPlaceChosen = !System.getProperty("java.io.tmpdir").equals(USUAL_PLACE);
        if (!isPlaceChosen && Files.isWritable(SHARED_MEMORY)) {
            try {
                return Files.createTempDirectory(SHARED_MEMORY, PREFIX);
            } catch (IOException e) {
                // Full, or not for us after all: the usual place will do, and says what is wrong if it does not.
            }
        }
        return Files.createTempDirectory(PREFIX);
    }

    /**
     * Makes the folder; whoever wants to delete it waits for that.
     *
     * @throws IllegalStateException when it has been deleted
     */
    synchronized Path make() throws IOException {
        checkIsWanted();
        folder = maker.make();
        return folder;
    }

    /** Whether the end of the JVM has deleted it, or is about to, while somebody may still use it. */
    boolean isTakenAway() {
        return isTakenAway;
    }

    /** Deletes it under those who use it. */
    void takeAway() {
        isTakenAway = true;
        close();
    }

    /**
     * Does what would make the folder anew if it were not there, as the framework does when it begins and when it installs a
     * bundle. Whoever wants to delete the folder waits for that.
     *
     * @throws IllegalStateException when it has been deleted
     */
    synchronized <T> T during(Use<T> use) throws BundleException {
        checkIsWanted();
        return use.run();
    }

    private void checkIsWanted() {
        if (isDeleted) {
            throw new IllegalStateException("the framework's storage has been deleted");
        }
    }

    /** Deletes it, unless that has been done. */
    @Override
    public synchronized void close() {
        isDeleted = true;
        if (folder == null) {
            return;
        }
        Path nameless = folder.resolveSibling(folder.getFileName() + ".gone");
        try {
            while (Files.exists(folder)) {
                Files.move(folder, nameless, StandardCopyOption.ATOMIC_MOVE);
                for (int round = 1; Files.exists(nameless); round++) {
                    delete(nameless, round == MOST_ROUNDS);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path tree, boolean isLastTime) throws IOException {
        try {
            delete(tree);
        } catch (NoSuchFileException | DirectoryNotEmptyException e) {
            if (isLastTime) {
                throw e;
            }
        }
    }

    private static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            List<Path> content;
            try (Stream<Path> files = Files.list(path)) {
                content = files.toList();
            }
            for (Path each : content) {
                delete(each);
            }
        }
        Files.deleteIfExists(path);
    }
}
