package st.sendwright.language.compiler;

import java.util.ArrayList;
import java.util.List;
import st.sendwright.language.compiler.Local.Loop;

/** Where names are declared: a method, a block, or a block that is inlined into the code around it. */
final class Region {

    /** Elements of one vector, bounded by the operand of the bytecodes. */
    private static final int MAX_VECTOR = 255;

    private final Region outer;
    private final Frame frame;
    private final Loop loop;
    private final List<Local> locals = new ArrayList<>(4);
    private final List<Local> vectors = new ArrayList<>(0);
    private final List<Integer> vectorSizes = new ArrayList<>(0);

    /**
     * @param outer the region around, or null
     * @param loop the innermost inlined loop of the frame that runs this region again and again, or null
     */
    Region(Region outer, Frame frame, Loop loop) {
        this.outer = outer;
        this.frame = frame;
        this.loop = loop;
    }

    Region outer() {
        return outer;
    }

    Frame frame() {
        return frame;
    }

    /** Whether it is a method or a real block, not an inlined one. */
    boolean isWholeFrame() {
        return outer == null || outer.frame != frame;
    }

    Loop loop() {
        return loop;
    }

    Local declare(String name, boolean argument, int offset) {
        Local local = new Local(name, argument, this, offset);
        locals.add(local);
        return local;
    }

    List<Local> locals() {
        return locals;
    }

    /** The variable declared here under {@code name}, or null. */
    Local find(String name) {
        for (int i = locals.size() - 1; i >= 0; i--) {
            if (locals.get(i).name().equals(name)) {
                return locals.get(i);
            }
        }
        return null;
    }

    /** To be called when all uses are known: gives the shared variables their vectors. */
    void close() {
        int element = MAX_VECTOR;
        for (Local local : locals) {
            if (local.mustBeShared()) {
                if (element == MAX_VECTOR) {
                    vectors.add(new Local("<vector>", false, this, local.offset()));
                    vectorSizes.add(0);
                    element = 0;
                }
                local.shareIn(vectors.getLast(), element++);
                vectorSizes.set(vectorSizes.size() - 1, element);
            }
        }
    }

    List<Local> vectors() {
        return vectors;
    }

    int vectorSize(int vector) {
        return vectorSizes.get(vector);
    }
}
