package st.sendwright.heap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Answers what is in a heap and what keeps it there. The VM runs without one.
 *
 * <p><b>Called</b> F0, at a driver exit, directly after a full collection, so that what is dead is not counted.
 * <b>Thread</b>: the VM thread. <b>State</b>: none between two calls.
 */
@ProviderType
public interface HeapInspector {

    /**
     * A heap that stands still.
     *
     * @param regions where its objects lie, the permanent ones left out
     * @param roots what keeps objects alive besides the class table and the special objects, by name
     */
    record Heap(long mutator, List<Region> regions, List<RootGroup> roots) {
        public Heap {
            regions = List.copyOf(regions);
            roots = List.copyOf(roots);
        }
    }

    /**
     * Roots of one kind.
     *
     * @param name for people, such as {@code "the stacks of Processes"}
     * @param words shows a visitor where the references lie
     */
    record RootGroup(String name, Consumer<Roots.StrongVisitor> words) {
    }

    /**
     * The instances of one class; those of its subclasses are none.
     *
     * @param bytes what they take themselves, headers included
     */
    record ClassUse(String className, long instances, long bytes) {
    }

    /** All classes that have instances, those with the most bytes first. */
    List<ClassUse> histogram(Heap heap);

    /**
     * Who keeps the instances of a class alive.
     *
     * @param use what they are and take
     * @param retainedBytes what would become free with them: their own bytes and those of all that only they keep
     * @param owners the objects without which some of them would be dead, those that keep the most first
     */
    record Ownership(ClassUse use, long retainedBytes, List<Owner> owners) {
        public Ownership {
            owners = List.copyOf(owners);
        }
    }

    /**
     * An object that dominates others: every path from a root to them leads through it.
     *
     * @param owner what it is, for people; {@code "several roots"} for instances that no single object keeps
     * @param instances how many instances of the class it dominates immediately
     * @param retainedBytes bytes of those and of all that only they keep
     * @param path a shortest path from a root to the owner, one line for each step; empty for several roots
     */
    record Owner(String owner, long instances, long retainedBytes, List<String> path) {
        public Owner {
            path = List.copyOf(path);
        }
    }

    /**
     * Finds the owners of a class's instances. Takes about 80 bytes of Java memory for each object.
     *
     * @param mostOwners how many to answer at most
     */
    Ownership owners(Heap heap, long classOop, int mostOwners);

    /**
     * A shortest path from a root to an object, one line for each step; from the special objects if there is one, else from
     * the class table, else from the first group of the heap's roots that leads to it. Empty when nothing does.
     */
    Optional<List<String>> path(Heap heap, long oop);

    /** Writes all objects to a file in the format HPROF, which viewers of Java heaps read. */
    void export(Heap heap, Path file) throws IOException;
}
