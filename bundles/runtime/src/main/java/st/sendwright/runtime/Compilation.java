package st.sendwright.runtime;

import java.util.Optional;
import java.util.Set;
import st.sendwright.jit.BackEnd;
import st.sendwright.jit.MachineCode;
import st.sendwright.jit.MethodView;

/**
 * What came of compiling one method: code, or why there is none. Thread: any.
 *
 * @param name of the method, for people
 * @param code null when it failed
 * @param failure null when there is code
 * @param nanos what it took
 */
record Compilation(String name, MachineCode code, Throwable failure, long nanos) {

    /**
     * Compiles here and now; whatever goes wrong is in what is answered.
     *
     * @param decodes whether the instructions are looked at, too, not only what is said of them
     */
    static Compilation of(BackEnd backEnd, MethodView method, boolean decodes) {
        long started = System.nanoTime();
        try {
            MachineCode code = backEnd.compile(method);
            CodeCheck.check(code, Optional.of(method), Set.of(), decodes);
            return new Compilation(method.name(), code, null, System.nanoTime() - started);
        } catch (Throwable failure) {
            return new Compilation(method.name(), null, failure, System.nanoTime() - started);
        }
    }
}
