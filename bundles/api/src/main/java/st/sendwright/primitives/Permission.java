package st.sendwright.primitives;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What reaches out of the VM, and what its user may forbid. */
public enum Permission {
    /** Reading, writing and listing of files and folders. */
    FILES,
    /** Connections to other programs and machines. */
    NETWORK,
    /** Other programs of the operating system. */
    PROCESSES,
    /** Code that is neither Smalltalk nor Java. */
    NATIVE;

    /** Such as {@code files}, as options and listings have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The permission of a word; empty when there is none. */
    public static Optional<Permission> named(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }
}
