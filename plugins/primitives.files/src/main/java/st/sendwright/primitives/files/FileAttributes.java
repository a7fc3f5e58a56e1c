package st.sendwright.primitives.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import st.sendwright.plugin.PrimitiveFailedException;
import st.sendwright.primitives.Failure;

/** What the operating system knows of a file. Times are nanoseconds since 1970, UTC. */
final class FileAttributes {

    private FileAttributes() {
    }

    /** Kind, size, times of modification, access and creation, permissions, owner and group; nil for what is not known. */
    static List<?> of(Path path, boolean follows) throws IOException {
        LinkOption[] links = follows ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
        BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class, links);
        List<Object> all = new ArrayList<>(List.of(kind(basic), basic.size(), nanos(basic.lastModifiedTime()),
                nanos(basic.lastAccessTime()), nanos(basic.creationTime())));
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class, links);
        if (view == null) {
            all.add(null);
            all.add(null);
            all.add(null);
        } else {
            PosixFileAttributes posix = view.readAttributes();
            all.add(PosixFilePermissions.toString(posix.permissions()));
            all.add(posix.owner().getName());
            all.add(posix.group().getName());
        }
        return all;
    }

    static String kind(BasicFileAttributes attributes) {
        return attributes.isRegularFile() ? "file" : attributes.isDirectory() ? "directory"
                : attributes.isSymbolicLink() ? "link" : "other";
    }

    static Void setModified(Path path, long nanos) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(nanos, TimeUnit.NANOSECONDS));
        return null;
    }

    /** @param permissions such as {@code rwxr-x---} */
    static Void setPermissions(Path path, String permissions) throws IOException, PrimitiveFailedException {
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
            return null;
        } catch (IllegalArgumentException _) {
            throw new PrimitiveFailedException(Failure.WRONG_ARGUMENT);
        }
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }
}
