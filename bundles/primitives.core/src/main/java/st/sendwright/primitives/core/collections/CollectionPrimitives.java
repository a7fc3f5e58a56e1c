package st.sendwright.primitives.core.collections;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import st.sendwright.primitives.PrimitiveSet;

/** The module {@code Collections}: bulk work on indexable objects, and numbers inside of bytes. */
@Component(service = PrimitiveSet.class, property = "sendwright.name=core-collections")
public final class CollectionPrimitives implements PrimitiveSet {

    private static final List<Binding> BINDINGS = List.of(
            new Binding("replace", 4, Elements::replace),
            new Binding("fill", 3, Elements::fill),
            new Binding("identityIndex", 1, Elements::identityIndex),
            new Binding("sortIntegers", 0, Elements::sortIntegers),
            new Binding("equal", 1, RawElements::equal),
            new Binding("hash", 0, RawElements::hash),
            new Binding("indexOfByte", 2, RawElements::indexOfByte),
            new Binding("integerAt", 4, NumbersInBytes::integerAt),
            new Binding("integerAtPut", 4, NumbersInBytes::integerAtPut),
            new Binding("doubleAt", 1, NumbersInBytes::doubleAt),
            new Binding("doubleAtPut", 2, NumbersInBytes::doubleAtPut),
            new Binding("floatAt", 1, NumbersInBytes::floatAt),
            new Binding("floatAtPut", 2, NumbersInBytes::floatAtPut));

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
}
