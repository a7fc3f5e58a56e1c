package st.sendwright.jit.policy.eager;

import org.osgi.service.component.annotations.Component;
import st.sendwright.jit.CompilePolicy;

/** Compiles every method before it first runs. */
@Component(service = CompilePolicy.class, property = "sendwright.name=eager")
public final class EagerPolicy implements CompilePolicy {

    @Override
    public String name() {
        return "eager";
    }

    @Override
    public int countdown(int bytecodes) {
        return 0;
    }

    @Override
    public Where where() {
        return Where.SYNCHRONOUS;
    }
}
