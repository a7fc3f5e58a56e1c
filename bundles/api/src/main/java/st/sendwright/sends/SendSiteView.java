package st.sendwright.sends;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a policy is told of a send that has missed.
 *
 * @param shape how it was linked until now
 * @param cases the classes that its code compares, in this order; none when it is megamorphic
 * @param seen the receiver's class. One of {@code cases} when its counter has run down
 * @param misses how often it has missed since its code was made, this time included; linking anew forgets none
 */
public record SendSiteView(Shape shape, List<Case> cases, Case seen, long misses) {

    /** How a send is linked. */
    public enum Shape {
        /** It compares nothing, and misses. */
        UNLINKED,
        /** The callee compares one class. */
        MONOMORPHIC,
        /** Code of its own compares several. */
        POLYMORPHIC,
        /** Code for all sends of the selector looks into a cache of all classes. */
        MEGAMORPHIC
    }

    /**
     * A class and what the send means for it.
     *
     * @param classIndex of the class
     * @param target says which code is called: the same for classes that inherit the same method
     * @param sends how often the class was sent to since the send was unlinked last, as far as it was counted
     */
    public record Case(int classIndex, long target, long sends) {
    }

    public SendSiteView {
        cases = List.copyOf(cases);
    }

    /** Whether the code compares the class that was seen. */
    public boolean isKnown() {
        return cases.stream().anyMatch(each -> each.classIndex() == seen.classIndex());
    }

    /** The cases, and behind them the class that was seen unless it is one of them. */
    public List<Case> all() {
        if (isKnown()) {
            return cases;
        }
        List<Case> all = new ArrayList<>(cases);
        all.add(seen);
        return List.copyOf(all);
    }

    /** All cases, those with most sends first, otherwise in their order. */
    public List<Case> byFrequency() {
        Stream<Case> sorted = all().stream().sorted((a, b) -> Long.compare(b.sends(), a.sends()));
        return sorted.toList();
    }
}
