package st.sendwright.runtime;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.BundleTracker;

/**
 * The active bundles of the framework that bring Smalltalk sources. <b>Thread</b>: any. No lock is held while listeners are
 * told.
 */
@Component(service = InstalledPluginSources.class, immediate = true)
public final class InstalledPluginSources {

    private final List<PluginBundle> installed = new CopyOnWriteArrayList<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Optional<BundleTracker<PluginBundle>> tracker;

    /** Hears of bundles on the threads that start and stop them. */
    interface Listener {

        void arrived(PluginBundle bundle);

        /** When this returns, its sources shall not be in force any more. */
        void left(PluginBundle bundle);
    }

    /** Called by the framework. */
    @Activate
    public InstalledPluginSources(BundleContext context) {
        tracker = Optional.of(new BundleTracker<>(context, Bundle.ACTIVE, null) {
            @Override
            public PluginBundle addingBundle(Bundle bundle, BundleEvent event) {
                if (bundle.getHeaders().get(PluginBundle.HEADER) == null) {
                    return null;
                }
                PluginBundle plugin = PluginBundle.of(bundle);
                add(plugin);
                return plugin;
            }

            @Override
            public void removedBundle(Bundle bundle, BundleEvent event, PluginBundle plugin) {
                InstalledPluginSources.this.remove(plugin);
            }
        });
        tracker.get().open();
    }

    /** None yet; a test adds them. */
    InstalledPluginSources() {
        tracker = Optional.empty();
    }

    /** Called by the framework. */
    @Deactivate
    public void close() {
        tracker.ifPresent(BundleTracker::close);
    }

    void add(PluginBundle bundle) {
        installed.add(bundle);
        listeners.forEach(each -> each.arrived(bundle));
    }

    void remove(PluginBundle bundle) {
        installed.remove(bundle);
        listeners.forEach(each -> each.left(bundle));
    }

    /** Those that are there, in the order in which they came. */
    List<PluginBundle> installed() {
        return installed;
    }

    void listen(Listener listener) {
        listeners.add(listener);
    }

    void ignore(Listener listener) {
        listeners.remove(listener);
    }
}
