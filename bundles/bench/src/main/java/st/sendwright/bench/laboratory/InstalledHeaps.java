package st.sendwright.bench.laboratory;

import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import st.sendwright.gc.Collector;
import st.sendwright.heap.ObjectMemory;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveSet;

/** Makes heaps from the bundles that are installed; the framework takes their instances back when this bundle stops. */
final class InstalledHeaps implements AllocationBench.Heaps {

    private static final String PRIMITIVE = "basicNewSized";

    private final BundleContext context;

    InstalledHeaps(BundleContext context) {
        this.context = context;
    }

    @Override
    public BareHeap with(String plan, long maxBytes) throws BenchException {
        Collector collector = instance(Collector.class, "(sendwright.name=" + plan + ")", "the memory plan " + plan);
        return new BareHeap(instance(ObjectMemory.class, null, "an object memory"), collector, primitive(), maxBytes);
    }

    private Primitive primitive() throws BenchException {
        for (ServiceReference<PrimitiveSet> each : references(PrimitiveSet.class, null)) {
            for (PrimitiveSet.Binding binding : context.getService(each).bindings()) {
                if (binding.name().equals(PRIMITIVE)) {
                    return binding.code();
                }
            }
        }
        throw new BenchException("no bundle has the primitive " + PRIMITIVE + ".");
    }

    private <T> T instance(Class<T> type, String filter, String what) throws BenchException {
        for (ServiceReference<T> each : references(type, filter)) {
            T service = context.getServiceObjects(each).getService();
            if (service != null) {
                return service;
            }
        }
        throw new BenchException("no bundle offers " + what + ".");
    }

    private <T> Iterable<ServiceReference<T>> references(Class<T> type, String filter) {
        try {
            return context.getServiceReferences(type, filter);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
