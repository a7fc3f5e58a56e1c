package st.sendwright.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import st.sendwright.jit.BackEnd.Case;
import st.sendwright.model.Memory;
import st.sendwright.sends.SendSiteView.Shape;

/** How a send of machine code is linked, and what was counted since it was unlinked last. */
final class SendState {

    private final CodeBlock sender;
    private final int index;
    /** What it calls or its code does: of each case, in their order; of a send to super the one. */
    private List<CodeBlock> targets = List.of();
    /** The code between it and what it calls, or null. */
    private CodeBlock stub;
    /** The classes that its code compares, in this order. */
    private List<Case> cases = List.of();
    private Shape shape = Shape.UNLINKED;
    /** From where the counters of the cases run down to 0. */
    private int sample;
    /** Sends by class index, without what stands in the counters. */
    private final Map<Integer, Long> counted = new HashMap<>();
    private long misses;

    /** @param index which send of the code it is */
    SendState(CodeBlock sender, int index) {
        this.sender = sender;
        this.index = index;
    }

    CodeBlock sender() {
        return sender;
    }

    int index() {
        return index;
    }

    long returnAddress() {
        return sender.returnAddress(index);
    }

    List<CodeBlock> targets() {
        return targets;
    }

    CodeBlock stub() {
        return stub;
    }

    /**
     * It calls these from now on; each knows it as a caller.
     *
     * @return the code that stood between until now, or null
     */
    CodeBlock attach(CodeBlock newStub, List<CodeBlock> newTargets) {
        CodeBlock before = stub;
        targets.forEach(each -> each.callers().remove(this));
        if (stub != null) {
            stub.callers().remove(this);
        }
        targets = List.copyOf(newTargets);
        stub = newStub;
        targets.forEach(each -> each.callers().add(this));
        if (stub != null) {
            stub.callers().add(this);
        }
        return before;
    }

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
