package st.sendwright.runtime;

import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;

/** Which providers the command line has chosen. */
final class TierChoice {

    /** The framework's property with the choices, as {@code kind=provider, ...}. */
    private static final String TIERS = "sendwright.tiers";

    private TierChoice() {
    }

    /** The name of the provider of a kind. */
    static Optional<String> of(String kind, BundleContext context) {
        return of(kind, context.getProperty(TIERS));
    }

    static Optional<String> of(String kind, String tiers) {
        String prefix = kind + "=";
        return tiers == null ? Optional.empty() : List.of(tiers.split(",")).stream().map(String::strip)
                .filter(entry -> entry.startsWith(prefix)).map(entry -> entry.substring(prefix.length())).findFirst();
    }
}
