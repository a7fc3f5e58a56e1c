package st.sendwright.runtime;

import java.util.BitSet;
import st.sendwright.jit.CodeRefusedException;
import st.sendwright.jit.MachineCode;
import st.sendwright.jit.MethodView;

/** The real back end, told that Floats were met at every send. */
final class FloatsEverywhere extends WrappedBackEnd {

    private static final int MOST_SITES = 256;

    FloatsEverywhere() {
        super("floats-everywhere");
    }

    @Override
    public MachineCode compile(MethodView method) throws CodeRefusedException {
        BitSet all = new BitSet();
        all.set(0, MOST_SITES);
        return super.compile(new MethodView(method.name(), method.header(), method.bytecodes(), method.literals(),
                method.primitive(), method.copiedValues(), method.forImmediates(), all));
    }
}
