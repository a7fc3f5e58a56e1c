package st.sendwright.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/** Says in words why a jar cannot be installed or a bundle not be started. Asked only when that has failed. */
final class BundleFault {

    /** How the framework says which package is missing. */
    private static final Pattern MISSING_PACKAGE = Pattern.compile("osgi\\.wiring\\.package=([^)]+)\\)"
            + "(?:\\(version>=([^)]+)\\))?(?:\\(!\\(version>=([^)]+)\\)\\))?");

    private BundleFault() {
    }

    /** Why a jar cannot be installed. */
    static String ofJar(Path jar, String framework) {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            Manifest manifest = file.getManifest();
            if (manifest == null || manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME) == null) {
                return "it is no bundle, as its manifest has no " + Constants.BUNDLE_SYMBOLICNAME + " (bnd writes one)";
            }
            return framework;
        } catch (IOException unreadable) {
            return "it is no jar that can be read: " + unreadable.getMessage();
        }
    }

    /** Why a bundle cannot be started; what the framework says where that is not for want of a package. */
    static String ofStart(String framework, BundleContext context) {
        Matcher missing = MISSING_PACKAGE.matcher(framework);
        if (!missing.find()) {
            return framework;
        }
        String name = missing.group(1);
        String versions = missing.group(2) == null ? "" : " in a version from " + missing.group(2)
                + (missing.group(3) == null ? " on" : " to below " + missing.group(3));
        String there = exported(name, context);
        return "it needs the package " + name + versions + ", and " + (there.isEmpty() ? "no bundle that is there exports it"
                : "what is there is version " + there + "; it has to be built again for that");
    }

    private static String exported(String name, BundleContext context) {
        return Stream.of(context.getBundles()).map(bundle -> bundle.adapt(BundleRevision.class)).flatMap(revision ->
                revision == null ? Stream.<BundleCapability>empty()
                        : revision.getDeclaredCapabilities(BundleRevision.PACKAGE_NAMESPACE).stream())
                .filter(each -> name.equals(each.getAttributes().get(BundleRevision.PACKAGE_NAMESPACE)))
                .map(each -> String.valueOf(each.getAttributes().get(Constants.VERSION_ATTRIBUTE))).distinct().sorted()
                .collect(Collectors.joining(", "));
    }

    /** The name that messages call a bundle by. */
    static String name(Bundle bundle) {
        return bundle.getSymbolicName() == null ? bundle.getLocation().replaceFirst("^reference:file:/*", "/")
                : bundle.getSymbolicName();
    }
}
