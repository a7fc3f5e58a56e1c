package st.sendwright.heap.tools;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The immediate dominator of each node: the last one that all paths from the roots to it have in common.
 *
 * <p>All arrays are indexed by the order in which a depth-first walk meets the nodes; number 0 is a node that stands
 * for all roots.
 *
 * <p>Source: T. Lengauer, R. E. Tarjan, A Fast Algorithm for Finding Dominators in a Flowgraph, TOPLAS 1 (1979), the
 * simple version.
 */
final class Dominators {

    /** What {@link #of} answers for a node that no single object keeps alive. */
    static final int ROOTS = -1;
    /** What {@link #of} answers for a node that no root leads to. */
    static final int UNREACHABLE = -2;

    private final HeapGraph graph;
    /** Number by node, 0 while the walk has not met it. */
    private final int[] numbers;
    /** Node by number; the roots' is of no use. */
    private final int[] nodes;
    private final int[] parents;
    private int count = 1;

    private int[] predecessorStarts;
    private int[] predecessors;
    private int[] semidominators;
    private int[] ancestors;
    private int[] labels;
    private int[] dominators;

    Dominators(HeapGraph graph) {
        this.graph = graph;
        numbers = new int[graph.size()];
        nodes = new int[graph.size() + 1];
        parents = new int[graph.size() + 1];
        walk();
        collectPredecessors();
        findDominators();
        ancestors = null;
        labels = null;
        semidominators = null;
        predecessors = null;
        predecessorStarts = null;
    }

    /** The dominator of a node, {@link #ROOTS} or {@link #UNREACHABLE}. */
    int of(int node) {
        if (numbers[node] == 0) {
            return UNREACHABLE;
        }
        int dominator = dominators[numbers[node]];
        return dominator == 0 ? ROOTS : nodes[dominator];
    }

    /** For each node its own bytes and those of all that it dominates. */
    long[] retainedBytes() {
        long[] retained = new long[graph.size()];
        for (int node = 0; node < retained.length; node++) {
            retained[node] = graph.bytes(node);
        }
        // A dominator is met before what it dominates.
        for (int number = count - 1; number > 0; number--) {
            if (dominators[number] != 0) {
                retained[nodes[dominators[number]]] += retained[nodes[number]];
            }
        }
        return retained;
    }

    /** Whether a node has a dominator, immediate or not, for which {@code test} holds; by node. */
    boolean[] areDominatedBy(IntPredicate test) {
        boolean[] found = new boolean[graph.size()];
        for (int number = 1; number < count; number++) {
            int dominator = dominators[number];
            found[nodes[number]] = dominator != 0
                    && (found[nodes[dominator]] || test.test(nodes[dominator]));
        }
        return found;
    }

    private void walk() {
        int[] openNodes = new int[1024];
        int[] openSlots = new int[1024];
        for (HeapGraph.Root root : graph.roots()) {
            for (int target : root.targets()) {
                if (numbers[target] != 0) {
                    continue;
                }
                meet(target, 0);
                int depth = 0;
                openNodes[0] = target;
                openSlots[0] = 0;
                while (depth >= 0) {
                    int node = openNodes[depth];
                    if (openSlots[depth] == graph.slots(node)) {
                        depth--;
                        continue;
                    }
                    int next = graph.target(node, openSlots[depth]++);
                    if (next != HeapGraph.NONE && numbers[next] == 0) {
                        meet(next, numbers[node]);
                        depth++;
                        if (depth == openNodes.length) {
                            openNodes = Arrays.copyOf(openNodes, depth * 2);
                            openSlots = Arrays.copyOf(openSlots, depth * 2);
                        }
                        openNodes[depth] = next;
                        openSlots[depth] = 0;
                    }
                }
            }
        }
    }

    private void meet(int node, int parent) {
        numbers[node] = count;
        nodes[count] = node;
        parents[count] = parent;
        count++;
    }

    private void collectPredecessors() {
        predecessorStarts = new int[count + 2];
        forEachEdge((from, to) -> predecessorStarts[to + 2]++);
        for (int number = 2; number < predecessorStarts.length; number++) {
            predecessorStarts[number] = Math.addExact(predecessorStarts[number], predecessorStarts[number - 1]);
        }
        predecessors = new int[predecessorStarts[count + 1]];
        forEachEdge((from, to) -> predecessors[predecessorStarts[to + 1]++] = from);
    }

    /** Takes the numbers of the two ends of an edge. */
    private interface EdgeVisitor {
        void edge(int from, int to);
    }

    private void forEachEdge(EdgeVisitor visitor) {
        for (HeapGraph.Root root : graph.roots()) {
            for (int target : root.targets()) {
                visitor.edge(0, numbers[target]);
            }
        }
        for (int number = 1; number < count; number++) {
            int node = nodes[number];
            int slots = graph.slots(node);
            for (int slot = 0; slot < slots; slot++) {
                int target = graph.target(node, slot);
                if (target != HeapGraph.NONE) {
                    visitor.edge(number, numbers[target]);
                }
            }
        }
    }

    private void findDominators() {
        semidominators = new int[count];
        labels = new int[count];
        ancestors = new int[count];
        dominators = new int[count];
        int[] bucketHeads = new int[count];
        int[] bucketNext = new int[count];
        Arrays.fill(ancestors, -1);
        Arrays.fill(bucketHeads, -1);
        for (int number = 0; number < count; number++) {
            semidominators[number] = number;
            labels[number] = number;
        }
        for (int number = count - 1; number > 0; number--) {
            for (int index = predecessorStarts[number]; index < predecessorStarts[number + 1]; index++) {
                int semidominator = semidominators[evaluate(predecessors[index])];
                semidominators[number] = Math.min(semidominators[number], semidominator);
            }
            int bucket = semidominators[number];
            bucketNext[number] = bucketHeads[bucket];
            bucketHeads[bucket] = number;
            int parent = parents[number];
            ancestors[number] = parent;
            for (int each = bucketHeads[parent]; each != -1; each = bucketNext[each]) {
                int best = evaluate(each);
                dominators[each] = semidominators[best] < semidominators[each] ? best : parent;
            }
            bucketHeads[parent] = -1;
        }
        for (int number = 1; number < count; number++) {
            if (dominators[number] != semidominators[number]) {
                dominators[number] = dominators[dominators[number]];
            }
        }
    }

    private int[] path = new int[64];

    /** The number with the least semidominator on the path from a number up to below its tree's root. */
    private int evaluate(int number) {
        if (ancestors[number] == -1) {
            return number;
        }
        int length = 0;
        for (int each = number; ancestors[ancestors[each]] != -1; each = ancestors[each]) {
            if (length == path.length) {
                path = Arrays.copyOf(path, length * 2);
            }
            path[length++] = each;
        }
        while (--length >= 0) {
            int each = path[length];
            int above = ancestors[each];
            if (semidominators[labels[above]] < semidominators[labels[each]]) {
                labels[each] = labels[above];
            }
            ancestors[each] = ancestors[above];
        }
        return labels[number];
    }
}
