package st.sendwright.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import st.sendwright.vm.Profile.Activity;

/**
 * What the VM thread is at, for who looks on.
 *
 * <p><b>Thread</b>: the VM thread sets it, any may read it. Nothing is ordered by it, so setting costs one plain store.
 */
final class CurrentActivity {

    private static final Activity[] ALL = Activity.values();
    private static final VarHandle NOW;

    static {
        try {
            NOW = MethodHandles.lookup().findVarHandle(CurrentActivity.class, "now", int.class);
        } catch (ReflectiveOperationException broken) {
            throw new ExceptionInInitializerError(broken);
        }
    }

    private int now = Activity.KERNEL.ordinal();

    /** Says what begins, and answers what went on before. */
    Activity begin(Activity activity) {
        Activity before = ALL[now];
        NOW.setOpaque(this, activity.ordinal());
        return before;
    }

    Activity now() {
        return ALL[(int) NOW.getOpaque(this)];
    }
}
