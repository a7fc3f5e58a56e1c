package st.sendwright.runtime;

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** Has providers do what is wrong wherever they are asked something, once it is armed. */
final class FaultInjector {

    /** Where a provider is asked something, and by whom. */
    enum Place {
        LINK, SWEEP, COUNTDOWN, WHERE, LOOK_EVERY, COMPILES_SEEN,
        STUBS, COUNTING, COMPILE, EXPECTED_CLASS, POLYMORPHIC, MEGAMORPHIC, INSTRUCTIONS,
        PREPARE, RUN, EXECUTE_ONE,
        ATTACH, LEAVE_FIXED_SPACE, REGIONS, ADOPT, COLLECT, MAKE_ROOM, OPEN_RESERVE, DETACH,
        BINDINGS, IS_CORE, PRIMITIVE
    }

    private volatile CountDownLatch end = new CountDownLatch(0);
    private volatile Place place;
    private volatile InjectedFault fault;
    private volatile int answersBefore;
    private volatile int struck;

    /** From now on a fault happens whenever a provider is asked at a place, after so many answers. */
    void arm(Place where, InjectedFault what, int afterAnswers) {
        disarm();
        end = new CountDownLatch(1);
        if (what == InjectedFault.LOCK) {
            InjectedFault.holdMonitor(end);
        }
        struck = 0;
        answersBefore = afterAnswers;
        fault = what;
        place = where;
    }

    /** No fault happens any more, and what waits or computes because of one goes on. */
    void disarm() {
        place = null;
        end.countDown();
    }

    /** So often it has happened since {@link #arm}. */
    int struck() {
        return struck;
    }

    /** What a provider answers at a place. */
    <A> A at(Place here, Supplier<A> real, Supplier<A> malformed) {
        if (place != here || answersBefore-- > 0) {
            return real.get();
        }
        InjectedFault what = fault;
        CountDownLatch until = end;
        struck++;
        what.strike(until);
        return switch (what) {
            case NOTHING -> null;
            case MALFORMED -> malformed.get();
            default -> real.get();
        };
    }

    /** The same where nothing is answered. */
    void at(Place here) {
        at(here, () -> null, () -> null);
    }
}
