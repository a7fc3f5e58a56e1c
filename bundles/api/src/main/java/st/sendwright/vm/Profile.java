package st.sendwright.vm;

import java.util.List;

/**
 * Where the time of a VM went, found by looking at its stack from time to time. All times are in nanoseconds; each look
 * stands for the time since the look before.
 *
 * @param intervalNanos time between two looks, as it was asked for
 * @param samples how often it was looked; on a busy machine less often than was asked for
 * @param crowdedNanos time of calls that are too many to be told apart: it counts for the callers that are
 * @param root calls all others; its own time is that outside of any Process
 */
public record Profile(long intervalNanos, long samples, long crowdedNanos, Call root) {

    /** What the VM thread is at. */
    public enum Activity {
        MACHINE_CODE("machine code"),
        INTERPRETER("interpreter"),
        PRIMITIVE("primitives"),
        COLLECTOR("collector"),
        /** Making machine code. */
        COMPILER("JIT compiler"),
        /** Lookup, linking, switching Processes, and what other threads have it do, such as compiling source. */
        KERNEL("kernel"),
        /** No Process could run. */
        IDLE("idle");

        private final String title;

        Activity(String title) {
            this.title = title;
        }

        /** For people. */
        public String title() {
            return title;
        }
    }

    /**
     * A method or block that was called along one path.
     *
     * @param name such as {@code "[] in Foo>>bar:"}
     * @param selfNanos its own time, by the ordinal of the {@link Activity}
     */
    public record Call(String name, List<Long> selfNanos, List<Call> callees) {

        public Call {
            selfNanos = List.copyOf(selfNanos);
            callees = List.copyOf(callees);
        }

        /** Its own time with one activity. */
        public long self(Activity activity) {
            return selfNanos.get(activity.ordinal());
        }

        /** Its own time. */
        public long self() {
            return selfNanos.stream().mapToLong(Long::longValue).sum();
        }

        /** Its time and that of all that it called. */
        public long total() {
            return self() + callees.stream().mapToLong(Call::total).sum();
        }
    }
}
