package st.sendwright.heap.tools;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import st.sendwright.heap.HeapInspector;
import st.sendwright.heap.Region;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;

/** Answers questions about a heap from its graph of references. */
@Component(service = HeapInspector.class)
public final class GraphInspector implements HeapInspector {

    @Override
    public List<ClassUse> histogram(Heap heap) {
        int classes = (int) Memory.longAt(heap.mutator() + MutatorBlock.CLASS_TABLE_LIMIT);
        long[] instances = new long[classes];
        long[] bytes = new long[classes];
        for (Region region : heap.regions()) {
            for (long at = region.start(); at < region.end();) {
                long oop = ObjectHeader.objectAt(at);
                long next = ObjectHeader.end(oop);
                int index = ObjectHeader.classIndex(oop);
                instances[index]++;
                bytes[index] += next - at;
                at = next;
            }
        }
        List<ClassUse> uses = new ArrayList<>();
        for (int index = ObjectHeader.FREE_CLASS_INDEX + 1; index < classes; index++) {
            if (instances[index] > 0) {
                String name = ClassObjects.name(heap.mutator(), MutatorBlock.classAt(heap.mutator(), index));
                uses.add(new ClassUse(name, instances[index], bytes[index]));
            }
        }
        uses.sort(Comparator.comparingLong(ClassUse::bytes).reversed().thenComparing(ClassUse::className));
        return uses;
    }

    /** What one owner dominates of the class. */
    private static final class Share {
        long instances;
        long retainedBytes;
    }

    @Override
    public Ownership owners(Heap heap, long classOop, int mostOwners) {
        HeapGraph graph = new HeapGraph(heap);
        Dominators dominators = new Dominators(graph);
        long[] retained = dominators.retainedBytes();
        int classIndex = ClassObjects.classIndex(classOop);
        boolean[] isCounted = dominators.areDominatedBy(
                node -> ObjectHeader.classIndex(graph.oop(node)) == classIndex);
        Map<Integer, Share> shares = new HashMap<>();
        long instances = 0;
        long bytes = 0;
        long retainedBytes = 0;
        for (int node = 0; node < graph.size(); node++) {
            int owner = dominators.of(node);
            if (ObjectHeader.classIndex(graph.oop(node)) != classIndex || owner == Dominators.UNREACHABLE) {
                continue;
            }
            instances++;
            bytes += graph.bytes(node);
            Share share = shares.computeIfAbsent(owner, any -> new Share());
            share.instances++;
            share.retainedBytes += retained[node];
            if (!isCounted[node]) {
                retainedBytes += retained[node];
            }
        }
        List<Map.Entry<Integer, Share>> largest = shares.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<Integer, Share> each) -> -each.getValue().retainedBytes)
                        .thenComparing(Map.Entry::getKey))
                .limit(mostOwners).toList();
        Descriptions descriptions = new Descriptions(heap.mutator());
        ShortestPaths paths = new ShortestPaths(graph, descriptions);
        List<Owner> owners = largest.stream().map(each -> owner(graph, descriptions, paths, each)).toList();
        return new Ownership(new ClassUse(ClassObjects.name(heap.mutator(), classOop), instances, bytes),
                retainedBytes, owners);
    }

    private static Owner owner(HeapGraph graph, Descriptions descriptions, ShortestPaths paths,
            Map.Entry<Integer, Share> entry) {
        Share share = entry.getValue();
        int node = entry.getKey();
        return node == Dominators.ROOTS
                ? new Owner("several roots", share.instances, share.retainedBytes, List.of())
                : new Owner(descriptions.object(graph.oop(node)), share.instances, share.retainedBytes,
                        paths.to(node).orElseThrow());
    }

    @Override
    public Optional<List<String>> path(Heap heap, long oop) {
        HeapGraph graph = new HeapGraph(heap);
        int node = graph.node(oop);
        return node == HeapGraph.NONE ? Optional.empty()
                : new ShortestPaths(graph, new Descriptions(heap.mutator())).to(node);
    }

    @Override
    public void export(Heap heap, Path file) throws IOException {
        new HprofExport(heap).write(file);
    }
}
