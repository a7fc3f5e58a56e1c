package st.sendwright.primitives.core.files;

import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import st.sendwright.primitives.DeferredPrimitive;
import st.sendwright.primitives.Permission;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveSet;

/** The module {@code Files}. Open files are known by numbers; positions and sizes are in bytes from 0. */
@Component(service = PrimitiveSet.class, property = "sendwright.name=core-files")
public final class FilePrimitives implements PrimitiveSet {

    private static final List<Binding> BINDINGS = DeferredPrimitive.bindings(FilePrimitives::code,
            "open 2", "close 1", "size 1", "read 3", "write 3", "truncate 2", "kind 1", "isLink 1",
            "sizeOf 1", "delete 1", "rename 2", "createDirectory 1", "list 1", "workingDirectory 0",
            "temporaryDirectory 0");

    @Override
    public String module() {
        return "Files";
    }

    @Override
    public Set<Permission> permissions() {
        return Set.of(Permission.FILES);
    }

    @Override
    public boolean isCore() {
        return true;
    }

    @Override
    public List<Binding> bindings() {
        return BINDINGS;
    }

    private static Primitive code(String name) {
        return switch (name) {
            case "open" -> OpenFiles::open;
            case "close" -> OpenFiles::close;
            case "size" -> OpenFiles::size;
            case "read" -> OpenFiles::read;
            case "write" -> OpenFiles::write;
            case "truncate" -> OpenFiles::truncate;
            case "kind" -> Folders::kind;
            case "isLink" -> Folders::isLink;
            case "sizeOf" -> Folders::sizeOf;
            case "delete" -> Folders::delete;
            case "rename" -> Folders::rename;
            case "createDirectory" -> Folders::createDirectory;
            case "list" -> Folders::list;
            case "workingDirectory" -> Folders::workingDirectory;
            case "temporaryDirectory" -> Folders::temporaryDirectory;
            default -> throw new IllegalArgumentException(name);
        };
    }
}
