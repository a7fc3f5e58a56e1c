package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.List;
import st.sendwright.jit.BackEnd.Case;

/** The classes that a send of machine code has seen since it was unlinked last. */
final class SendState {

    final List<Case> cases = new ArrayList<>();
    boolean isMegamorphic;
    long misses;

    void unlink() {
        cases.clear();
        isMegamorphic = false;
    }
}
