package st.sendwright.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import st.sendwright.gc.Collector;
import st.sendwright.gc.generational.GenerationalCollector;
import st.sendwright.gc.none.NoneCollector;
import st.sendwright.gc.semispace.SemispaceCollector;

/** Memory plans without a framework; counts what is taken and not given back. */
final class TestPlans implements MemoryPlans {

    private final Map<String, Supplier<Collector>> makers = new TreeMap<>(Map.of("none", NoneCollector::new,
            "semispace", SemispaceCollector::new));
    private final String preferred;
    private int outstanding;

    TestPlans() {
        this.preferred = "semispace";
    }

    /** Plans of which another one is the first choice, which has write barriers. */
    static TestPlans generational() {
        TestPlans plans = new TestPlans("generational");
        plans.add("generational", GenerationalCollector::new);
        return plans;
    }

    private TestPlans(String preferred) {
        this.preferred = preferred;
    }

    @Override
    public List<String> names() {
        return List.copyOf(makers.keySet());
    }

    @Override
    public String preferred() {
        return preferred;
    }

    @Override
    public Optional<Collector> take(String name) {
        Optional<Collector> plan = Optional.ofNullable(makers.get(name)).map(Supplier::get);
        plan.ifPresent(instance -> outstanding++);
        return plan;
    }

    @Override
    public void giveBack(Collector plan) {
        outstanding--;
    }

    void add(String name, Supplier<Collector> maker) {
        makers.put(name, maker);
    }

    int outstanding() {
        return outstanding;
    }
}
