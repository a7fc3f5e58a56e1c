package st.sendwright.vm;

import java.util.Arrays;
import java.util.Optional;

/** What code that is loaded may do to classes and methods that were there before anything was loaded. */
public enum LoadMode {
    /** New methods take the place of old ones, as far as the system goes on working. */
    REPLACE,
    /** What is missing is added; what is there stays. */
    MERGE,
    /** Classes that were there are left wholly alone. */
    SKIP,
    /** Everything is replaced, without a check and without a way back. */
    FORCE;

    /** The mode of a name as load orders have it, such as {@code merge}; empty when there is none. */
    public static Optional<LoadMode> named(String name) {
        return Arrays.stream(values()).filter(mode -> mode.name().equalsIgnoreCase(name)).findFirst();
    }
}
