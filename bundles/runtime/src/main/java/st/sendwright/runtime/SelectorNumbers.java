package st.sendwright.runtime;

import java.util.HashMap;
import java.util.Map;

/** Numbers of selectors, from 1: they stay when a collection moves the Symbols. <b>Thread</b>: the VM thread. */
final class SelectorNumbers {

    private final Map<String, Integer> numbers = new HashMap<>();

    int of(World world, long selector) {
        return numbers.computeIfAbsent(world.text(selector), unused -> numbers.size() + 1);
    }
}
