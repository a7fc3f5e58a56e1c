package st.sendwright.runtime;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import st.sendwright.primitives.PrimitiveDecorator;
import st.sendwright.primitives.PrimitiveSet;

/**
 * The provider that a {@link PrimitiveDecorator} is for one module. Each VM that puts it in force gets a set of its own, from
 * {@link #make}.
 */
final class DecoratedSet implements PrimitiveSet {

    private final String module;
    private final PrimitiveDecorator decorator;
    private final Supplier<Optional<PrimitiveSet>> best;

    /** @param best the set to decorate now */
    DecoratedSet(String module, PrimitiveDecorator decorator, Supplier<Optional<PrimitiveSet>> best) {
        this.module = module;
        this.decorator = decorator;
        this.best = best;
    }

    /** The set to decorate; empty when there is none. */
    Optional<PrimitiveSet> original() {
        return best.get();
    }

    boolean isOf(PrimitiveDecorator other) {
        return decorator == other;
    }

    PrimitiveSet make(PrimitiveSet original) {
        return decorator.decorate(original);
    }

    @Override
    public String module() {
        return module;
    }

    @Override
    public List<Binding> bindings() {
        throw new IllegalStateException("what is decorated is made for each VM");
    }
}
