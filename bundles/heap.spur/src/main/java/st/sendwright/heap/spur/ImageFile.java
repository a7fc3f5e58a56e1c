package st.sendwright.heap.spur;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that is replaced as a whole or not at all: written under another name beside the old one, forced to
 * disk, renamed, and the folder forced to disk, too.
 *
 * <p>The other name is the file's, the process's number, something random, and {@code .part}. What a process
 * that was killed has left under such a name is deleted by the next one that writes the file.
 */
final class ImageFile {

    private static final Pattern PART = Pattern.compile("-([0-9]{1,18})-[0-9a-f]{8}\\.part");
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

    /** Writes what shall be in the file, from its beginning. */
    @FunctionalInterface
    interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    private ImageFile() {
    }

    /** Writes {@code content} into {@code file}; when that fails, the file is as it was. */
    static void replace(Path file, Content content) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw new FileSystemException(target.toString(), null, "it is no regular file, which an image"
                    + " could take the place of");
        }
        if (!Files.isDirectory(target.getParent())) {
            throw new NoSuchFileException(target.getParent().toString());
        }
        deleteAbandonedParts(target);
        Path part = target.resolveSibling(target.getFileName() + "-" + ProcessHandle.current().pid() + "-"
                + UUID.randomUUID().toString().substring(0, 8) + ".part");
        try {
            try (FileChannel channel = FileChannel.open(part,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), permissionsOf(target))) {
                content.writeTo(channel);
                channel.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        forceFolder(target.getParent());
    }

    /** What only its owner could read stays so. */
    private static FileAttribute<?>[] permissionsOf(Path old) throws IOException {
        if (!Files.exists(old) || Files.getFileAttributeView(old, PosixFileAttributeView.class) == null) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(old))};
    }

    /** Without this, a file whose bytes are on disk may have its old name there, or none. */
    private static void forceFolder(Path folder) throws IOException {
        if (WINDOWS) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void deleteAbandonedParts(Path target) throws IOException {
        String name = target.getFileName().toString();
        try (DirectoryStream<Path> beside = Files.newDirectoryStream(target.getParent(),
                each -> each.getFileName().toString().startsWith(name + "-"))) {
            for (Path each : beside) {
                Matcher part = PART.matcher(each.getFileName().toString().substring(name.length()));
                if (part.matches() && ProcessHandle.of(Long.parseLong(part.group(1))).isEmpty()) {
                    Files.deleteIfExists(each);
                }
            }
        }
    }
}
