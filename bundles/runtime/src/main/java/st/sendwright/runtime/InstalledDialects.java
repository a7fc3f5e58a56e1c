package st.sendwright.runtime;

import java.util.List;
import st.sendwright.language.Dialect;

/** Dialects by the name that methods keep. Immutable. */
final class InstalledDialects {

    private final List<Dialect> dialects;

    InstalledDialects(List<Dialect> dialects) {
        this.dialects = List.copyOf(dialects);
    }

    /** The dialect of a name; the default one when it is not installed. */
    Dialect named(String name) {
        return dialects.stream().filter(dialect -> dialect.name().equals(name)).findFirst()
                .orElse(Dialect.DEFAULT);
    }
}
