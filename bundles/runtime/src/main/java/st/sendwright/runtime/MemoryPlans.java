package st.sendwright.runtime;

import java.util.List;
import java.util.Optional;
import st.sendwright.gc.Collector;

/** The memory plans whose bundles are installed now. <b>Thread</b>: any. */
interface MemoryPlans {

    /** Their names, sorted. */
    List<String> names();

    /** The name of the plan that VMs start with. */
    String preferred();

    /** A fresh instance of a plan for one VM, not attached; empty when there is none of this name. */
    Optional<Collector> take(String name);

    /** Gives an instance back that is detached. */
    void giveBack(Collector plan);
}
