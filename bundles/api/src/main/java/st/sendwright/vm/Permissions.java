package st.sendwright.vm;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import st.sendwright.primitives.Permission;

/**
 * What programs of a VM may do outside of it, as far as primitives ask. Code of plugins is Java code and not confined by it.
 *
 * @param denied what primitives refuse
 * @param filesRoot the folder in and below which files may be reached; empty for everywhere
 */
public record Permissions(Set<Permission> denied, Optional<Path> filesRoot) {

    /** Everything is permitted that the user of the operating system may. */
    public static final Permissions ALL = new Permissions(Set.of(), Optional.empty());

    public Permissions {
        denied = Set.copyOf(denied);
    }
}
