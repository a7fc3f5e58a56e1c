package st.sendwright.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The kinds of exchangeable tiers and the providers whose bundles a distribution holds.
 *
 * @param prefixes how the symbolic names of a kind's providers begin; the rest is the provider's name
 * @param bundleNames symbolic names of the bundles that are there
 */
record Tiers(Map<String, String> prefixes, List<String> bundleNames) {

    static Tiers of(Distribution distribution) throws IOException {
        Properties table = new Properties();
        try (var reader = Files.newBufferedReader(distribution.runFolder().resolve("tiers.properties"))) {
            table.load(reader);
        }
        Map<String, String> prefixes = new TreeMap<>();
        table.forEach((kind, prefix) -> prefixes.put((String) kind, (String) prefix));
        return new Tiers(prefixes, distribution.bundleNames());
    }

    /** Names of the providers of a kind that are there, sorted. */
    List<String> providers(String kind) {
        return bundleNames.stream().filter(name -> kindOf(name).equals(Optional.of(kind)))
                .map(name -> name.substring(prefixes.get(kind).length())).toList();
    }

    /** The kind that a bundle provides. Where two prefixes fit, the longer one is meant. */
    Optional<String> kindOf(String bundleName) {
        return prefixes.entrySet().stream().filter(entry -> bundleName.startsWith(entry.getValue()))
                .max((a, b) -> a.getValue().length() - b.getValue().length()).map(Map.Entry::getKey);
    }

    String bundleOf(String kind, String provider) {
        return prefixes.get(kind) + provider;
    }

    /**
     * The profile's choice with the user's laid over it.
     *
     * @throws HostException when the user asks for a kind or provider that is not there
     */
    Map<String, String> choose(Map<String, String> profile, Map<String, String> asked) throws HostException {
        for (Map.Entry<String, String> entry : asked.entrySet()) {
            String kind = entry.getKey();
            String option = "--tiers " + kind + "=" + entry.getValue();
            if (!prefixes.containsKey(kind)) {
                throw new HostException(ExitCode.USAGE, "SW-HOST-002", option + ": there is no tier called '"
                        + kind + "'. Tiers are " + String.join(", ", prefixes.keySet()) + ".");
            }
            List<String> there = providers(kind);
            if (!there.contains(entry.getValue())) {
                String choice = there.isEmpty() ? "There is no provider of " + kind + "."
                        : "Providers of " + kind + " that are there: " + String.join(", ", there) + ".";
                throw new HostException(ExitCode.USAGE, "SW-HOST-002",
                        option + ": no bundle provides it. " + choice);
            }
        }
        Map<String, String> chosen = new LinkedHashMap<>(profile);
        chosen.putAll(asked);
        return chosen;
    }
}
