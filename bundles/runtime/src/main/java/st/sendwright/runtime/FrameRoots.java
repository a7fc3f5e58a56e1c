package st.sendwright.runtime;

import st.sendwright.heap.Roots;
import st.sendwright.model.FrameLayout;

/** The references in the frames of a stack page. <b>Thread</b>: the VM thread. */
final class FrameRoots {

    private FrameRoots() {
    }

    /** Shows the collector all words of a page's frames that are references. */
    static void visit(Roots.StrongVisitor visitor, long topFp, long topSp) {
        long sp = topSp;
        for (long fp = topFp; fp != 0;) {
            visitor.range(sp, (fp + FrameLayout.RECEIVER - sp) / 8 + 1);
            visitor.range(fp + FrameLayout.CONTEXT, 2);
            boolean base = FrameLayout.isBase(fp);
            visitor.range(fp + FrameLayout.LAST_ARGUMENT, FrameLayout.arguments(fp) + (base ? 2 : 1));
            sp = FrameLayout.receiverAddress(fp) + 8;
            fp = FrameLayout.savedFp(fp);
        }
    }
}
