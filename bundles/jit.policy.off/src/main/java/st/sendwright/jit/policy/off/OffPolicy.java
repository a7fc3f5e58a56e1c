package st.sendwright.jit.policy.off;

import org.osgi.service.component.annotations.Component;
import st.sendwright.jit.CompilePolicy;
import st.sendwright.model.SiteTable;

/** Compiles nothing more. Code that there is goes on being used; what is dropped stays interpreted. */
@Component(service = CompilePolicy.class, property = {"sendwright.name=off", "service.ranking:Integer=-1"})
public final class OffPolicy implements CompilePolicy {

    @Override
    public String name() {
        return "off";
    }

    @Override
    public int countdown(int bytecodes) {
        return SiteTable.NEVER;
    }

    @Override
    public Where where() {
        return Where.SYNCHRONOUS;
    }
}
