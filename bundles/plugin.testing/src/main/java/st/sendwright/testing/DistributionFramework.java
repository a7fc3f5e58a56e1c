package st.sendwright.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Felix in this JVM with the bundles of a distribution, except the shell.
 *
 * <p>Tests use the services by their types: the API is on the class path of the tests and exported by the system bundle, and its
 * bundles are not installed. <b>Thread</b>: any.
 */
public final class DistributionFramework implements AutoCloseable {

    private static final Set<String> SHARED = Set.of("st.sendwright.model", "st.sendwright.api");
    private static final Set<String> LEFT_OUT = Set.of("st.sendwright.shell", "org.apache.felix.configadmin",
            "org.apache.felix.fileinstall");
    private static final Set<String> SYSTEM_PACKAGES = Set.of(
            "org.osgi.service.component;version=1.5.1", "org.osgi.service.component.runtime;version=1.5.0",
            "org.osgi.service.component.runtime.dto;version=1.5.0", "org.osgi.util.function;version=1.2.0",
            "org.osgi.util.promise;version=1.3.0");
    private static final Pattern EXPORT =
            Pattern.compile("([a-z][\\w.]*)((?:;[^,\"]*(?:\"[^\"]*\")?)*)(?:,|$)");
    private static final Pattern VERSION = Pattern.compile("version=\"?([0-9.]+)");

    private final Path distribution;
    private final Framework framework;
    private final Path storage;

    private DistributionFramework(Path distribution, Framework framework, Path storage) {
        this.distribution = distribution;
        this.framework = framework;
        this.storage = storage;
    }

    /**
     * Starts Felix; takes about a third of a second.
     *
     * @param distribution the folder that holds {@code bundles}
     * @param tiers what {@code --tiers} would say, such as {@code memory-plan=semispace}; may be empty
     */
    public static DistributionFramework start(Path distribution, String tiers) throws IOException, BundleException {
        Path storage = Files.createTempDirectory("sendwright-test-");
        Map<String, String> settings = new HashMap<>();
        settings.put(Constants.FRAMEWORK_STORAGE, storage.toString());
        settings.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, systemPackages(distribution));
        settings.put("felix.service.urlhandlers", "false");
        settings.put("felix.log.level", "1");
        settings.put("sendwright.tiers", tiers);
        Path image = distribution.resolve("kernel.image");
        if (Files.exists(image)) {
            settings.put("sendwright.kernel.image", image.toString());
        }
        DistributionFramework started = new DistributionFramework(distribution, new FrameworkFactory().newFramework(settings),
                storage);
        started.framework.start();
        started.startBundles();
        return started;
    }

    private void startBundles() throws IOException, BundleException {
        List<Bundle> bundles = new ArrayList<>();
        for (Path jar : jars(distribution)) {
            String name = nameOf(jar);
            if (!SHARED.contains(name) && !LEFT_OUT.contains(name)) {
                bundles.add(install("reference:" + jar.toUri()));
            }
        }
        for (Bundle bundle : bundles) {
            bundle.start();
        }
    }

    /** A bundle by its symbolic name. */
    public Bundle bundle(String name) {
        return Stream.of(framework.getBundleContext().getBundles()).filter(each -> name.equals(each.getSymbolicName()))
                .findFirst().orElseThrow(() -> new AssertionError("no bundle " + name + " in " + distribution));
    }

    /** Installs a bundle, such as one that was uninstalled, from {@link Bundle#getLocation}. */
    public Bundle install(String location) throws BundleException {
        return framework.getBundleContext().installBundle(location, null);
    }

    /** Has the framework forget what was uninstalled, and waits for that. */
    public void refresh() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        framework.adapt(FrameworkWiring.class).refreshBundles(null, event -> done.countDown());
        done.await();
    }

    /** A service that must be there. */
    public <T> T service(Class<T> type) {
        ServiceReference<T> reference = framework.getBundleContext().getServiceReference(type);
        if (reference == null) {
            throw new AssertionError("no " + type.getName() + " in the bundles of " + distribution);
        }
        return framework.getBundleContext().getService(reference);
    }

    /** The provider of a service that has this name. */
    public <T> T service(Class<T> type, String name) throws InvalidSyntaxException {
        String filter = "(sendwright.name=" + name + ")";
        return framework.getBundleContext().getServiceReferences(type, filter).stream().findFirst()
                .map(framework.getBundleContext()::getService)
                .orElseThrow(() -> new AssertionError("no " + type.getName() + " named " + name + " in " + distribution));
    }

    @Override
    public void close() throws BundleException, InterruptedException, IOException {
        framework.stop();
        framework.waitForStop(10_000);
        try (Stream<Path> tree = Files.walk(storage)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** The jars of a distribution's bundles, sorted by name. */
    public static List<Path> jars(Path distribution) throws IOException {
        try (Stream<Path> files = Files.list(distribution.resolve("bundles"))) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }

    private static String nameOf(Path jar) {
        String file = jar.getFileName().toString();
        return file.substring(0, file.length() - ".jar".length());
    }

    /** What the bundles that are not installed would export, with versions. */
    private static String systemPackages(Path distribution) throws IOException {
        List<String> packages = new ArrayList<>(SYSTEM_PACKAGES);
        for (String name : SHARED) {
            try (JarFile jar = new JarFile(distribution.resolve("bundles/" + name + ".jar").toFile())) {
                Matcher export = EXPORT.matcher(jar.getManifest().getMainAttributes()
                        .getValue("Export-Package"));
                while (export.find()) {
                    Matcher version = VERSION.matcher(export.group(2));
                    packages.add(export.group(1) + (version.find() ? ";version=" + version.group(1) : ""));
                }
            }
        }
        return String.join(",", packages);
    }
}
