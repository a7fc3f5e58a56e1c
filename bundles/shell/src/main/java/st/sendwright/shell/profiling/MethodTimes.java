package st.sendwright.shell.profiling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import st.sendwright.vm.Profile;
import st.sendwright.vm.Profile.Activity;
import st.sendwright.vm.Profile.Call;

/** The times of a profile by method, along whatever path it was called. A recursive call counts once. */
final class MethodTimes {

    /**
     * A method or block.
     *
     * @param selfNanos its own time, by the ordinal of the {@link Activity}
     * @param total with what it called
     */
    record Times(String name, long[] selfNanos, long total) {

        long self() {
            long sum = 0;
            for (long each : selfNanos) {
                sum += each;
            }
            return sum;
        }

        long self(Activity activity) {
            return selfNanos[activity.ordinal()];
        }
    }

    private final Map<String, long[]> selves = new HashMap<>();
    private final Map<String, Long> totals = new HashMap<>();

    private MethodTimes(Profile profile) {
        profile.root().callees().forEach(each -> add(each, new HashSet<>()));
    }

    /** Those with most time of their own first. */
    static List<Times> of(Profile profile) {
        MethodTimes times = new MethodTimes(profile);
        List<Times> all = new ArrayList<>();
        times.totals.forEach((name, total) -> all.add(new Times(name, times.selves.get(name), total)));
        all.sort(Comparator.comparingLong((Times each) -> -each.self()).thenComparingLong(each -> -each.total())
                .thenComparing(Times::name));
        return all;
    }

    /** Time of the whole VM with an activity. */
    static long sum(Call call, Activity activity) {
        return call.self(activity) + call.callees().stream().mapToLong(each -> sum(each, activity)).sum();
    }

    private long add(Call call, Set<String> callers) {
        boolean isOutermost = callers.add(call.name());
        long[] self = selves.computeIfAbsent(call.name(), any -> new long[Activity.values().length]);
        long total = 0;
        for (Activity activity : Activity.values()) {
            self[activity.ordinal()] += call.self(activity);
            total += call.self(activity);
        }
        for (Call callee : call.callees()) {
            total += add(callee, callers);
        }
        if (isOutermost) {
            callers.remove(call.name());
        }
        totals.merge(call.name(), isOutermost ? total : 0, Long::sum);
        return total;
    }
}
