package st.sendwright.language.compiler;

import java.util.ArrayList;
import java.util.List;

/**
 * An argument or temporary while its method is compiled.
 *
 * <p>A block that uses a variable of the code around it gets the value copied when it is made. That is only
 * right when nobody assigns the variable afterwards; otherwise it is <em>shared</em>: it lives in a vector,
 * an Array in a hidden temporary, and the vector is copied. {@link #decideSharing} tells which.
 */
final class Local {

    private final String name;
    private final boolean argument;
    private final Region region;
    private final int offset;
    private boolean used;
    private boolean assignedFirst;
    private boolean assignedElsewhere;
    private int lastAssignment = -1;
    private int firstCapture = Integer.MAX_VALUE;
    private final List<Loop> assigningLoops = new ArrayList<>(0);
    private final List<Loop> capturingLoops = new ArrayList<>(0);
    private Local vector;
    private int index;

    Local(String name, boolean argument, Region region, int offset) {
        this.name = name;
        this.argument = argument;
        this.region = region;
        this.offset = offset;
    }

    String name() {
        return name;
    }

    /** Whether it may not be assigned. */
    boolean isArgument() {
        return argument;
    }

    /** Whether it is an argument of an activation; one of an inlined block is a temporary. */
    boolean isFrameArgument() {
        return argument && region.isWholeFrame();
    }

    Region region() {
        return region;
    }

    Frame frame() {
        return region.frame();
    }

    /** Where it was declared. */
    int offset() {
        return offset;
    }

    boolean isUsed() {
        return used;
    }

    void use() {
        used = true;
    }

    /** Whether each run of its region assigns it before anything else is done with it. */
    boolean isAssignedFirst() {
        return assignedFirst;
    }

    /**
     * Notes an assignment.
     *
     * @param within the region of the assignment: statements of the variable's own region are always reached
     * @param order the moment of it, later moments in straight-line code having higher numbers
     */
    void assign(Region within, Loop loop, int order) {
        assignedFirst |= !used && within == region;
        used = true;
        if (within.frame() == frame()) {
            lastAssignment = order;
            note(assigningLoops, loop);
        } else {
            assignedElsewhere = true;
        }
    }

    /** Notes that a block made at the moment {@code order}, within {@code loop} of its frame, uses it. */
    void capture(Loop loop, int order) {
        used = true;
        firstCapture = Math.min(firstCapture, order);
        note(capturingLoops, loop);
    }

    /** Only the outermost loop inside the variable's own region matters: it makes moments come again. */
    private void note(List<Loop> loops, Loop loop) {
        Loop outermost = null;
        for (Loop each = loop; each != null && each != region.loop(); each = each.outer()) {
            outermost = each;
        }
        if (outermost != null && !loops.contains(outermost)) {
            loops.add(outermost);
        }
    }

    /** Whether a block uses it and an assignment may come after the block was made. */
    boolean mustBeShared() {
        if (firstCapture == Integer.MAX_VALUE) {
            return false;
        }
        if (assignedElsewhere || lastAssignment > firstCapture) {
            return true;
        }
        for (Loop loop : assigningLoops) {
            if (capturingLoops.contains(loop)) {
                return true;
            }
        }
        return false;
    }

    /** Puts it into a vector as element {@code element}. */
    void shareIn(Local inVector, int element) {
        vector = inVector;
        index = element;
    }

    /** The vector it lives in, or null. */
    Local vector() {
        return vector;
    }

    /** Place in its vector, or among its frame's arguments or temporaries. */
    int index() {
        return index;
    }

    void placeAt(int place) {
        index = place;
    }

    /** An inlined loop. */
    record Loop(Loop outer, int number) {
    }
}
