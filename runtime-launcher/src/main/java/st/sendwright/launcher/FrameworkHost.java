package st.sendwright.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * A running Felix with the bundles of a plan. Closing it stops the framework, which waits for that whoever else stops it.
 *
 * <p>SCR activates components while their bundles start, on this thread, so that after {@link #start} every
 * service that can be there is there: nobody has to wait for one.
 */
final class FrameworkHost implements AutoCloseable {

    private static final long STOP_LIMIT_MILLIS = 10_000;

    private final Framework framework;
    private final Storage storage;
    private final Map<String, String> startFailures = new LinkedHashMap<>();

    /** Null before the framework has begun. */
    private PutOffStop others;

    private FrameworkHost(Framework framework, Storage storage) {
        this.framework = framework;
        this.storage = storage;
    }

    /**
     * Starts the framework and then the bundles in their order; bundles that fail are in {@link
     * #startFailures}.
     *
     * @param storage where the framework keeps its files
     */
    static FrameworkHost start(RunPlan plan, Storage storage) throws HostException, IOException {
        LogSettings.use(plan.properties().get("sendwright.log"));
        Map<String, String> settings = new HashMap<>(plan.properties());
        settings.put(Constants.FRAMEWORK_STORAGE, storage.make().toString());
        settings.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        settings.putIfAbsent("felix.log.level", "0");
        // Starting and awaiting the resolver's threads takes longer than its work.
        settings.putIfAbsent("felix.resolver.parallelism", "1");
        settings.putIfAbsent("ds.loglevel", "0");
        FrameworkHost host = new FrameworkHost(new FrameworkFactory().newFramework(settings), storage);
        try {
            storage.during(() -> {
                host.framework.init();
                return null;
            });
            host.others = PutOffStop.of(host.context());
            host.framework.start();
        } catch (BundleException e) {
            throw new HostException(ExitCode.CANNOT_START, "SW-HOST-005",
                    "cannot start: Felix does not start: " + e.getMessage() + ".");
        }
        host.startBundles(plan);
        return host;
    }

    private void startBundles(RunPlan plan) {
        BundleContext context = framework.getBundleContext();
        List<Bundle> installed = new ArrayList<>();
        plan.jars().forEach((name, jar) -> {
            try {
                installed.add(storage.during(() -> context.installBundle("reference:" + jar.toUri())));
            } catch (BundleException e) {
                startFailures.put(name, BundleFault.ofJar(jar, String.valueOf(e.getMessage())));
            }
        });
        // All at once, which is much less work than one by one at their starts; what cannot be resolved is said there.
        framework.adapt(FrameworkWiring.class).resolveBundles(installed);
        for (Bundle bundle : installed) {
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null) {
                continue;
            }
            if (bundle.getSymbolicName() == null) {
                String jar = BundleFault.name(bundle);
                startFailures.put(jar, BundleFault.ofJar(Path.of(jar), "it has no name"));
                continue;
            }
            try {
                bundle.start();
            } catch (BundleException e) {
                startFailures.put(bundle.getSymbolicName(), BundleFault.ofStart(String.valueOf(e.getMessage()), context));
            }
        }
    }

    /** Why bundles could not be installed or started, by name. */
    Map<String, String> startFailures() {
        return Map.copyOf(startFailures);
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** Looks after a folder of bundles that come and go. */
    PluginFolder plugins(Path folder, PrintStream err) {
        return new PluginFolder(folder.toAbsolutePath(), context(), storage, err);
    }

    /** A service of a JDK type, chosen by an LDAP filter. */
    <T> Optional<T> service(Class<T> type, String filter) {
        try {
            for (ServiceReference<T> reference : context().getServiceReferences(type, filter)) {
                T service = context().getService(reference);
                if (service != null) {
                    return Optional.of(service);
                }
            }
            return Optional.empty();
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(filter, e);
        }
    }

    @Override
    public void close() {
        others.end();
        try {
            framework.stop();
            framework.waitForStop(STOP_LIMIT_MILLIS);
        } catch (BundleException e) {
            throw new IllegalStateException("the framework does not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
