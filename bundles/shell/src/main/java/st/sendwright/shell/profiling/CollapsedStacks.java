package st.sendwright.shell.profiling;

import st.sendwright.vm.Profile;

/**
 * A profile as lines of frames, outermost first, with semicolons between, and the microseconds of the last one: what
 * makers and viewers of flame graphs read.
 */
public final class CollapsedStacks {

    private static final long NANOS_PER_MICRO = 1_000;

    private CollapsedStacks() {
    }

    public static String of(Profile profile) {
        StringBuilder out = new StringBuilder();
        Flame.of(profile).callees().forEach(each -> append(out, each, ""));
        return out.toString();
    }

    private static void append(StringBuilder out, Flame flame, String callers) {
        String path = callers.isEmpty() ? flame.name() : callers + ";" + flame.name();
        long micros = flame.self() / NANOS_PER_MICRO;
        if (micros > 0) {
            out.append(path).append(' ').append(micros).append('\n');
        }
        flame.callees().forEach(each -> append(out, each, path));
    }
}
