package st.sendwright.interpreter.threaded;

import org.osgi.service.component.annotations.Component;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.interpreter.SlowPaths;
import st.sendwright.interpreter.bytecodes.Registers;
import st.sendwright.interpreter.bytecodes.SlowBytecodes;

/**
 * An interpreter in x86-64 machine code. Each bytecode has a piece of code that ends with a jump through a table to that of
 * the next one, so there is no loop, and the processor learns what follows each bytecode.
 *
 * <p>What the code does not serve it leaves untouched, and {@link SlowBytecodes} serves it, as for the reference interpreter.
 * Frames, sites and the global cache are the same, too, so each goes on where the other has stopped.
 *
 * <p>Source: J. R. Bell, Threaded Code, Communications of the ACM 16 (1973), for the jump at the end of each piece.
 */
@Component(service = Interpreter.class, property = {"sendwright.name=threaded", "service.ranking:Integer=-1"})
public final class ThreadedInterpreter implements Interpreter {

    /** Made when it is wanted first: a VM that uses another interpreter does not pay for it. */
    private volatile PlacedCode code;

    @Override
    public String name() {
        return "threaded";
    }

    @Override
    public void prepare() {
        code();
    }

    private PlacedCode code() {
        PlacedCode placed = code;
        return placed != null ? placed : place();
    }

    private synchronized PlacedCode place() {
        if (code == null) {
            code = PlacedCode.place(InterpreterCode.make());
        }
        return code;
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
        PlacedCode placed = code();
        for (;;) {
            long answer = placed.execute(mutator) == InterpreterCode.POLL
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
