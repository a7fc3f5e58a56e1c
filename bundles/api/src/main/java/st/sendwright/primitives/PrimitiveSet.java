package st.sendwright.primitives;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A group of primitives under one module name. <b>Called</b> F0. <b>Thread</b>: the VM thread.
 */
@ConsumerType
public interface PrimitiveSet {

    /** What {@code <primitive: 'name' module: 'module'>} calls the group. */
    String module();

    /** All of them. Two of one name are an error. */
    List<Binding> bindings();

    /**
     * A primitive's name and code.
     *
     * @param name unique in the module
     * @param arguments how many it takes, or -1 for any number
     */
    record Binding(String name, int arguments, Primitive code) {
    }
}
