package st.sendwright.interpreter.switching;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.interpreter.SlowPaths;

/**
 * T0: the interpreter that all other tiers are compared with, and the one that is always there.
 *
 * <p>It holds no state: everything is in the mutator block and in the stack zone, so one instance may be
 * exchanged for another at any driver exit.
 */
@Component(service = Interpreter.class, scope = ServiceScope.PROTOTYPE, property = "sendwright.name=switching")
public final class SwitchingInterpreter implements Interpreter {

    @Override
    public String name() {
        return "switching";
    }

    @Override
    public int run(long mutator, SlowPaths slow) {
        return BytecodeLoop.run(mutator, slow);
    }
}
