package st.sendwright.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
 * A running Felix with the bundles of a plan. Closing it stops the framework and deletes its storage.
 *
 * <p>SCR activates components while their bundles start, on this thread, so that after {@link #start} every
 * service that can be there is there: nobody has to wait for one.
 */
final class FrameworkHost implements AutoCloseable {

    private static final long STOP_LIMIT_MILLIS = 10_000;
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final String USUAL_PLACE = "/tmp";
    private static final String PREFIX = "sendwright-";

    private final Framework framework;
    private final Path storage;
    private final Map<String, String> startFailures = new LinkedHashMap<>();

    private FrameworkHost(Framework framework, Path storage) {
        this.framework = framework;
        this.storage = storage;
    }

    /**
     * Starts the framework and then the bundles in their order; bundles that fail are in {@link
     * #startFailures}.
     */
    static FrameworkHost start(RunPlan plan) throws HostException, IOException {
        LogSettings.use(plan.properties().get("sendwright.log"));
        Path storage = createStorage();
        Thread cleaning = new Thread(() -> deleteTree(storage), "sendwright-storage-cleaning");
        Runtime.getRuntime().addShutdownHook(cleaning);
        Map<String, String> settings = new HashMap<>(plan.properties());
        settings.put(Constants.FRAMEWORK_STORAGE, storage.toString());
        settings.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        settings.putIfAbsent("felix.log.level", "0");
        // Starting and awaiting the resolver's threads takes longer than its work.
        settings.putIfAbsent("felix.resolver.parallelism", "1");
        settings.putIfAbsent("ds.loglevel", "0");
        FrameworkHost host = new FrameworkHost(new FrameworkFactory().newFramework(settings), storage);
        try {
            host.framework.start();
        } catch (BundleException e) {
            throw new HostException(ExitCode.CANNOT_START, "SW-HOST-005",
                    "cannot start: Felix does not start: " + e.getMessage() + ".");
        }
        host.startBundles(plan);
        return host;
    }

    /**
     * A folder in memory where Linux has a file system for that, unless somebody has chosen another place for temporary files: it
     * holds a few small files for each bundle, all of which are deleted at the end.
     */
    private static Path createStorage() throws IOException {
        boolean isPlaceChosen = !System.getProperty("java.io.tmpdir").equals(USUAL_PLACE);
        if (!isPlaceChosen && Files.isWritable(SHARED_MEMORY)) {
            try {
                return Files.createTempDirectory(SHARED_MEMORY, PREFIX);
            } catch (IOException e) {
                // Full, or not for us after all: the usual place will do, and says what is wrong if it does not.
            }
        }
        return Files.createTempDirectory(PREFIX);
    }

    private void startBundles(RunPlan plan) {
        BundleContext context = framework.getBundleContext();
        List<Bundle> installed = new ArrayList<>();
        plan.jars().forEach((name, jar) -> {
            try {
                installed.add(context.installBundle("reference:" + jar.toUri(), null));
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
        return new PluginFolder(folder.toAbsolutePath(), context(), err);
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
        try {
            framework.stop();
            framework.waitForStop(STOP_LIMIT_MILLIS);
        } catch (BundleException e) {
            throw new IllegalStateException("the framework does not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        deleteTree(storage);
    }

    private static void deleteTree(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
