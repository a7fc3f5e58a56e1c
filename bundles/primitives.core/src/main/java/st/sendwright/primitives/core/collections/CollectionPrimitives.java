package st.sendwright.primitives.core.collections;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import st.sendwright.primitives.DeferredPrimitive;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveSet;

/** The module {@code Collections}: bulk work on indexable objects, and numbers inside of bytes. */
@Component(service = PrimitiveSet.class, property = "sendwright.name=core-collections")
public final class CollectionPrimitives implements PrimitiveSet {

    private static final List<Binding> BINDINGS = DeferredPrimitive.bindings(CollectionPrimitives::code,
            "replace 4", "fill 3", "identityIndex 1", "sortIntegers 0", "equal 1", "hash 0", "indexOfByte 2",
            "integerAt 4", "integerAtPut 4", "doubleAt 1", "doubleAtPut 2", "floatAt 1", "floatAtPut 2");

    @Override
    public String module() {
        return "Collections";
    }

    @Override
    public boolean isCore() {
        return true;
    }

    @Override
    public List<Binding> bindings() {
        return BINDINGS;
    }

    private static Primitive code(String name) {
        return switch (name) {
            case "replace" -> Elements::replace;
            case "fill" -> Elements::fill;
            case "identityIndex" -> Elements::identityIndex;
            case "sortIntegers" -> Elements::sortIntegers;
            case "equal" -> RawElements::equal;
            case "hash" -> RawElements::hash;
            case "indexOfByte" -> RawElements::indexOfByte;
            case "integerAt" -> NumbersInBytes::integerAt;
            case "integerAtPut" -> NumbersInBytes::integerAtPut;
            case "doubleAt" -> NumbersInBytes::doubleAt;
            case "doubleAtPut" -> NumbersInBytes::doubleAtPut;
            case "floatAt" -> NumbersInBytes::floatAt;
            case "floatAtPut" -> NumbersInBytes::floatAtPut;
            default -> throw new IllegalArgumentException(name);
        };
    }
}
