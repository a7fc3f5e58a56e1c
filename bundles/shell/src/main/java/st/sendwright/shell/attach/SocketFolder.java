package st.sendwright.shell.attach;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder of a user's sockets, one for each VM, called after its process. It belongs to the user and nobody else may
 * look into it, which is looked at each time: in a folder that all can write to, another user could have made it.
 */
public final class SocketFolder {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final String ENDING = ".socket";

    private final Path folder;
    private final Path ownersWitness;

    /** @param ownersWitness a file or folder that belongs to the user of this process */
    SocketFolder(Path folder, Path ownersWitness) {
        this.folder = folder;
        this.ownersWitness = ownersWitness;
    }

    /** The folder by the XDG rules, or one in the temporary folder with the user's name. */
    public static SocketFolder of(Map<String, String> environment) {
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        Path folder = runtime.isEmpty() || !Files.isDirectory(Path.of(runtime))
                ? Path.of(System.getProperty("java.io.tmpdir"),
                        "sendwright-" + System.getProperty("user.name").replaceAll("[^A-Za-z0-9._-]", "_"))
                : Path.of(runtime, "sendwright");
        return new SocketFolder(folder, Path.of("/proc/self"));
    }

    /** Where the socket of a process is, or would be. */
    Path socketOf(long process) {
        return folder.resolve(process + ENDING);
    }

    /** Makes the folder, unless it is there. */
    void make() throws AttachException {
        try {
            Files.createDirectories(folder.getParent());
            makeIfAbsent();
        } catch (IOException | UnsupportedOperationException failure) {
            throw new AttachException("SW-ATTACH-003 the folder for sockets " + folder + " cannot be made: " + failure
                    + ". See docs/errors/SW-ATTACH-003.md.");
        }
        check();
    }

    private void makeIfAbsent() throws IOException {
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException thereAlready) {
            return; // it is looked at like one that was just made
        }
    }

    /** @throws AttachException when somebody else could open, see or replace what is in it */
    void check() throws AttachException {
        try {
            PosixFileAttributes found = Files.readAttributes(folder, PosixFileAttributes.class,
                    LinkOption.NOFOLLOW_LINKS);
            Set<PosixFilePermission> others = EnumSet.copyOf(found.permissions());
            others.removeAll(OWNER_ONLY);
            String fault = found.isSymbolicLink() ? "it is a link"
                    : !found.isDirectory() ? "it is no folder"
                    : !found.owner().equals(user()) ? "it belongs to " + found.owner().getName()
                    : !others.isEmpty() ? "others may use it (" + PosixFilePermissions.toString(found.permissions()) + ")"
                    : "";
            if (!fault.isEmpty()) {
                throw new AttachException("SW-ATTACH-003 the folder for sockets " + folder + " is not safe: " + fault
                        + ". Remove it, or set XDG_RUNTIME_DIR to a folder of your own. See docs/errors/SW-ATTACH-003.md.");
            }
        } catch (IOException | UnsupportedOperationException failure) {
            throw new AttachException("SW-ATTACH-003 the folder for sockets " + folder + " cannot be looked at: " + failure
                    + ". See docs/errors/SW-ATTACH-003.md.");
        }
    }

    /** Whether it is there, safe or not. */
    boolean exists() {
        return Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
    }

    /** The user of this process. */
    UserPrincipal user() throws IOException {
        return Files.getOwner(ownersWitness);
    }

    /** The processes that have a socket, alive or not, sorted. */
    List<Long> processes() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.matches("[0-9]{1,18}" + ENDING))
                    .map(name -> Long.parseLong(name.substring(0, name.length() - ENDING.length()))).sorted().toList();
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
