package st.sendwright.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Callable;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Outcome;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;
import st.sendwright.primitives.VmServices;

/** The one {@link PrimitiveFrame} of a VM: a window on the operands of the send in work. */
final class PrimitiveActivation implements PrimitiveFrame {

    private static final Logger LOG = System.getLogger("st.sendwright.primitives");

    private final World world;
    private final long mutator;
    private int arguments;
    private long lastArgument;
    private Failure failure = Failure.NONE;
    /** What the call in work has kept; what the one before has kept, if it is the same one. */
    private Object keeping;
    private Object kept;
    private int running;
    private int keptBy;
    private long keptAt;
    /** The call of the send in work that a Process has waited for, or null. */
    private WaitingCalls.Call awaited;

    PrimitiveActivation(World world) {
        this.world = world;
        this.mutator = world.mutator;
    }

    /** Runs a primitive on the operands; a Java exception in it becomes a failure and a line in the log. */
    long run(Primitive primitive, PrimitiveTable table, int index, int argumentCount) {
        awaited = world.waiting.isEmpty() ? null : world.waiting.callOfSend(index);
        if (awaited != null && !awaited.hasOutcome()) {
            return awaitMore();
        }
        if (!table.takes(index, argumentCount)) {
            return fail(Failure.WRONG_ARGUMENT_COUNT);
        }
        arguments = argumentCount;
        lastArgument = Memory.longAt(mutator + MutatorBlock.STACK_POINTER);
        if (keeping != null || kept != null) {
            // A call that is repeated is the next one that there is, at the same place.
            kept = keptBy == index && keptAt == lastArgument ? keeping : null;
            keeping = null;
        }
        running = index;
        WaitingCalls.Call itsCall = awaited;
        try {
            long answer = primitive.run(this);
            if (answer != Primitive.NEEDS_ROOM) {
                table.answered(index);
                if (itsCall != null) {
                    world.waiting.end(itsCall);
                }
            }
            return answer;
        } catch (ProcessFault | LeftBehindError fault) {
            throw fault;
        } catch (Throwable thrown) {
            LOG.log(Level.WARNING, "SW-PRIM-001 primitive " + table.name(index) + " threw; it counts as failed",
                    thrown);
            table.threw(index, thrown);
            if (itsCall != null) {
                world.waiting.end(itsCall);
            }
            return fail(Failure.FAULT);
        }
    }

    private long awaitMore() {
        if (awaited.isRemoved()) {
            world.waiting.end(awaited);
            return fail(Failure.INTERRUPTED);
        }
        world.waiting.askFor(awaited);
        return Primitive.NEEDS_ROOM;
    }

    @Override
    public long await(Callable<?> work) {
        if (awaited != null) {
            world.waiting.end(awaited);
            awaited = null;
        }
        world.waiting.begin(running, work);
        return Primitive.NEEDS_ROOM;
    }

    @Override
    public Outcome awaited() {
        return awaited == null ? null : awaited.outcome();
    }

    Failure failure() {
        return failure;
    }

    @Override
    public long mutator() {
        return mutator;
    }

    @Override
    public long receiver() {
        return Memory.longAt(lastArgument + arguments * 8L);
    }

    @Override
    public long argument(int index) {
        return Memory.longAt(lastArgument + (arguments - 1 - index) * 8L);
    }

    @Override
    public int arguments() {
        return arguments;
    }

    @Override
    public long fail(Failure reason) {
        failure = reason;
        return Primitive.FAILED;
    }

    @Override
    public void keep(Object something) {
        keeping = something;
        keptBy = running;
        keptAt = lastArgument;
    }

    @Override
    public Object kept() {
        return kept;
    }

    @Override
    public VmServices services() {
        return world.services;
    }
}
