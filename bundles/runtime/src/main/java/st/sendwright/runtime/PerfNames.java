package st.sendwright.runtime;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import st.sendwright.memory.executable.PerfMap;

/**
 * Has Linux's {@code perf} find names of machine code. One file serves all VMs of the process, as {@code perf} looks
 * for one; it is made when the first code is placed. When it cannot be made or written, that is said once and programs
 * go on.
 *
 * <p><b>Thread</b>: any.
 */
final class PerfNames implements CodeListener {

    private static final Logger LOG = System.getLogger("st.sendwright.jit");

    private final Opening opening;
    private PerfMap map;
    private boolean hasFailed;

    /** Makes the file. */
    @FunctionalInterface
    interface Opening {
        PerfMap open() throws IOException;
    }

    PerfNames(Opening opening) {
        this.opening = opening;
    }

    @Override
    public synchronized void placed(String name, long address, int bytes) {
        if (hasFailed) {
            return;
        }
        try {
            if (map == null) {
                map = opening.open();
            }
            map.add(address, bytes, name);
        } catch (IOException failure) {
            hasFailed = true;
            LOG.log(Level.WARNING, map == null ? failure.getMessage() : "SW-JIT-002 no more names for perf: "
                    + map.file() + " cannot be written: " + failure.getMessage()
                    + ". Programs go on; see docs/errors/SW-JIT-002.md.");
        }
    }
}
