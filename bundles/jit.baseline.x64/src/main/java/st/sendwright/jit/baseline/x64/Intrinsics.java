package st.sendwright.jit.baseline.x64;

import static st.sendwright.asm.x64.Register.RAX;

import st.sendwright.asm.x64.Address;
import st.sendwright.jit.MethodView;
import st.sendwright.jit.Stub;
import st.sendwright.model.MethodLayout;

/** The primitive of a method, before its body: in machine code where that is short and frequent, else in the kernel. */
final class Intrinsics {

    private final Emission out;
    private final MethodView method;

    Intrinsics(Emission out, MethodView method) {
        this.out = out;
        this.method = method;
    }

    void emit() {
        int primitive = MethodLayout.primitive(method.header());
        if (primitive <= MethodLayout.LAST_MARK) {
            return;
        }
        out.asm.mov(RAX, Address.of(out.methodCell));
        out.call(Stub.PRIMITIVE);
    }
}
