package st.sendwright.runtime;

import st.sendwright.model.ObjectHeader;
import st.sendwright.model.KernelLayout.Context;
import st.sendwright.model.Oop;

/** The call chain in words, made without running any Smalltalk: for faults in which that is out of the question. */
final class KernelWalkback {

    private static final int MOST_LINES = 30;

    private final World world;
    private final long mutator;

    KernelWalkback(World world) {
        this.world = world;
        this.mutator = world.mutator;
    }

    /** One line per activation, innermost first; empty when no chain is active. */
    String lines() {
        if (!world.stacks.hasActivePage()) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        StackCursor cursor = new StackCursor(world.stacks, mutator);
        cursor.startAtTop();
        int count = 0;
        while (!cursor.atEnd()) {
            if (count++ < MOST_LINES) {
                out.append("  ").append(line(cursor)).append('\n');
            }
            cursor.next();
        }
        if (count > MOST_LINES) {
            out.append("  ... and ").append(count - MOST_LINES).append(" more\n");
        }
        return out.toString();
    }

    private String line(StackCursor cursor) {
        long code = cursor.method();
        long pc = cursor.isFrame() ? world.stacks.pcOf(cursor.fp())
                : Oop.integerValue(ObjectHeader.slot(cursor.contextOrNil(), Context.PC));
        String position = new MethodSource(world).position(code, (int) pc);
        return world.codeName(code) + (position.isEmpty() ? "" : " (" + position + ")");
    }
}
