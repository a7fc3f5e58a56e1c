package st.sendwright.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import st.sendwright.jit.BackEnd.Case;
import st.sendwright.model.Memory;
import st.sendwright.sends.SendSiteView.Shape;

/** How a send of machine code is linked, and what was counted since it was unlinked last. */
final class SendState {

    /** The classes that its code compares, in this order. */
    private List<Case> cases = List.of();
    private Shape shape = Shape.UNLINKED;
    /** From where the counters of the cases run down to 0. */
    private int sample;
    /** Sends by class index, without what stands in the counters. */
    private final Map<Integer, Long> counted = new HashMap<>();
    private long misses;

    Shape shape() {
        return shape;
    }

    List<Case> cases() {
        return cases;
    }

    long misses() {
        return misses;
    }

    void missed() {
        misses++;
    }

    /** How many sends to a class were counted. */
    long sends(int classIndex) {
        long sum = counted.getOrDefault(classIndex, 0L);
        for (Case each : cases) {
            if (each.classIndex() == classIndex && each.counter() != 0) {
                sum += sample - Memory.intAt(each.counter());
            }
        }
        return sum;
    }

    /** It compares these now. Counters of the cases until now are read, and then no longer used. */
    void become(Shape newShape, List<Case> newCases, int newSample, SendCounters counters) {
        for (Case each : cases) {
            if (each.counter() != 0) {
                counted.put(each.classIndex(), sends(each.classIndex()));
            }
        }
        giveBack(counters);
        shape = newShape;
        cases = List.copyOf(newCases);
        sample = newSample;
    }

    void unlink(SendCounters counters) {
        giveBack(counters);
        counted.clear();
        cases = List.of();
        shape = Shape.UNLINKED;
    }

    private void giveBack(SendCounters counters) {
        cases.stream().filter(each -> each.counter() != 0).forEach(each -> counters.giveBack(each.counter()));
    }
}
