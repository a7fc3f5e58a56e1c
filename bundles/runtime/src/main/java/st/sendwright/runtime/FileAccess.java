package st.sendwright.runtime;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import st.sendwright.primitives.Permission;
import st.sendwright.vm.Permissions;

/**
 * Which files programs of a VM may get at. With a root, a name is followed as the operating system does it, symbolic links and
 * {@code ..} included, and refused where that leads out of the root. The path that is answered has no links any more but, where it is
 * not to be followed, the last: another process that exchanges a folder for a link in between gains nothing by links that were
 * there before, but a file system that others may write to is no sandbox.
 *
 * <p><b>Thread</b>: any.
 */
final class FileAccess {

    private final boolean isDenied;
    private final Optional<Path> root;

    FileAccess(Permissions permissions) {
        this.isDenied = permissions.denied().contains(Permission.FILES);
        this.root = permissions.filesRoot();
    }

    boolean isConfined() {
        return isDenied || root.isPresent();
    }

    /**
     * The file of a name.
     *
     * @param follows whether a link in its last place stands for what it leads to
     * @throws AccessDeniedException when programs may not get at it
     * @throws java.nio.file.InvalidPathException when no file can have that name
     */
    Path file(String name, boolean follows) throws AccessDeniedException {
        Path path = Path.of(name);
        if (isDenied) {
            throw new AccessDeniedException(name, null, "files are denied to programs of this VM");
        }
        if (root.isEmpty()) {
            return path;
        }
        Path real = real(path.toAbsolutePath(), follows, name);
        if (!real.startsWith(real(root.get().toAbsolutePath(), true, name))) {
            throw outside(name);
        }
        return real;
    }

    private AccessDeniedException outside(String name) {
        return new AccessDeniedException(name, null, "it is not in " + root.orElseThrow() + ", where programs of this VM may be");
    }

    /** The same file without links; what does not exist is taken for a folder. */
    private Path real(Path path, boolean follows, String name) throws AccessDeniedException {
        Path at = path.getRoot();
        int count = path.getNameCount();
        for (int i = 0; i < count; i++) {
            String next = path.getName(i).toString();
            boolean isLast = i == count - 1;
            Path child = next.equals("..") ? Optional.ofNullable(at.getParent()).orElse(at)
                    : next.equals(".") ? at : at.resolve(next);
            if (Files.isSymbolicLink(child) && !(isLast && !follows)) {
                try {
                    child = child.toRealPath();
                } catch (IOException leadsNowhere) {
                    throw outside(name);
                }
            }
            at = child;
        }
        return at;
    }
}
