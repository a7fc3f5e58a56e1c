package st.sendwright.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import st.sendwright.language.SourceLoader;
import st.sendwright.language.SourceText;
import st.sendwright.testing.DistributionFramework;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.VmFactory;

/**
 * The {@link DistributionFramework} of the built distribution; one for each test class. {@link SendwrightProcess} tests the
 * distribution as it is.
 */
public final class VmHarness implements AutoCloseable {

    private static final Path DIST = Path.of(System.getProperty("sendwright.dist")).normalize();
    private static final String DEFAULT_MEMORY_PLAN = "generational";

    private final DistributionFramework framework;

    private VmHarness(DistributionFramework framework) {
        this.framework = framework;
    }

    /** Starts Felix with the default memory plan; takes about a third of a second. */
    public static VmHarness start() throws IOException, BundleException {
        return start(DEFAULT_MEMORY_PLAN);
    }

    /** Starts Felix; its VMs start with a memory plan by its name. */
    public static VmHarness start(String memoryPlan) throws IOException, BundleException {
        return new VmHarness(DistributionFramework.start(DIST, "memory-plan=" + memoryPlan));
    }

    /** A bundle of the distribution, by its symbolic name. */
    public Bundle bundle(String name) {
        return framework.bundle(name);
    }

    /** Installs a bundle, such as one of the distribution that was uninstalled, from {@link Bundle#getLocation}. */
    public Bundle install(String location) throws BundleException {
        return framework.install(location);
    }

    /** Has the framework forget what was uninstalled, and waits for that. */
    public void refresh() throws InterruptedException {
        framework.refresh();
    }

    public VmFactory vmFactory() {
        return service(VmFactory.class);
    }

    public SourceLoader sourceLoader() {
        return service(SourceLoader.class);
    }

    /** A service that must be there. */
    public <T> T service(Class<T> type) {
        return framework.service(type);
    }

    /** The provider of a service that has this name. */
    public <T> T service(Class<T> type, String name) throws InvalidSyntaxException {
        return framework.service(type, name);
    }

    /** What an expression prints as; of one that fails, the walkback. */
    public static String print(Vm vm, String source) {
        return switch (vm.evaluate(SourceText.of(source, "test"))) {
            case Evaluation.Value value -> {
                String printed = vm.sendForString(value.handle(), "printString");
                value.handle().close();
                yield printed;
            }
            case Evaluation.Failed failed -> failed.walkback();
            case Evaluation other -> other.toString();
        };
    }

    @Override
    public void close() throws BundleException, InterruptedException, IOException {
        framework.close();
    }

    /** The jars of the distribution's bundles, sorted by name. */
    public static List<Path> jars() throws IOException {
        return DistributionFramework.jars(DIST);
    }
}
