package st.sendwright.language.loader;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import st.sendwright.language.SourceItem;

/** Items that wait for a class, in file order. */
final class HeldItems {

    /**
     * One of them.
     *
     * @param treatment how its file is loaded
     * @param needs the class it waits for
     * @param defines the class it makes, when it is a class definition
     */
    record Held(SourceItem item, Treatment treatment, String needs, Optional<String> defines) {
    }

    private List<Held> items = new ArrayList<>();
    private final Map<String, String> superclasses = new HashMap<>();

    void add(SourceItem item, Treatment treatment, String needs, Optional<String> defines) {
        items.add(new Held(item, treatment, needs, defines));
        defines.ifPresent(name -> superclasses.put(name, needs));
    }

    /** Whether a class of this name waits to be made. */
    boolean isHeldDefinition(String className) {
        return superclasses.containsKey(className);
    }

    /** Takes out what waits for classes that exist now. */
    List<Held> takeReady(Predicate<String> exists) {
        Map<String, Boolean> answers = new HashMap<>();
        List<Held> ready = new ArrayList<>();
        List<Held> waiting = new ArrayList<>();
        for (Held held : items) {
            boolean isReady = !isHeldDefinition(held.needs())
                    && answers.computeIfAbsent(held.needs(), exists::test);
            (isReady ? ready : waiting).add(held);
        }
        items = waiting;
        ready.forEach(held -> held.defines().ifPresent(superclasses::remove));
        return ready;
    }

    List<Held> remaining() {
        return List.copyOf(items);
    }

    /** The waiting superclasses of a class up to itself again; empty when they end elsewhere. */
    List<String> cycleFrom(String className) {
        List<String> chain = new ArrayList<>(List.of(className));
        Set<String> seen = new HashSet<>();
        String at = superclasses.get(className);
        while (at != null && seen.add(at)) {
            chain.add(at);
            if (at.equals(className)) {
                return chain;
            }
            at = superclasses.get(at);
        }
        return List.of();
    }
}
