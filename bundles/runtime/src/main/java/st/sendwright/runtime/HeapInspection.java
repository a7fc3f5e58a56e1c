package st.sendwright.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import st.sendwright.gc.Collector.Reason;
import st.sendwright.heap.HeapInspector;
import st.sendwright.heap.HeapInspector.ClassUse;
import st.sendwright.heap.HeapInspector.Heap;
import st.sendwright.heap.HeapInspector.Ownership;
import st.sendwright.heap.HeapInspector.RootGroup;
import st.sendwright.vm.ObjectHandle;

/**
 * Looks into one VM's heap with the installed inspector; each question is preceded by a full collection.
 *
 * <p><b>Thread</b>: the VM thread, at a driver exit.
 */
final class HeapInspection {

    private final World world;
    private final Optional<HeapInspector> inspector;

    HeapInspection(World world, Optional<HeapInspector> inspector) {
        this.world = world;
        this.inspector = inspector;
    }

    private HeapInspector inspector() {
        return inspector.orElseThrow(() -> new UnsupportedOperationException(
                "SW-HEAP-030 no bundle that looks into heaps is installed; start st.sendwright.heap.tools"));
    }

    private Heap heap() {
        world.collect(Reason.REQUESTED, 0);
        return new Heap(world.mutator, world.regions(), List.of(
                new RootGroup("the handles of Java programs", world.handles::visit),
                new RootGroup("the stacks of Processes", world.stacks::visit)));
    }

    List<ClassUse> histogram() {
        return inspector().histogram(heap());
    }

    /** Empty when there is no such class. */
    Optional<Ownership> owners(String className, int mostOwners) {
        HeapInspector present = inspector();
        Heap heap = heap();
        long classOop = world.classes.named(className);
        return classOop == 0 ? Optional.empty() : Optional.of(present.owners(heap, classOop, mostOwners));
    }

    Ownership owners(ObjectHandle classHandle, int mostOwners) {
        HeapInspector present = inspector();
        Heap heap = heap();
        return present.owners(heap, world.handles.oop(classHandle), mostOwners);
    }

    /** A path that does not begin at a handle: one leads to each object that is asked for. */
    Optional<List<String>> path(ObjectHandle object) {
        HeapInspector present = inspector();
        Heap heap = heap();
        return present.path(new Heap(heap.mutator(), heap.regions(), List.of(heap.roots().getLast())),
                world.handles.oop(object));
    }

    void export(Path file) throws IOException {
        inspector().export(heap(), file);
    }
}
