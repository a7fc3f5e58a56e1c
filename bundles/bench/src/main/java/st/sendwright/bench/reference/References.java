package st.sendwright.bench.reference;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** All benchmarks in Java by name. */
public final class References {

    private static final Map<String, Supplier<Reference>> BY_NAME = Map.ofEntries(
            Map.entry("benchFib", Fib::new),
            Map.entry("emptyLoop", EmptyLoop::new),
            Map.entry("iterations", Iterations::new),
            Map.entry("arithmetic", Arithmetic::new),
            Map.entry("sends", Sends::new),
            Map.entry("sieve", Sieve::new),
            Map.entry("queens", Queens::new),
            Map.entry("towers", Towers::new),
            Map.entry("permutations", Permutations::new),
            Map.entry("list", Lists::new),
            Map.entry("storage", Storage::new),
            Map.entry("binaryTrees", Trees::new),
            Map.entry("bounce", Bounce::new),
            Map.entry("nBody", Bodies::new),
            Map.entry("mandelbrot", Mandelbrot::new),
            Map.entry("scheduler", Scheduler::new),
            Map.entry("constraints", Constraints::new),
            Map.entry("json", Json::new),
            Map.entry("nesting", Nesting::new),
            Map.entry("collisions", Collisions::new),
            Map.entry("dictionaries", Dictionaries::new),
            Map.entry("strings", Strings::new),
            Map.entry("exceptions", Exceptions::new),
            Map.entry("polymorphic", () -> new Polymorphic(4)),
            Map.entry("megamorphic", () -> new Polymorphic(16)),
            Map.entry("nonLocalReturn", NonLocalReturn::new),
            Map.entry("processes", Processes::new));

    private References() {
    }

    /** A new one, or empty when there is none of that name. */
    public static Optional<Reference> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name)).map(Supplier::get);
    }
}
