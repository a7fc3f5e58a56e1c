package st.sendwright.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleRevision;

/** Says in words why a bundle does not start. */
final class Unresolved {

    /** What the resolver says of a package that nobody exports, in the range of versions that is wanted. */
    private static final Pattern PACKAGE = Pattern.compile("\\(osgi\\.wiring\\.package=(?<name>[\\w.]+)\\)"
            + "(?:\\(version>=(?<least>[\\w.]+)\\))?(?:\\(!\\(version>=(?<below>[\\w.]+)\\)\\))?");
    private static final Pattern JAVA = Pattern.compile("\\(osgi\\.ee=JavaSE\\)\\(version=(?<version>[0-9.]+)\\)");

    private final BundleContext context;
    private final BundleException refused;

    Unresolved(BundleContext context, BundleException refused) {
        this.context = context;
        this.refused = refused;
    }

    String reason() {
        String message = String.valueOf(refused.getMessage());
        if (refused.getType() == BundleException.DUPLICATE_BUNDLE_ERROR) {
            return "a bundle of the same name and version is there already";
        }
        Matcher java = JAVA.matcher(message);
        if (java.find()) {
            return "it needs Java " + java.group("version") + ", and this is " + Runtime.version().feature();
        }
        Matcher missing = PACKAGE.matcher(message);
        if (missing.find()) {
            return "it needs the package " + missing.group("name") + range(missing) + ", and "
                    + there(missing.group("name"));
        }
        Throwable cause = refused.getCause();
        return cause == null ? message : message + ": " + cause;
    }

    private static String range(Matcher missing) {
        return (missing.group("least") == null ? "" : " from version " + missing.group("least"))
                + (missing.group("below") == null ? "" : ", below " + missing.group("below"));
    }

    private String there(String name) {
        List<String> versions = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (revision != null) {
                revision.getDeclaredCapabilities(BundleRevision.PACKAGE_NAMESPACE).stream()
                        .filter(each -> name.equals(each.getAttributes().get(BundleRevision.PACKAGE_NAMESPACE)))
                        .map(each -> String.valueOf(each.getAttributes().get("version")))
                        .filter(each -> !versions.contains(each)).forEach(versions::add);
            }
        }
        return versions.isEmpty() ? "no bundle exports one of that name"
                : "there is version " + String.join(", ", versions);
    }
}
