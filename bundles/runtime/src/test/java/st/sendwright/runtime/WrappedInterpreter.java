package st.sendwright.runtime;

import st.sendwright.interpreter.Interpreter;
import st.sendwright.interpreter.SlowPaths;
import st.sendwright.interpreter.switching.SwitchingInterpreter;

/** The reference interpreter under another name, for tests to change what it does. */
class WrappedInterpreter implements Interpreter {

    private final Interpreter wrapped = new SwitchingInterpreter();
    private final String name;

    WrappedInterpreter(String name) {
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public int run(long mutator, SlowPaths slow) {
        return wrapped.run(mutator, slow);
    }

    @Override
    public long executeOne(long mutator, SlowPaths slow) {
        return wrapped.executeOne(mutator, slow);
    }
}
