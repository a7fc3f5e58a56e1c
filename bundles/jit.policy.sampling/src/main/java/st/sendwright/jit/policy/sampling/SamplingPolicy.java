package st.sendwright.jit.policy.sampling;

import org.osgi.service.component.annotations.Component;
import st.sendwright.jit.CompilePolicy;
import st.sendwright.model.SiteTable;

/**
 * Compiles methods that are found at work when one looks every millisecond: what takes time, however rarely it is
 * activated, and not what runs often and briefly.
 *
 * <p>Source: for looking instead of counting, Adaptive Optimization in the Jalapeño JVM (M. Arnold, S. Fink, D. Grove,
 * M. Hind, P. F. Sweeney, OOPSLA 2000).
 */
@Component(service = CompilePolicy.class, property = "sendwright.name=sampling")
public final class SamplingPolicy implements CompilePolicy {

    /** Seldom enough to cost nothing that can be measured, and often enough to find a loop before it ends. */
    private static final long LOOK_NANOS = 1_000_000;
    /** What is found once may be there by chance; what has taken milliseconds is likely to take as many again. */
    private static final int LOOKS = 2;
    /** Larger methods are seldom worth their code. */
    private static final int MOST_BYTECODES = 20_000;

    @Override
    public String name() {
        return "sampling";
    }

    @Override
    public int countdown(int bytecodes) {
        return SiteTable.NEVER;
    }

    @Override
    public Where where() {
        return Where.SYNCHRONOUS;
    }

    @Override
    public long lookEveryNanos() {
        return LOOK_NANOS;
    }

    @Override
    public boolean compilesSeen(int bytecodes, int looks) {
        return looks >= LOOKS && bytecodes <= MOST_BYTECODES;
    }
}
