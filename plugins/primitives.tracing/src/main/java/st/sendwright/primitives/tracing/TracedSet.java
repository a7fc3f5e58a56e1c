package st.sendwright.primitives.tracing;

import java.util.List;
import java.util.Set;
import st.sendwright.primitives.Permission;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;
import st.sendwright.primitives.PrimitiveSet;

/** A set that counts what another one does. <b>Thread</b>: the VM thread. */
final class TracedSet implements PrimitiveSet {

    private final PrimitiveSet original;
    private final List<Traced> traced;

    /** A primitive and what it has done. */
    private static final class Traced implements Primitive {

        private final Binding binding;
        private long calls;
        private long failures;
        private long nanos;

        Traced(Binding binding) {
            this.binding = binding;
        }

        @Override
        public long run(PrimitiveFrame frame) {
            long start = System.nanoTime();
            long answer = FAILED;
            try {
                answer = binding.code().run(frame);
                return answer;
            } finally {
                nanos += System.nanoTime() - start;
                // One that needs room, or has its Process wait, is called again.
                if (answer != NEEDS_ROOM) {
                    calls++;
                    failures += answer == FAILED ? 1 : 0;
                }
            }
        }

        CallCount count() {
            return new CallCount(binding.name(), calls, failures, nanos);
        }
    }

    TracedSet(PrimitiveSet original) {
        this.original = original;
        this.traced = original.bindings().stream().map(Traced::new).toList();
    }

    @Override
    public String module() {
        return original.module();
    }

    @Override
    public List<Binding> bindings() {
        return traced.stream().map(each -> new Binding(each.binding.name(), each.binding.arguments(), each)).toList();
    }

    @Override
    public Set<Permission> permissions() {
        return original.permissions();
    }

    @Override
    public List<CallCount> counts() {
        return traced.stream().map(Traced::count).filter(each -> each.calls() > 0).toList();
    }
}
