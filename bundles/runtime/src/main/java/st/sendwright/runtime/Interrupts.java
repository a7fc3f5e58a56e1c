package st.sendwright.runtime;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import st.sendwright.model.MutatorBlock.Pending;
import st.sendwright.model.SpecialObject;

/**
 * Asks programs to stop: a Process gets a UserInterrupt.
 *
 * <p><b>Thread</b>: the VM thread, except {@link #ask}.
 */
final class Interrupts {

    private final World world;
    private final KernelPaths paths;
    /** What shall stop; each but once, as an interrupt takes room on a stack. */
    private final Set<CompletableFuture<?>> asked = ConcurrentHashMap.newKeySet();
    private volatile boolean isActiveAsked;

    Interrupts(World world, KernelPaths paths) {
        this.world = world;
        this.paths = paths;
    }

    /** Has what runs stop. Any thread. */
    void ask() {
        isActiveAsked = true;
        world.polls.request(Pending.INTERRUPT);
    }

    /** Has the evaluation that a thread waits for stop. Any thread. */
    void ask(Thread waiting) {
        world.runs.awaitedBy(waiting).ifPresent(result -> {
            asked.add(result);
            world.polls.request(Pending.INTERRUPT);
        });
    }

    /** Does what was asked for. */
    void serve() {
        if (isActiveAsked) {
            isActiveAsked = false;
            List<Evaluations.Pending> all = world.evaluations.awaited();
            if (world.stacks.hasActivePage() || !all.isEmpty() && activate(all.getLast())) {
                interruptActive();
            }
        }
        for (CompletableFuture<?> result : asked) {
            asked.remove(result);
            world.evaluations.awaited().stream().filter(pending -> pending.result == result).findFirst().ifPresent(this::interrupt);
        }
    }

    /** What is active without serving an evaluation of somebody else may have been started by this one. */
    private void interrupt(Evaluations.Pending evaluation) {
        Evaluations.Pending active = world.stacks.hasActivePage() ? world.evaluations.of(world.scheduler.activeProcess()) : null;
        boolean isOthers = active != null && active != evaluation;
        if (isOthers) {
            world.ensureRoom(world.scheduler.suspendBytes());
            world.turns.displaceActive();
        }
        if (world.stacks.hasActivePage() || activate(evaluation)) {
            interruptActive();
        }
    }

    private boolean activate(Evaluations.Pending evaluation) {
        long process = evaluation.process.oop();
        world.scheduler.remove(process);
        return world.scheduler.activate(process);
    }

    private void interruptActive() {
        paths.inject(world.scheduler.activeProcess(), SpecialObject.SELECTOR_USER_INTERRUPT);
    }
}
