package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;

/**
 * Gives the evaluations that Java callers wait for their turns. Processes of one priority run until they wait or yield, which is what the
 * Processes of one program expect of each other. Evaluations of several callers are several programs that know nothing of each other:
 * beside one that computes for long, the others would wait for ever. So while several are waited for, one that is ready takes
 * the place of what runs, at most so often as the driver serves polls and at least fifty times a second.
 *
 * <p>What has had to make room stays the first of its ready list, so that no other Process of its program comes before it, and has its
 * turn again, whether it serves an evaluation or was started by one.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class EvaluationTurns {

    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final World world;
    /** What had to make room, that which has waited longest first; some of it may have run since. */
    private final List<Handles.Handle> displaced = new ArrayList<>();
    /** When a turn ends for which a poll was asked, a time of {@link System#nanoTime}. */
    private long turnEndNanos = System.nanoTime();

    EvaluationTurns(World world) {
        this.world = world;
    }

    /** Something begins to run. Asks for a poll at the end of its turn, if others wait for theirs. */
    void begin() {
        if (world.evaluations.areSeveral() && System.nanoTime() - turnEndNanos >= 0) {
            turnEndNanos = System.nanoTime() + TURN_NANOS;
            world.timers.pollIn(TURN_NANOS);
        }
    }

    /** At a poll. Puts the next one in the place of what runs, if that is its turn. */
    void give() {
        boolean areSeveral = world.evaluations.areSeveral();
        forgetIf(process -> !areSeveral || !world.scheduler.isInReadyList(process));
        if (!areSeveral) {
            return;
        }
        int priority = world.scheduler.priority(world.scheduler.activeProcess());
        Handles.Handle next = next(priority);
        if (next == null) {
            return;
        }
        world.ensureRoom(world.scheduler.suspendBytes());
        long process = next.oop();
        displaceActive();
        world.scheduler.remove(process);
        world.scheduler.makeReadyFirst(process);
    }

    /** Has the active Process make room for another; it goes on when that one waits, or in its turn. The caller has made sure of room. */
    void displaceActive() {
        long active = world.scheduler.suspendActive();
        world.scheduler.makeReadyFirst(active);
        displaced.add(world.handles.on(active));
    }

    /** Those that have just become ready come first: they have waited for something else already. */
    private Handles.Handle next(int priority) {
        for (Evaluations.Pending each : world.evaluations.awaited()) {
            if (each.process != null && isReady(each.process.oop(), priority) && !isDisplaced(each.process.oop())) {
                return each.process;
            }
        }
        return displaced.stream().filter(each -> isReady(each.oop(), priority)).findFirst().orElse(null);
    }

    private boolean isReady(long process, int priority) {
        return world.scheduler.priority(process) == priority && world.scheduler.isInReadyList(process);
    }

    private boolean isDisplaced(long process) {
        return displaced.stream().anyMatch(each -> each.oop() == process);
    }

    private void forgetIf(LongPredicate condition) {
        displaced.removeIf(each -> {
            boolean isForgotten = condition.test(each.oop());
            if (isForgotten) {
                each.close();
            }
            return isForgotten;
        });
    }
}
