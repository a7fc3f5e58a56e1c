package st.sendwright.bench.laboratory;

import java.util.ArrayList;
import java.util.List;
import st.sendwright.plugin.Kind;
import st.sendwright.plugin.PluginSet;
import st.sendwright.primitives.PrimitiveSet;

/** The module that {@link CallsBench} calls: a primitive of a plugin, and one that does nothing with the VM's own frame. */
final class CallPrimitives implements PrimitiveSet {

    private static final String MODULE = "BenchCalls";

    private final PluginSet plugin = new PluginSet(MODULE) {
        {
            primitive("add", Kind.INTEGER, Kind.INTEGER, Kind.INTEGER, Math::addExact);
        }
    };

    @Override
    public String module() {
        return MODULE;
    }

    @Override
    public List<Binding> bindings() {
        List<Binding> all = new ArrayList<>(plugin.bindings());
        all.add(new Binding("bare", 2, frame -> frame.argument(0)));
        return all;
    }
}
