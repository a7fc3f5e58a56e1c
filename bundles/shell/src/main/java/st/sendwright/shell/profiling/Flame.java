package st.sendwright.shell.profiling;

import java.util.ArrayList;
import java.util.List;
import st.sendwright.vm.Profile;
import st.sendwright.vm.Profile.Activity;
import st.sendwright.vm.Profile.Call;

/**
 * A call in a picture. What the VM did for a call that is no Smalltalk, such as collecting, is a callee of its own with
 * its name in parentheses.
 *
 * @param nanos with its callees
 * @param selfNanos its own time, by the ordinal of the {@link Activity}
 */
record Flame(String name, long nanos, List<Long> selfNanos, List<Flame> callees) {

    private static final List<Activity> OWN = List.of(Activity.MACHINE_CODE, Activity.INTERPRETER, Activity.PRIMITIVE);

    static Flame of(Profile profile) {
        return of(profile.root());
    }

    private static Flame of(Call call) {
        List<Flame> callees = new ArrayList<>();
        long nanos = 0;
        List<Long> self = new ArrayList<>();
        for (Activity activity : Activity.values()) {
            long own = call.self(activity);
            nanos += own;
            self.add(OWN.contains(activity) ? own : 0);
            if (own > 0 && !OWN.contains(activity)) {
                callees.add(new Flame("(" + activity.title() + ")", own, only(activity, own), List.of()));
            }
        }
        for (Call each : call.callees()) {
            Flame callee = of(each);
            nanos += callee.nanos;
            if (callee.nanos > 0) {
                callees.add(callee);
            }
        }
        return new Flame(call.name(), nanos, self, callees);
    }

    private static List<Long> only(Activity wanted, long nanos) {
        List<Long> self = new ArrayList<>();
        for (Activity activity : Activity.values()) {
            self.add(activity == wanted ? nanos : 0);
        }
        return self;
    }

    /** Its own time. */
    long self() {
        return selfNanos.stream().mapToLong(Long::longValue).sum();
    }

    /** What takes most of its own time, or of its callees' where it has none. */
    Activity main() {
        Activity main = Activity.KERNEL;
        long most = 0;
        for (Activity activity : Activity.values()) {
            if (selfNanos.get(activity.ordinal()) > most) {
                main = activity;
                most = selfNanos.get(activity.ordinal());
            }
        }
        return most > 0 || callees.isEmpty() ? main
                : callees.stream().max((a, b) -> Long.compare(a.nanos, b.nanos)).orElseThrow().main();
    }
}
