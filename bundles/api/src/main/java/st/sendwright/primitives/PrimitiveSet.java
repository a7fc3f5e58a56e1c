package st.sendwright.primitives;

import java.util.List;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A group of primitives under one module name, a service with the property {@code sendwright.name}. Of several of one module the
 * one with the highest ranking is in force, until somebody chooses another. All are asked again by each VM that puts
 * them in force. <b>Called</b> F0. <b>Thread</b>: the VM thread; {@link #module} any.
 */
@ConsumerType
public interface PrimitiveSet {

    /** What {@code <primitive: 'name' module: 'module'>} calls the group. */
    String module();

    /** All of them. Two of one name are an error. */
    List<Binding> bindings();

    /** What its primitives do outside of the VM; for people. */
    default Set<Permission> permissions() {
        return Set.of();
    }

    /**
     * Whether this is a set that the kernel library is written for. Then back ends may do in machine code what its
     * primitives do, and it stays in force when its bundle stops, until another takes its place.
     */
    default boolean isCore() {
        return false;
    }

    /** What its primitives have done since it was put in force, where it has counted that. <b>Thread</b>: the VM thread. */
    default List<CallCount> counts() {
        return List.of();
    }

    /**
     * What a primitive has done.
     *
     * @param nanos time within it, with what it has called
     */
    record CallCount(String name, long calls, long failures, long nanos) {
    }

    /**
     * A primitive's name and code.
     *
     * @param name unique in the module
     * @param arguments how many it takes, or -1 for any number
     */
    record Binding(String name, int arguments, Primitive code) {
    }
}
