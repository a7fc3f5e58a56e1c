package st.sendwright.primitives.strict;

import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import st.sendwright.primitives.Permission;
import st.sendwright.primitives.PrimitiveDecorator;
import st.sendwright.primitives.PrimitiveSet;

/** Around a set, for {@code :primitives use MODULE strict}. */
@Component(service = PrimitiveDecorator.class, property = "sendwright.name=strict")
public final class StrictDecorator implements PrimitiveDecorator {

    @Override
    public PrimitiveSet decorate(PrimitiveSet original) {
        List<PrimitiveSet.Binding> checked = original.bindings().stream().map(each -> new PrimitiveSet.Binding(each.name(),
                each.arguments(), new StrictPrimitive(original.module() + "." + each.name(), each))).toList();
        return new PrimitiveSet() {
            @Override
            public String module() {
                return original.module();
            }

            @Override
            public List<Binding> bindings() {
                return checked;
            }

            @Override
            public Set<Permission> permissions() {
                return original.permissions();
            }
        };
    }
}
