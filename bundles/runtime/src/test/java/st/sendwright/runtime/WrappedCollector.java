package st.sendwright.runtime;

import java.util.List;
import st.sendwright.gc.Collector;
import st.sendwright.heap.FixedSpace;
import st.sendwright.heap.HeapSettings;
import st.sendwright.heap.Region;
import st.sendwright.heap.Roots;

/** A memory plan under another name; tests say what happens before each of its calls. */
abstract class WrappedCollector implements Collector {

    private final Collector real;
    private final String name;

    WrappedCollector(Collector real, String name) {
        this.real = real;
        this.name = name;
    }

    /** @param call name of the method that is about to be called */
    abstract void at(String call);

    @Override
    public final String name() {
        return name;
    }

    @Override
    public void attach(long mutator, HeapSettings settings, FixedSpace fixed) {
        at("attach");
        real.attach(mutator, settings, fixed);
    }

    @Override
    public final long place(long bytes) {
        return real.place(bytes);
    }

    @Override
    public Report collect(Reason reason, long bytesNeeded, Roots roots) {
        at("collect");
        return real.collect(reason, bytesNeeded, roots);
    }

    @Override
    public boolean makeRoom(long bytesNeeded) {
        return real.makeRoom(bytesNeeded);
    }

    @Override
    public void openReserve() {
        at("openReserve");
        real.openReserve();
    }

    @Override
    public void leaveFixedSpace() {
        at("leaveFixedSpace");
        real.leaveFixedSpace();
    }

    @Override
    public List<Region> regions() {
        at("regions");
        return real.regions();
    }

    @Override
    public Report adopt(List<Region> others, Roots roots) {
        at("adopt");
        return real.adopt(others, roots);
    }

    @Override
    public void referencesToYoung(Roots.StrongVisitor visitor) {
        real.referencesToYoung(visitor);
    }

    @Override
    public void detach() {
        at("detach");
        real.detach();
    }
}
