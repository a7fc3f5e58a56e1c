package st.sendwright.runtime;

import st.sendwright.model.KernelLayout.Association;
import st.sendwright.model.KernelLayout.Behavior;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.SymbolDictionaries;
import st.sendwright.model.SymbolTable;
import st.sendwright.model.WriteBarrier;

/**
 * The class variable in which the kernel's {@code KernelDialect} keeps whose customs are followed. Sources set it without changing
 * the kernel. <b>Thread</b>: the VM thread.
 */
final class DialectVariable {

    static final String CLASS = "KernelDialect";
    private static final String NAME = "Current";

    private DialectVariable() {
    }

    /** Follows the customs of ANSI and answers what {@link #restore} takes. */
    static Handles.Handle clear(World world) {
        long nil = MutatorBlock.nil(world.mutator);
        long variable = find(world);
        Handles.Handle chosen = world.handles.on(variable == 0 ? nil : ObjectHeader.slot(variable, Association.VALUE));
        put(world, nil);
        return chosen;
    }

    /** Follows those again that were followed before, and releases the handle. */
    static void restore(World world, Handles.Handle chosen) {
        try (chosen) {
            put(world, chosen.oop());
        }
    }

    private static void put(World world, long value) {
        long variable = find(world);
        if (variable != 0) {
            WriteBarrier.putSlot(world.mutator, variable, Association.VALUE, value);
        }
    }

    /** Its association, or 0 in an image of a kernel without the class. */
    private static long find(World world) {
        long classOop = world.classes.named(CLASS);
        long pool = classOop == 0 ? MutatorBlock.nil(world.mutator) : ObjectHeader.slot(classOop, Behavior.CLASS_POOL);
        long symbol = SymbolTable.find(world.mutator, NAME);
        return symbol == 0 || pool == MutatorBlock.nil(world.mutator) ? 0 : SymbolDictionaries.associationAt(pool, symbol);
    }
}
