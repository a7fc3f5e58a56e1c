package st.sendwright.bench.laboratory;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;

/** How long a thread has been on a processor: on a busy machine less than the clock says. */
final class ProcessorTime {

    private static final String VM_THREAD = "sendwright-vm";

    private ProcessorTime() {
    }

    /** Nanoseconds of the thread that asks; those of the clock where the JVM does not know. */
    static long ofThisThread() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : System.nanoTime();
    }

    /** Nanoseconds of all VM threads of this JVM together; a bench runs one VM. */
    static long ofVm() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().equals(VM_THREAD)) {
                nanos += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return nanos;
    }
}
