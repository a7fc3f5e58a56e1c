package st.sendwright.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import st.sendwright.runtime.InstalledProviders.Provider;

/** Which providers the command line has chosen, and what they are called. */
final class TierChoice {

    /** The framework's property with the choices, as {@code kind=provider, ...}. */
    private static final String TIERS = "sendwright.tiers";

    /** A provider's property with its name. */
    static final String NAME = "sendwright.name";

    private TierChoice() {
    }

    /** A service as what its properties say. */
    static <T> Provider<T> provider(T service, Map<String, Object> properties) {
        return new Provider<>(String.valueOf(properties.get(NAME)),
                properties.get(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0, service);
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
