package st.sendwright.primitives.files;

import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import st.sendwright.plugin.Kind;
import st.sendwright.plugin.PluginSet;
import st.sendwright.plugin.PrimitiveFailedException;
import st.sendwright.plugin.Resource;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.PrimitiveSet;

/**
 * The module {@code FileSystem}: what {@link Files} does and the kernel's module {@code Files} does not. Names are relative to the
 * folder that the VM was started in.
 */
@Component(service = PrimitiveSet.class, property = "sendwright.name=files")
public final class FileSystemPrimitives extends PluginSet {

    private static final String TEMPORARY = "sendwright-";

    /** Something to do with the file of a name. */
    @FunctionalInterface
    private interface Action<R> {
        R run(Path path) throws Exception;
    }

    /** Something to do with two files. */
    @FunctionalInterface
    private interface Action2<R> {
        R run(Path from, Path to) throws Exception;
    }

    private final Resource<FolderWatch> watch = resource(FolderWatch.class);

    public FileSystemPrimitives() {
        super("FileSystem");
        primitive("attributes", Kind.LIST, Kind.TEXT, Kind.BOOLEAN, (name, follows) -> FileAttributes.of(path(name), follows));
        on("setModified", Kind.INTEGER, FileAttributes::setModified);
        on("setPermissions", Kind.TEXT, FileAttributes::setPermissions);
        primitive("access", Kind.BOOLEAN, Kind.TEXT, Kind.TEXT, (name, way) -> access(path(name), way));
        on("absolute", path -> path.toAbsolutePath().normalize());
        on("real", Path::toRealPath);
        on("linkTarget", Files::readSymbolicLink);
        primitive("relative", Kind.TEXT, Kind.TEXT, Kind.TEXT, (name, from) -> absolute(from).relativize(absolute(name)).toString());
        both("isSame", Kind.BOOLEAN, Files::isSameFile);
        both("symbolicLink", Kind.NOTHING, (link, target) -> nothing(Files.createSymbolicLink(link, target)));
        both("hardLink", Kind.NOTHING, (link, existing) -> nothing(Files.createLink(link, existing)));
        primitive("copy", Kind.NOTHING, Kind.TEXT, Kind.TEXT, Kind.BOOLEAN,
                (from, to, replaces) -> nothing(Files.copy(path(from), path(to), copying(replaces)))).waits();
        primitive("move", Kind.NOTHING, Kind.TEXT, Kind.TEXT, Kind.BOOLEAN,
                (from, to, replaces) -> nothing(Files.move(path(from), path(to), moving(replaces)))).waits();
        primitive("copyTree", Kind.INTEGER, Kind.TEXT, Kind.TEXT, (from, to) -> FileTrees.copy(path(from), path(to))).waits();
        primitive("deleteTree", Kind.INTEGER, Kind.TEXT, name -> FileTrees.delete(path(name))).waits();
        primitive("walk", Kind.LIST, Kind.TEXT, Kind.INTEGER, Kind.BOOLEAN, Kind.INTEGER,
                (name, depth, follows, most) -> FileTrees.walk(path(name), depth, follows, most)).waits();
        primitive("glob", Kind.LIST, Kind.TEXT, Kind.TEXT, Kind.INTEGER,
                (name, pattern, most) -> FileTrees.glob(path(name), pattern, most)).waits();
        primitive("temporaryFile", Kind.TEXT, Kind.TEXT, suffix -> temporaryFile(suffix).toString());
        primitive("temporaryFolder", Kind.TEXT, () -> Files.createTempDirectory(TEMPORARY).toString());
        primitive("watch", watch, Kind.TEXT, name -> FolderWatch.on(path(name)));
        primitive("nextChanges", Kind.LIST, watch, Kind.INTEGER, FolderWatch::next).waits();
        primitive("unwatch", Kind.NOTHING, watch.released(), each -> {
            each.close();
            return null;
        });
        primitive("space", Kind.LIST, Kind.TEXT, name -> space(path(name)));
    }

    private void on(String name, Action<Path> action) {
        primitive(name, Kind.TEXT, Kind.TEXT, file -> action.run(path(file)).toString());
    }

    private <A> void on(String name, Kind<A> argument, FileAttributes.Change<A> change) {
        primitive(name, Kind.NOTHING, Kind.TEXT, argument, (file, value) -> {
            change.make(path(file), value);
            return null;
        });
    }

    private <R> void both(String name, Kind<R> result, Action2<R> action) {
        primitive(name, result, Kind.TEXT, Kind.TEXT, (from, to) -> action.run(path(from), path(to)));
    }

    private static Path path(String name) throws PrimitiveFailedException {
        try {
            return Path.of(name);
        } catch (InvalidPathException _) {
            throw new PrimitiveFailedException(Failure.WRONG_ARGUMENT);
        }
    }

    private static Path absolute(String name) throws PrimitiveFailedException {
        return path(name).toAbsolutePath().normalize();
    }

    private static Void nothing(Object ignored) {
        return null;
    }

    private static boolean access(Path path, String way) throws PrimitiveFailedException {
        return switch (way) {
            case "read" -> Files.isReadable(path);
            case "write" -> Files.isWritable(path);
            case "execute" -> Files.isExecutable(path);
            case "link" -> Files.isSymbolicLink(path);
            default -> throw new PrimitiveFailedException(Failure.WRONG_ARGUMENT);
        };
    }

    private static CopyOption[] copying(boolean replaces) {
        return replaces ? new CopyOption[] {StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS,
            StandardCopyOption.REPLACE_EXISTING}
                : new CopyOption[] {StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS};
    }

    private static CopyOption[] moving(boolean replaces) {
        return replaces ? new CopyOption[] {StandardCopyOption.REPLACE_EXISTING} : new CopyOption[0];
    }

    private static Path temporaryFile(String suffix) throws IOException, PrimitiveFailedException {
        try {
            return Files.createTempFile(TEMPORARY, suffix);
        } catch (IllegalArgumentException _) {
            throw new PrimitiveFailedException(Failure.WRONG_ARGUMENT);
        }
    }

    /** Bytes in all, free, and free for this user, of where the file is. */
    private static List<?> space(Path path) throws IOException {
        FileStore store = Files.getFileStore(path);
        return List.of(store.getTotalSpace(), store.getUnallocatedSpace(), store.getUsableSpace());
    }
}
