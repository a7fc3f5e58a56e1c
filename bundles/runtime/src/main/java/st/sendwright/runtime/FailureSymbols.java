package st.sendwright.runtime;

import java.util.EnumMap;
import java.util.Map;
import st.sendwright.model.Allocation;
import st.sendwright.model.SymbolTable;
import st.sendwright.primitives.Failure;

/** The Symbols of reasons for failures. <b>Thread</b>: the VM thread. */
final class FailureSymbols {

    private final World world;
    /** Empty as long as nothing waits. */
    private final Map<Failure, Handles.Handle> held = new EnumMap<>(Failure.class);

    FailureSymbols(World world) {
        this.world = world;
    }

    /** The Symbol, or {@link Allocation#NO_ROOM}, which there always is once they are {@link #hold held}. */
    long of(Failure failure) {
        Handles.Handle symbol = held.get(failure);
        return symbol == null ? SymbolTable.intern(world.mutator, failure.symbol()) : symbol.oop();
    }

    /**
     * Keeps all of them alive: a primitive that has waited must not be called again because there is no room for the reason why it failed.
     * At a driver exit.
     */
    void hold() {
        if (held.isEmpty()) {
            for (Failure each : Failure.values()) {
                held.put(each, world.handles.on(world.allocated(() -> SymbolTable.intern(world.mutator, each.symbol()))));
            }
        }
    }
}
