package st.sendwright.primitives;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Something that can be put around any set of primitives, such as one that counts calls: a service with the property
 * {@code sendwright.name}. For each module there is a provider of that name then, which nobody gets who has not asked for
 * it; it stands before the set that has the highest ranking at the moment when it is put in force. <b>Called</b> F0.
 * <b>Thread</b>: the VM threads.
 */
@ConsumerType
public interface PrimitiveDecorator {

    /**
     * A new set with the module and the primitives of another, for one VM. Its primitives may be called within one another, as those that
     * send messages are.
     */
    PrimitiveSet decorate(PrimitiveSet original);
}
