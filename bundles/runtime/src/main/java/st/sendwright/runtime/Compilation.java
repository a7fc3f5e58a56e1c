package st.sendwright.runtime;

import st.sendwright.jit.BackEnd;
import st.sendwright.jit.CodeRefusedException;
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

    /** Compiles here and now; whatever goes wrong is in what is answered. */
    static Compilation of(BackEnd backEnd, MethodView method) {
        long started = System.nanoTime();
        try {
            MachineCode code = backEnd.compile(method);
            return new Compilation(method.name(), code, null, System.nanoTime() - started);
        } catch (CodeRefusedException | RuntimeException | Error failure) {
            return new Compilation(method.name(), null, failure, System.nanoTime() - started);
        }
    }
}
