package st.sendwright.runtime;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.util.tracker.BundleTracker;

/**
 * The active bundles of the framework that bring Smalltalk sources. Those of a bundle that brings primitives, too, count when the
 * primitives are there: code that is run while sources are loaded may call them.
 *
 * <p><b>Thread</b>: any. No lock is held while listeners are told.
 */
@Component(service = InstalledPluginSources.class, immediate = true)
public final class InstalledPluginSources {

    private final List<PluginBundle> installed = new CopyOnWriteArrayList<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    /** Bundles whose primitives have not come yet, by their numbers. */
    private final Map<Long, PluginBundle> early = new ConcurrentHashMap<>();
    private final Runnable close;

    /** Hears of bundles on the threads that start and stop them. */
    interface Listener {

        void arrived(PluginBundle bundle);

        /** When this returns, its sources shall not be in force any more. */
        void left(PluginBundle bundle);
    }

    /** Called by the framework. */
    @Activate
    public InstalledPluginSources(BundleContext context, @Reference InstalledPrimitiveSets primitives) {
        BundleTracker<PluginBundle> tracker = new BundleTracker<>(context, Bundle.ACTIVE, null) {
            @Override
            public PluginBundle addingBundle(Bundle bundle, BundleEvent event) {
                if (bundle.getHeaders().get(PluginBundle.HEADER) == null) {
                    return null;
                }
                PluginBundle plugin = PluginBundle.of(bundle);
                early.put(bundle.getBundleId(), plugin);
                if (primitives.countOf(bundle.getBundleId()) >= PluginBundle.primitiveSets(bundle)) {
                    addEarly(bundle.getBundleId());
                }
                return plugin;
            }

            @Override
            public void removedBundle(Bundle bundle, BundleEvent event, PluginBundle plugin) {
                if (!early.remove(bundle.getBundleId(), plugin)) {
                    InstalledPluginSources.this.remove(plugin);
                }
            }
        };
        LongConsumer onPrimitives = number -> {
            Bundle bundle = context.getBundle(number);
            if (bundle != null && primitives.countOf(number) >= PluginBundle.primitiveSets(bundle)) {
                addEarly(number);
            }
        };
        // Told when all who are told at once have been: no primitives will come then.
        BundleListener lastly = event -> {
            if (event.getType() == BundleEvent.STARTED) {
                addEarly(event.getBundle().getBundleId());
            }
        };
        primitives.listenToBundles(onPrimitives);
        context.addBundleListener(lastly);
        tracker.open();
        // Those that were active before; there is no VM yet that would have to wait for their primitives.
        early.keySet().forEach(this::addEarly);
        close = () -> {
            tracker.close();
            context.removeBundleListener(lastly);
            primitives.ignoreBundles(onPrimitives);
        };
    }

    private void addEarly(long number) {
        PluginBundle plugin = early.remove(number);
        if (plugin != null) {
            add(plugin);
        }
    }

    /** None yet; a test adds them. */
    InstalledPluginSources() {
        close = () -> { };
    }

    /** Called by the framework. */
    @Deactivate
    public void close() {
        close.run();
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
