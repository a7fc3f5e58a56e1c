package st.sendwright.runtime;

import st.sendwright.heap.HeapStress;
import st.sendwright.jit.JitMode;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

/**
 * A way to run in machine code what the interpreter has run before.
 *
 * @param name for people
 */
record JitWay(String name, VmOptions options) {

    static JitWay eager() throws VmStartException {
        return new JitWay("eager", TestVms.options().withJit(JitMode.EAGER));
    }

    static JitWay baseline() throws VmStartException {
        return new JitWay("baseline", TestVms.options().withJit(JitMode.BASELINE));
    }

    static JitWay eagerIn(long codeBytes) throws VmStartException {
        return new JitWay("eager in " + codeBytes + " bytes", eager().options.withCodeCacheBytes(codeBytes));
    }

    static JitWay eagerCollectingEvery(long bytes) throws VmStartException {
        return new JitWay("eager, collecting",
                eager().options.withStress(HeapStress.NONE.withCollectEveryBytes(bytes)));
    }

    @Override
    public String toString() {
        return name;
    }
}
