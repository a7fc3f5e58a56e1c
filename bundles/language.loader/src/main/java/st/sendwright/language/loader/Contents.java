package st.sendwright.language.loader;

import java.util.List;
import st.sendwright.language.Dialect;
import st.sendwright.language.SourceItem;
import st.sendwright.vm.LoadMode;

/**
 * What a file holds, and how that is loaded.
 *
 * @param isDeclarative whether the order of the items means nothing
 */
record Contents(List<SourceItem> items, Treatment treatment, boolean isDeclarative) {

    static final Contents NONE = new Contents(List.of(), new Treatment(Dialect.DEFAULT, LoadMode.REPLACE), false);

    /** The same of other items. */
    Contents with(List<SourceItem> others) {
        return new Contents(others, treatment, isDeclarative);
    }

    /** The statements, which define classes, their variables and their traits, or all but them. */
    Contents part(boolean isDefining) {
        return new Contents(items.stream().filter(item -> item instanceof SourceItem.Statements == isDefining)
                .toList(), treatment, isDeclarative);
    }
}
