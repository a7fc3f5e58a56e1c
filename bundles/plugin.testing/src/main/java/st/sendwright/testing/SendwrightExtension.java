package st.sendwright.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.Manifest;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import st.sendwright.vm.VmStartException;

/**
 * Gives tests a {@link PluginVm}: each test that has such a parameter a VM of its own, which is closed behind it, with the heap verified. The
 * framework is started once for each test class, from the distribution that the system property {@value #DISTRIBUTION} names.
 *
 * <p>The plugin is the folder of the class path whose manifest is that of a bundle: {@code target/classes}, when bnd has processed
 * it.
 */
public final class SendwrightExtension implements BeforeAllCallback, AfterAllCallback, AfterEachCallback, ParameterResolver {

    /** System property: the folder of the distribution. */
    public static final String DISTRIBUTION = "sendwright.dist";

    private static final Namespace NAMESPACE = Namespace.create(SendwrightExtension.class);

    /** What a test class uses. */
    private record Started(DistributionFramework framework, Bundle plugin) {
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException, BundleException {
        String distribution = System.getProperty(DISTRIBUTION);
        if (distribution == null || !Files.isDirectory(Path.of(distribution, "bundles"))) {
            throw new IllegalStateException("the system property " + DISTRIBUTION + " names no distribution of Sendwright: "
                    + distribution);
        }
        DistributionFramework framework = DistributionFramework.start(Path.of(distribution), "");
        Bundle plugin = framework.install("reference:" + plugin());
        plugin.start();
        context.getStore(NAMESPACE).put(Started.class, new Started(framework, plugin));
    }

    /** The folder of the class path that is a bundle. */
    private static String plugin() throws IOException {
        for (URL url : Collections.list(Thread.currentThread().getContextClassLoader().getResources("META-INF/MANIFEST.MF"))) {
            if (url.getProtocol().equals("file")) {
                try (InputStream in = url.openStream()) {
                    if (new Manifest(in).getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME) != null) {
                        return url.toString().replaceFirst("META-INF/MANIFEST\\.MF$", "");
                    }
                }
            }
        }
        throw new IllegalStateException("no folder of the class path is a bundle; have bnd-maven-plugin run the goal bnd-process");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == PluginVm.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Started started = context.getStore(NAMESPACE).get(Started.class, Started.class);
        try {
            started.plugin.start();
            PluginVm vm = new PluginVm(started.framework, started.plugin);
            context.getStore(NAMESPACE).put(PluginVm.class, vm);
            return vm;
        } catch (BundleException | VmStartException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        PluginVm vm = context.getStore(NAMESPACE).remove(PluginVm.class, PluginVm.class);
        if (vm != null) {
            vm.close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        Started started = context.getStore(NAMESPACE).remove(Started.class, Started.class);
        if (started != null) {
            started.framework.close();
        }
    }
}
