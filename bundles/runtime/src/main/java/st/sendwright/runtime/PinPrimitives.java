package st.sendwright.runtime;

import java.util.List;
import st.sendwright.model.Allocation;
import st.sendwright.model.MutatorBlock;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;
import st.sendwright.primitives.PrimitiveSet;

/** Module {@code Pinning}: objects that keep their addresses. */
final class PinPrimitives implements PrimitiveSet {

    private final World world;

    PinPrimitives(World world) {
        this.world = world;
    }

    @Override
    public String module() {
        return "Pinning";
    }

    @Override
    public List<Binding> bindings() {
        return List.of(
                new Binding("isPinned", 0, frame ->
                        MutatorBlock.bool(world.mutator, world.pins.isPinned(frame.receiver()))),
                new Binding("setPinned", 1, this::setPinned));
    }

    /** Argument: a Boolean. Answers whether the receiver was pinned before. */
    private long setPinned(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        long mutator = world.mutator;
        boolean wanted = frame.argument(0) == MutatorBlock.bool(mutator, true);
        if (!wanted && frame.argument(0) != MutatorBlock.bool(mutator, false)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        long before = MutatorBlock.bool(mutator, world.pins.isPinned(receiver));
        if (!wanted) {
            world.pins.unpin(receiver);
            return before;
        }
        String refusal = world.pins.refusal(receiver);
        if (refusal != null) {
            world.lastError = refusal;
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        return world.pins.pin(receiver) == Allocation.NO_ROOM ? Primitive.NEEDS_ROOM : before;
    }
}
