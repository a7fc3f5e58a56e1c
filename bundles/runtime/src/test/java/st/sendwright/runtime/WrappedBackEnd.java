package st.sendwright.runtime;

import java.util.List;
import st.sendwright.jit.BackEnd;
import st.sendwright.jit.CodeRefusedException;
import st.sendwright.jit.MachineCode;
import st.sendwright.jit.MethodView;
import st.sendwright.jit.StubCode;
import st.sendwright.jit.baseline.x64.BaselineBackEnd;

/** The real back end; tests change what they need. */
abstract class WrappedBackEnd implements BackEnd {

    private final BackEnd real = new BaselineBackEnd();
    private final String name;

    WrappedBackEnd(String name) {
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public BackEnd counting() {
        throw new UnsupportedOperationException("nobody asks for it here");
    }

    @Override
    public StubCode stubs() {
        return real.stubs();
    }

    @Override
    public MachineCode compile(MethodView method) throws CodeRefusedException {
        return real.compile(method);
    }

    @Override
    public final List<Instruction> instructions(byte[] code) {
        return real.instructions(code);
    }

    @Override
    public final int expectedClass(int classIndex) {
        return real.expectedClass(classIndex);
    }

    @Override
    public MachineCode polymorphic(List<Case> cases) {
        return real.polymorphic(cases);
    }

    @Override
    public MachineCode megamorphic(int selectorNumber) {
        return real.megamorphic(selectorNumber);
    }
}
