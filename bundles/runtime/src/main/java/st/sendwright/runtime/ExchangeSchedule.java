package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import st.sendwright.vm.ExchangePlan;
import st.sendwright.vm.ExchangePlan.Choice;
import st.sendwright.vm.ExchangePlan.Step;
import st.sendwright.vm.ExchangePlan.Unit;

/**
 * Has the exchanges of a plan done when they are due. Exits are counted by the driver; time by a thread, which makes ready
 * what is going to be exchanged and waits for each exchange, so that a slow one delays those behind it and none are
 * caught up with.
 *
 * <p><b>Thread</b>: the VM thread, except {@link #follow} and {@link #close}.
 */
final class ExchangeSchedule implements AutoCloseable {

    private final TierExchanges exchanges;
    private final Predicate<Runnable> submit;
    private List<Turn> turns = List.of();
    private long exits;
    /** After so many more exits a step is due. */
    private long exitsLeft = Long.MAX_VALUE;
    /** Null when nothing goes by time. Guarded by this object. */
    private Thread clock;

    /** A step of the plan in its course. */
    private static final class Turn {

        private final Step step;
        private long due;
        private int next;

        Turn(Step step, long from) {
            this.step = step;
            this.due = from + step.count();
        }

        long due() {
            return due;
        }

        /** What is to be exchanged now. */
        List<Choice> choices() {
            return step.repeats() ? List.of(step.choices().get(next)) : step.choices();
        }

        /** It was done; it is due again when it repeats. */
        boolean goesOn(long now) {
            next = (next + 1) % step.choices().size();
            due = Math.max(due, now) + step.count();
            return step.repeats();
        }
    }

    /** @param submit has tasks run at a driver exit; it answers false when the VM has ended */
    ExchangeSchedule(TierExchanges exchanges, Predicate<Runnable> submit) {
        this.exchanges = exchanges;
        this.submit = submit;
    }

    /** Follows a plan from now on, and no other. Any thread. */
    synchronized void follow(ExchangePlan plan) {
        stopClock();
        submit.test(() -> count(steps(plan, Unit.EXITS)));
        List<Step> timed = steps(plan, Unit.NANOS);
        if (!timed.isEmpty()) {
            clock = Thread.ofPlatform().name("sendwright-exchange-plan").daemon().start(() -> followClock(timed));
        }
    }

    private static List<Step> steps(ExchangePlan plan, Unit unit) {
        return plan.steps().stream().filter(each -> each.unit() == unit).toList();
    }

    // Exits

    private void count(List<Step> steps) {
        exits = 0;
        turns = new ArrayList<>(steps.stream().map(each -> new Turn(each, 0)).toList());
        waitForNext();
    }

    private void waitForNext() {
        exitsLeft = turns.stream().mapToLong(Turn::due).min().orElse(Long.MAX_VALUE) - exits;
    }

    /** The driver is about to run a program: one more exit. */
    void entered() {
        exitsLeft--;
    }

    /** The driver runs no program now, so what is due is done next. No poll is asked for earlier: it would be an exit. */
    void returned() {
        if (exitsLeft == 0) {
            exits = turns.stream().mapToLong(Turn::due).min().orElseThrow();
            submit.test(this::exchangeDue);
        }
    }

    private void exchangeDue() {
        List<Turn> due = turns.stream().filter(each -> each.due() <= exits).toList();
        for (Turn each : due) {
            each.choices().forEach(choice ->
                    exchanges.exchange(choice.kind(), choice.provider(), each.step.reason()));
            if (!each.goesOn(exits)) {
                turns.remove(each);
            }
        }
        waitForNext();
    }

    // Time

    private void followClock(List<Step> steps) {
        long start = System.nanoTime();
        List<Turn> left = new ArrayList<>(steps.stream().map(each -> new Turn(each, 0)).toList());
        try {
            while (!left.isEmpty()) {
                Turn turn = left.stream().min(Comparator.comparingLong(Turn::due)).orElseThrow();
                long wait = turn.due() - (System.nanoTime() - start);
                if (wait > 0) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
                if (!exchange(turn)) {
                    return;
                }
                if (!turn.goesOn(System.nanoTime() - start - turn.step.count())) {
                    left.remove(turn);
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("an exchange failed instead of being refused", failure.getCause());
        }
    }

    /** Answers false when the VM has ended. */
    private boolean exchange(Turn turn) throws InterruptedException, ExecutionException {
        for (Choice choice : turn.choices()) {
            TierExchanges.Ahead ahead = exchanges.prepare(choice.kind(), choice.provider());
            CompletableFuture<Object> done = new CompletableFuture<>();
            boolean accepted = submit.test(new VmTask<>(() ->
                    exchanges.exchange(choice.kind(), choice.provider(), turn.step.reason(), ahead), done));
            if (!accepted) {
                return false;
            }
            try {
                done.get();
            } catch (ExecutionException failure) {
                // Its record says so; the plan goes on with the next.
                if (!(failure.getCause() instanceof StalledProviderException)) {
                    throw failure;
                }
            }
        }
        return true;
    }

    private void stopClock() {
        if (clock != null) {
            clock.interrupt();
            clock = null;
        }
    }

    /** Exchanges nothing more. */
    @Override
    public synchronized void close() {
        stopClock();
    }
}
