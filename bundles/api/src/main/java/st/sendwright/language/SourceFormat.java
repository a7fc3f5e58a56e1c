package st.sendwright.language;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Splits a source file into its items. <b>Called</b> once per file (F0). <b>Thread</b>: any. <b>State</b>: none.
 */
@ProviderType
public interface SourceFormat {

    /** Such as {@code "chunk"}. */
    String name();

    /** How sure this format is that the file is one of its, 0 (no) to 100. */
    int confidence(String fileName, String text);

    /**
     * Whether a file only declares: the order of its items and of files means nothing, definitions may be made
     * before all methods, and a class is sent {@code initialize} after the load when it was given such a method.
     */
    default boolean isDeclarative() {
        return false;
    }

    /** All items; never throws for bad source, see {@link SourceItem.Unreadable}. */
    List<SourceItem> read(SourceText file);
}
