package st.sendwright.runtime;

import java.lang.management.ManagementFactory;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a watch can see of a thread that is in a provider. <b>Thread</b>: any. */
final class WatchedThreads {

    private static final int SHOWN_FRAMES = 8;

    private WatchedThreads() {
    }

    /** Time that a thread had a processor, in nanoseconds. */
    static long processorNanos(Thread thread) {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId());
    }

    /** Whether it waits, for a monitor or anything else. */
    static boolean waits(Thread thread) {
        return switch (thread.getState()) {
            case BLOCKED, WAITING, TIMED_WAITING -> true;
            default -> false;
        };
    }

    /** Its innermost frames, a line each. */
    static String where(StackTraceElement[] stack) {
        return Stream.of(stack).limit(SHOWN_FRAMES).map(frame -> "\n    " + frame).collect(Collectors.joining());
    }

    /** A provider that cannot even say its name must not end the watch. Null is one whose call has just ended. */
    static String nameOf(ProviderCalls.Asked asked) {
        try {
            return asked == null ? "a provider" : asked.toString();
        } catch (Throwable fault) {
            return "a provider";
        }
    }
}
