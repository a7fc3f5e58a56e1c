package st.sendwright.heap.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.gc.contract.TestHeap;
import st.sendwright.gc.semispace.SemispaceCollector;
import st.sendwright.heap.HeapInspector.Heap;
import st.sendwright.heap.HeapInspector.RootGroup;
import st.sendwright.model.Allocation;
import st.sendwright.model.ArrayObjects;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;

@DisplayName("Dominators")
class DominatorsTest {

    private static final int ROOTS = 3;

    /** Against the definition: a node dominates those that are not reached without it. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void areThoseOfTheDefinition(long seed) {
        Random random = new Random(seed);
        try (TestHeap heap = newHeap()) {
            fill(heap, random, 20 + random.nextInt(80));
            HeapGraph graph = graph(heap);
            Dominators dominators = new Dominators(graph);
            boolean[][] reachedWithout = new boolean[graph.size()][];
            for (int node = 0; node < graph.size(); node++) {
                reachedWithout[node] = reached(graph, node);
            }
            boolean[] reached = reached(graph, HeapGraph.NONE);
            long[] retained = dominators.retainedBytes();
            for (int node = 0; node < graph.size(); node++) {
                if (!reached[node]) {
                    assertThat(dominators.of(node)).isEqualTo(Dominators.UNREACHABLE);
                    continue;
                }
                assertThat(dominators.of(node)).as("dominator of %d", node)
                        .isEqualTo(nearest(node, reachedWithout));
                long bytes = 0;
                for (int other = 0; other < graph.size(); other++) {
                    bytes += reached[other] && !reachedWithout[node][other] ? graph.bytes(other) : 0;
                }
                assertThat(retained[node]).as("bytes retained by %d", node).isEqualTo(bytes);
            }
        }
    }

    /** Of the nodes without which a node is not reached, the one that all others of them dominate. */
    private static int nearest(int node, boolean[][] reachedWithout) {
        int nearest = Dominators.ROOTS;
        for (int other = 0; other < reachedWithout.length; other++) {
            boolean dominates = other != node && !reachedWithout[other][node];
            if (dominates && (nearest == Dominators.ROOTS || !reachedWithout[nearest][other])) {
                nearest = other;
            }
        }
        return nearest;
    }

    @Test
    void ofALongListAreFoundWithoutRecursion() {
        try (TestHeap heap = newHeap()) {
            int length = 100_000;
            long shared = ArrayObjects.newArray(heap.mutator, 0);
            for (int index = 0; index < length; index++) {
                long link = ArrayObjects.newArray(heap.mutator, 2);
                ObjectHeader.rawPutSlot(link, 0, heap.root(0) == 0 ? heap.nil : heap.root(0));
                ObjectHeader.rawPutSlot(link, 1, shared);
                heap.putRoot(0, link);
            }
            HeapGraph graph = graph(heap);
            Dominators dominators = new Dominators(graph);

            int first = graph.node(heap.root(0));
            assertThat(dominators.of(first)).isEqualTo(Dominators.ROOTS);
            assertThat(dominators.of(graph.node(shared))).isEqualTo(first);
            assertThat(dominators.retainedBytes()[first]).isEqualTo(length * 24L + 16);
        }
    }

    @Test
    void leaveWeakReferencesOut() {
        try (TestHeap heap = newHeap()) {
            int weakIndex = heap.newClass(1, ObjectFormat.WEAK);
            long weak = Allocation.allocatePointers(heap.mutator, weakIndex, ObjectFormat.WEAK, 2);
            long named = ArrayObjects.newArray(heap.mutator, 1);
            long indexed = ArrayObjects.newArray(heap.mutator, 1);
            ObjectHeader.rawPutSlot(weak, 0, named);
            ObjectHeader.rawPutSlot(weak, 1, indexed);
            heap.putRoot(0, weak);
            HeapGraph graph = graph(heap);
            Dominators dominators = new Dominators(graph);

            assertThat(dominators.of(graph.node(named))).isEqualTo(graph.node(weak));
            assertThat(dominators.of(graph.node(indexed))).isEqualTo(Dominators.UNREACHABLE);
        }
    }

    private static TestHeap newHeap() {
        return new TestHeap(new SemispaceCollector(), 16 << 20, false);
    }

    private static HeapGraph graph(TestHeap heap) {
        return new HeapGraph(new Heap(heap.mutator, heap.collector.regions(),
                List.of(new RootGroup("a test", heap::strong))));
    }

    private static void fill(TestHeap heap, Random random, int objects) {
        long[] oops = new long[objects];
        for (int index = 0; index < objects; index++) {
            oops[index] = ArrayObjects.newArray(heap.mutator, random.nextInt(4));
        }
        for (long each : oops) {
            for (int slot = 0; slot < ObjectHeader.slots(each); slot++) {
                ObjectHeader.rawPutSlot(each, slot, random.nextInt(6) == 0 ? heap.nil
                        : oops[random.nextInt(objects)]);
            }
        }
        for (int root = 0; root < ROOTS; root++) {
            heap.putRoot(root, oops[random.nextInt(objects)]);
        }
    }

    private static boolean[] reached(HeapGraph graph, int without) {
        boolean[] seen = new boolean[graph.size()];
        Deque<Integer> open = new ArrayDeque<>();
        graph.roots().forEach(root -> Arrays.stream(root.targets()).forEach(open::add));
        while (!open.isEmpty()) {
            int node = open.pop();
            if (node == without || seen[node]) {
                continue;
            }
            seen[node] = true;
            for (int slot = 0; slot < graph.slots(node); slot++) {
                int target = graph.target(node, slot);
                if (target != HeapGraph.NONE) {
                    open.add(target);
                }
            }
        }
        return seen;
    }
}
