package st.sendwright.launcher;

import java.util.concurrent.CountDownLatch;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;

/**
 * Puts off a stop of the framework until all has ended that needs its bundles. Anybody may stop it at any time, such as Apache Felix
 * Gogo at the end of its input; without its bundles a program could neither start, nor go on, nor be ended.
 *
 * <p><b>Thread</b>: the framework stops on one of its own, which is kept waiting. All bundles are as they were meanwhile.
 */
final class PutOffStop implements SynchronousBundleListener {

    private final CountDownLatch end = new CountDownLatch(1);

    private PutOffStop() {
    }

    /** Keeps the framework of a context from stopping from now on. */
    static PutOffStop of(BundleContext context) {
        PutOffStop listener = new PutOffStop();
        context.addBundleListener(listener);
        return listener;
    }

    /** The framework may stop, and does so if somebody wants it to. */
    void end() {
        end.countDown();
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        Bundle bundle = event.getBundle();
        if (event.getType() == BundleEvent.STOPPING && bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
            try {
                end.await();
            } catch (InterruptedException now) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
