package st.sendwright.heap.tools;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** For each node a shortest path from the first group of roots that leads to it, found by walks in breadth. */
final class ShortestPaths {

    private static final int UNSEEN = Integer.MIN_VALUE;

    private final HeapGraph graph;
    private final Descriptions descriptions;
    /** The node before, or -1 - the index of the root group that refers to it. */
    private final int[] previous;

    ShortestPaths(HeapGraph graph, Descriptions descriptions) {
        this.graph = graph;
        this.descriptions = descriptions;
        previous = new int[graph.size()];
        Arrays.fill(previous, UNSEEN);
        walk();
    }

    private void walk() {
        int[] queue = new int[graph.size()];
        int next = 0;
        int end = 0;
        // Group by group: a global variable says more about an object than the stack of who asks for it.
        for (int group = 0; group < graph.roots().size(); group++) {
            for (int target : graph.roots().get(group).targets()) {
                if (previous[target] == UNSEEN) {
                    previous[target] = -1 - group;
                    queue[end++] = target;
                }
            }
            for (; next < end; next++) {
                int node = queue[next];
                int slots = graph.slots(node);
                for (int slot = 0; slot < slots; slot++) {
                    int target = graph.target(node, slot);
                    if (target != HeapGraph.NONE && previous[target] == UNSEEN) {
                        previous[target] = node;
                        queue[end++] = target;
                    }
                }
            }
        }
    }

    /** One line for each step: the root, then each object and the slot that leads on; empty when there is no path. */
    Optional<List<String>> to(int node) {
        if (previous[node] == UNSEEN) {
            return Optional.empty();
        }
        Deque<Integer> steps = new ArrayDeque<>();
        int each = node;
        for (; each >= 0; each = previous[each]) {
            steps.push(each);
        }
        List<String> lines = new ArrayList<>();
        lines.add(graph.roots().get(-1 - each).name());
        while (!steps.isEmpty()) {
            int step = steps.pop();
            String slot = steps.isEmpty() ? "" : ", " + slotTo(step, steps.peek());
            lines.add(descriptions.object(graph.oop(step)) + slot);
        }
        return Optional.of(lines);
    }

    private String slotTo(int node, int target) {
        for (int slot = 0; slot < graph.slots(node); slot++) {
            if (graph.target(node, slot) == target) {
                return descriptions.slot(graph.oop(node), slot);
            }
        }
        throw new IllegalStateException("no slot leads to a node that was found through one");
    }
}
