package st.sendwright.runtime;

import st.sendwright.sends.SendSiteView.Shape;
import st.sendwright.vm.JitReport;

/**
 * How sends of machine code were linked, since the VM's start.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class LinkFigures {

    private final long[] links = new long[Shape.values().length];
    private long misses;
    private long stubs;

    /** A policy is asked. */
    void missed() {
        misses++;
    }

    void linked(Shape shape) {
        links[shape.ordinal()]++;
    }

    /** Code of sends was placed. */
    void placed() {
        stubs++;
    }

    /** @param policy the name of the one in force */
    JitReport.Links report(String policy) {
        return new JitReport.Links(policy, misses, links[Shape.MONOMORPHIC.ordinal()],
                links[Shape.POLYMORPHIC.ordinal()], links[Shape.MEGAMORPHIC.ordinal()],
                links[Shape.UNLINKED.ordinal()], stubs);
    }
}
