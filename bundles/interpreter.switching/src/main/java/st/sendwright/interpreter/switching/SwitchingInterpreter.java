package st.sendwright.interpreter.switching;

import org.osgi.service.component.annotations.Component;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.interpreter.SlowPaths;
import st.sendwright.interpreter.bytecodes.Registers;
import st.sendwright.interpreter.bytecodes.SlowBytecodes;

/**
 * T0: the interpreter that all other tiers are compared with, and the one that is always there.
 *
 * <p>Two halves share the work. {@link BytecodeLoop} serves what is frequent and calls nothing;
 * whatever it cannot finish it leaves untouched, with the registers saved at that bytecode, and
 * {@link SlowBytecodes} serves that one bytecode in full, slow paths included.
 *
 * <p>It holds no state: everything is in the mutator block and in the stack zone, so one instance serves
 * all VMs, and another can take its place at any driver exit.
 */
@Component(service = Interpreter.class, property = "sendwright.name=switching")
public final class SwitchingInterpreter implements Interpreter {

    @Override
    public String name() {
        return "switching";
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException SW-INTERPRETER-001 on an opcode that the bytecode table does not have,
     *         SW-INTERPRETER-002 when a slow path breaks its contract; the saved registers are at that
     *         bytecode
     */
    @Override
    public int run(long mutator, SlowPaths slow) {
        for (;;) {
            long answer = BytecodeLoop.execute(mutator) == BytecodeLoop.POLL
                    ? slow.poll() : SlowBytecodes.execute(mutator, slow);
            if (answer != SlowPaths.RELOAD) {
                return Registers.exit(mutator, answer);
            }
        }
    }

    @Override
    public long executeOne(long mutator, SlowPaths slow) {
        return SlowBytecodes.execute(mutator, slow);
    }
}
