package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.SpecialObject;
import st.sendwright.model.SymbolDictionaries;

/** How names that begin in some way go on: those of variables, and of all Symbols. <b>Thread</b>: the VM thread. */
final class Completions {

    private Completions() {
    }

    static List<String> of(World world, String prefix) {
        TreeSet<String> names = new TreeSet<>();
        for (SpecialObject dictionary : List.of(SpecialObject.SMALLTALK, SpecialObject.WORKSPACE)) {
            SymbolDictionaries.forEach(MutatorBlock.special(world.mutator, dictionary), association ->
                    addIfPrefixed(names, prefix, world.text(ObjectHeader.slot(association, 0))));
        }
        long table = MutatorBlock.special(world.mutator, SpecialObject.SYMBOL_TABLE);
        for (long i = 0; i < ObjectHeader.slots(table) && !prefix.isEmpty(); i++) {
            long symbol = ObjectHeader.slot(table, i);
            if (symbol != MutatorBlock.nil(world.mutator)) {
                addIfPrefixed(names, prefix, world.text(symbol));
            }
        }
        return new ArrayList<>(names);
    }

    private static void addIfPrefixed(TreeSet<String> names, String prefix, String name) {
        if (name.startsWith(prefix)) {
            names.add(name);
        }
    }
}
