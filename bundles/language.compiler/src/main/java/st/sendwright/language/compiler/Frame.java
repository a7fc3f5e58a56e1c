package st.sendwright.language.compiler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import st.sendwright.language.compiler.Local.Loop;

/** Code with an activation of its own: a method, or a block that is not inlined. */
final class Frame {

    private final Frame outer;
    private final Loop madeIn;
    private final int madeAt;
    private final Set<Local> captured = new LinkedHashSet<>(4);
    private boolean needsOuterContext;
    private final List<Local> copied = new ArrayList<>(4);
    private final Map<Local, Integer> places = new HashMap<>(8);

    /**
     * @param outer the frame around, or null in a method
     * @param madeIn innermost loop of the outer frame in which the closure is made, or null
     * @param madeAt moment at which the closure is made
     */
    Frame(Frame outer, Loop madeIn, int madeAt) {
        this.outer = outer;
        this.madeIn = madeIn;
        this.madeAt = madeAt;
    }

    Frame outer() {
        return outer;
    }

    boolean isBlock() {
        return outer != null;
    }

    /** Notes that code here uses {@code local}, which may belong to a frame around this one. */
    void reach(Local local) {
        Frame frame = this;
        while (frame != local.frame()) {
            frame.captured.add(local);
            if (frame.outer == local.frame()) {
                local.capture(frame.madeIn, frame.madeAt);
            }
            frame = frame.outer;
        }
    }

    /** Notes that the block, and the blocks around it, need to know the activation they were made in. */
    void needOuterContext() {
        for (Frame frame = this; frame.outer != null; frame = frame.outer) {
            frame.needsOuterContext = true;
        }
    }

    boolean needsOuterContext() {
        return needsOuterContext;
    }

    /** What is copied into the closure, in order; fixed by the first call, after the analysis. */
    List<Local> copied() {
        if (copied.isEmpty() && !captured.isEmpty()) {
            for (Local local : captured) {
                Local value = local.vector() == null ? local : local.vector();
                if (places.putIfAbsent(value, copied.size()) == null) {
                    copied.add(value);
                }
            }
        }
        return copied;
    }

    /** The temporary in which a variable, an argument excepted, or a copy of it lies. */
    int placeOf(Local local) {
        return local.frame() == this ? local.index() : places.get(local);
    }
}
