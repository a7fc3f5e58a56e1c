package st.sendwright.shell.profiling;

import java.util.List;
import java.util.Locale;
import st.sendwright.shell.profiling.MethodTimes.Times;
import st.sendwright.vm.Profile;
import st.sendwright.vm.Profile.Activity;

/** A profile as two tables: time by activity, time by method. */
public final class ProfileTable {

    private static final String ROW = "%10s %6s %10s %6s  %7s %7s %7s  %s%n";

    private ProfileTable() {
    }

    /** @param mostMethods how many methods are listed */
    public static String of(Profile profile, int mostMethods) {
        long all = profile.root().total();
        StringBuilder out = new StringBuilder(format("%s in %,d samples, one every %s ms%n", seconds(all),
                profile.samples(), millis(profile.intervalNanos())));
        if (all == 0) {
            return out.append("it was too short for a sample\n").toString();
        }
        for (Activity activity : Activity.values()) {
            long nanos = MethodTimes.sum(profile.root(), activity);
            if (nanos > 0) {
                out.append(format("%10s %6s  %s%n", seconds(nanos), percent(nanos, all), activity.title()));
            }
        }
        List<Times> times = MethodTimes.of(profile).stream().filter(each -> each.total() > 0).toList();
        out.append('\n').append(format(ROW, "self", "", "total", "", "machine", "interp.", "other", "method"));
        times.stream().limit(mostMethods).forEach(each -> out.append(row(each, all)));
        if (times.size() > mostMethods) {
            out.append(format("and %,d more methods%n", times.size() - mostMethods));
        }
        if (profile.crowdedNanos() > 0) {
            out.append(format("%s are of calls that were too many to be told apart; their callers have them%n",
                    seconds(profile.crowdedNanos())));
        }
        return out.toString();
    }

    private static String row(Times times, long all) {
        long machine = times.self(Activity.MACHINE_CODE);
        long interpreter = times.self(Activity.INTERPRETER);
        long self = times.self();
        return format(ROW, seconds(self), percent(self, all), seconds(times.total()), percent(times.total(), all),
                part(machine, self), part(interpreter, self), part(self - machine - interpreter, self), times.name());
    }

    private static String part(long nanos, long self) {
        return self == 0 ? "" : format("%.0f %%", nanos * 100.0 / self);
    }

    private static String percent(long nanos, long all) {
        return format("%.1f %%", nanos * 100.0 / all);
    }

    private static String seconds(long nanos) {
        return format("%.3f s", nanos / 1e9);
    }

    private static String millis(long nanos) {
        String text = format("%.3f", nanos / 1e6);
        return text.replaceFirst("\\.?0+$", "");
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
