package st.sendwright.primitives.tracing;

import org.osgi.service.component.annotations.Component;
import st.sendwright.primitives.PrimitiveDecorator;
import st.sendwright.primitives.PrimitiveSet;

/** Around a set, for {@code :primitives use MODULE tracing} and {@code :primitives calls}. */
@Component(service = PrimitiveDecorator.class, property = "sendwright.name=tracing")
public final class TracingDecorator implements PrimitiveDecorator {

    @Override
    public PrimitiveSet decorate(PrimitiveSet original) {
        return new TracedSet(original);
    }
}
