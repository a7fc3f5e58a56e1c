package st.sendwright.jit.policy.counting;

import org.osgi.service.component.annotations.Component;
import st.sendwright.jit.CompilePolicy;
import st.sendwright.model.SiteTable;

/** Compiles methods that have run often. */
@Component(service = CompilePolicy.class, property = "sendwright.name=counting")
public final class CountingPolicy implements CompilePolicy {

    /** A method that has run this often is likely to run as often again, and longer than compiling it takes. */
    private static final int ACTIVATIONS = 400;
    /** Larger methods are seldom worth their code. */
    private static final int MOST_BYTECODES = 20_000;

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public int countdown(int bytecodes) {
        return bytecodes > MOST_BYTECODES ? SiteTable.NEVER : ACTIVATIONS;
    }

    @Override
    public Where where() {
        return Where.SYNCHRONOUS;
    }
}
