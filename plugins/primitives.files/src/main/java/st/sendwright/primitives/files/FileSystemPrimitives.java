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

    private final Resource<FolderWatch> watch = resource(FolderWatch.class);

    public FileSystemPrimitives() {
        super("FileSystem");
        primitive("attributes", Kind.LIST, Kind.FILE, path -> FileAttributes.of(path, true));
        primitive("linkAttributes", Kind.LIST, Kind.ENTRY, path -> FileAttributes.of(path, false));
        primitive("setModified", Kind.NOTHING, Kind.FILE, Kind.INTEGER, FileAttributes::setModified);
        primitive("setPermissions", Kind.NOTHING, Kind.FILE, Kind.TEXT, FileAttributes::setPermissions);
        primitive("access", Kind.BOOLEAN, Kind.FILE, Kind.TEXT, FileSystemPrimitives::access);
        primitive("absolute", Kind.TEXT, Kind.TEXT, name -> absolute(name).toString());
        primitive("relative", Kind.TEXT, Kind.TEXT, Kind.TEXT, (name, from) -> absolute(from).relativize(absolute(name)).toString());
        primitive("real", Kind.FILE, Kind.FILE, Path::toRealPath);
        primitive("linkTarget", Kind.FILE, Kind.ENTRY, Files::readSymbolicLink);
        primitive("isSame", Kind.BOOLEAN, Kind.FILE, Kind.FILE, Files::isSameFile);
        primitive("symbolicLink", Kind.NOTHING, Kind.ENTRY, Kind.TEXT,
                (link, target) -> nothing(Files.createSymbolicLink(link, path(target))));
        primitive("hardLink", Kind.NOTHING, Kind.ENTRY, Kind.FILE, (link, existing) -> nothing(Files.createLink(link, existing)));
        primitive("copy", Kind.NOTHING, Kind.ENTRY, Kind.ENTRY, Kind.BOOLEAN,
                (from, to, replaces) -> nothing(Files.copy(from, to, copying(replaces)))).waits();
        primitive("move", Kind.NOTHING, Kind.ENTRY, Kind.ENTRY, Kind.BOOLEAN,
                (from, to, replaces) -> nothing(Files.move(from, to, moving(replaces)))).waits();
        primitive("copyTree", Kind.INTEGER, Kind.ENTRY, Kind.ENTRY, FileTrees::copy).waits();
        primitive("deleteTree", Kind.INTEGER, Kind.ENTRY, FileTrees::delete).waits();
        primitive("walk", Kind.LIST, Kind.FILE, Kind.INTEGER, Kind.INTEGER, FileTrees::walk).waits();
        primitive("glob", Kind.LIST, Kind.FILE, Kind.TEXT, Kind.INTEGER, FileTrees::glob).waits();
        primitive("temporaryFile", Kind.FILE, Kind.FILE, Kind.TEXT, FileSystemPrimitives::temporaryFile);
        primitive("temporaryFolder", Kind.FILE, Kind.FILE, folder -> Files.createTempDirectory(folder, TEMPORARY));
        primitive("watch", watch, Kind.FILE, FolderWatch::on);
        primitive("nextChanges", Kind.LIST, watch, Kind.INTEGER, FolderWatch::next).waits();
        primitive("unwatch", Kind.NOTHING, watch.released(), each -> {
            each.close();
            return null;
        });
        primitive("space", Kind.LIST, Kind.FILE, FileSystemPrimitives::space);
    }

    private static Path path(String name) throws PrimitiveFailedException {
        try {
            return Path.of(name);
        } catch (InvalidPathException _) {
            throw new PrimitiveFailedException(Failure.WRONG_ARGUMENT);
        }
    }

    /** What a name means; nothing is looked for there. */
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

    private static Path temporaryFile(Path folder, String suffix) throws IOException, PrimitiveFailedException {
        try {
            return Files.createTempFile(folder, TEMPORARY, suffix);
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
