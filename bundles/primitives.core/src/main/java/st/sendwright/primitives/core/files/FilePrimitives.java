package st.sendwright.primitives.core.files;

import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import st.sendwright.primitives.Permission;
import st.sendwright.primitives.PrimitiveSet;

/** The module {@code Files}. Open files are known by numbers; positions and sizes are in bytes from 0. */
@Component(service = PrimitiveSet.class, property = "sendwright.name=core-files")
public final class FilePrimitives implements PrimitiveSet {

    private static final List<Binding> BINDINGS = List.of(
            new Binding("open", 2, OpenFiles::open),
            new Binding("close", 1, OpenFiles::close),
            new Binding("size", 1, OpenFiles::size),
            new Binding("read", 3, OpenFiles::read),
            new Binding("write", 3, OpenFiles::write),
            new Binding("truncate", 2, OpenFiles::truncate),
            new Binding("kind", 1, Folders::kind),
            new Binding("isLink", 1, Folders::isLink),
            new Binding("sizeOf", 1, Folders::sizeOf),
            new Binding("delete", 1, Folders::delete),
            new Binding("rename", 2, Folders::rename),
            new Binding("createDirectory", 1, Folders::createDirectory),
            new Binding("list", 1, Folders::list),
            new Binding("workingDirectory", 0, Folders::workingDirectory),
            new Binding("temporaryDirectory", 0, Folders::temporaryDirectory));

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
}
