package st.sendwright.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The kinds of exchangeable tiers and the providers whose bundles are there: in the distribution, or given as files.
 *
 * <p>A provider is called what its component says, as in a running VM, and also what its bundle's name has behind the
 * prefix of its kind. Jars are opened only for a name that no bundle has.
 *
 * @param prefixes how the symbolic names of a kind's providers begin
 * @param bundles jar by symbolic name, of those that are there
 */
record Tiers(Map<String, String> prefixes, Map<String, Path> bundles) {

    /** The kind of tier that a VM can do without. */
    static final String JIT = "jit";
    /** What is in force then. */
    static final String NONE = "none";

    private static final String PRIMITIVES = "primitives";

    /** @param jars bundles besides those of the distribution */
    static Tiers of(Distribution distribution, List<Path> jars) throws IOException {
        Properties table = new Properties();
        try (var reader = Files.newBufferedReader(distribution.runFolder().resolve("tiers.properties"))) {
            table.load(reader);
        }
        Map<String, String> prefixes = new TreeMap<>();
        table.forEach((kind, prefix) -> prefixes.put((String) kind, (String) prefix));
        Map<String, Path> bundles = new TreeMap<>();
        distribution.bundleNames().forEach(name -> bundles.put(name, distribution.jarOf(name)));
        jars.forEach(jar -> ProviderJar.read(jar).symbolicName().ifPresent(name -> bundles.put(name, jar)));
        return new Tiers(prefixes, bundles);
    }

    /** Symbolic names of the bundles of a kind that are there, sorted. */
    List<String> bundlesOf(String kind) {
        return bundles.keySet().stream().filter(name -> kindOf(name).equals(Optional.of(kind))).toList();
    }

    /** What the providers of a kind are called that are there, sorted. */
    List<String> providers(String kind) {
        Stream<String> names = bundlesOf(kind).stream().flatMap(bundle -> namesOf(kind, bundle).stream());
        return (kind.equals(JIT) ? Stream.concat(names, Stream.of(NONE)) : names).sorted().distinct().toList();
    }

    /** What a bundle's providers are called. */
    private List<String> namesOf(String kind, String bundle) {
        List<String> names = ProviderJar.read(bundles.get(bundle)).names();
        return names.isEmpty() ? List.of(bundle.substring(prefixes.get(kind).length())) : names;
    }

    /** The kind that a bundle provides. Where two prefixes fit, the longer one is meant. */
    Optional<String> kindOf(String bundleName) {
        return prefixes.entrySet().stream().filter(entry -> bundleName.startsWith(entry.getValue()))
                .max((a, b) -> a.getValue().length() - b.getValue().length()).map(Map.Entry::getKey);
    }

    /** The symbolic name of a provider's bundle, which may be missing; empty for the lack of a provider. */
    Optional<String> bundleOf(String kind, String provider) {
        if (isModule(kind)) {
            return bundlesOf(PRIMITIVES).stream()
                    .filter(bundle -> namesOf(PRIMITIVES, bundle).contains(provider)).findFirst();
        }
        String plain = prefixes.get(kind) + provider;
        if (kind.equals(JIT) && provider.equals(NONE)) {
            return Optional.empty();
        }
        return Optional.of(bundles.containsKey(plain) ? plain : bundlesOf(kind).stream()
                .filter(bundle -> namesOf(kind, bundle).contains(provider)).findFirst().orElse(plain));
    }

    /**
     * The profile's choice with the user's laid over it, each provider called what its component says.
     *
     * @throws HostException when the user asks for a kind or provider that is not there
     */
    Map<String, String> choose(Map<String, String> profile, Map<String, String> asked) throws HostException {
        Map<String, String> chosen = new LinkedHashMap<>(profile);
        for (Map.Entry<String, String> entry : asked.entrySet()) {
            chosen.put(entry.getKey(), known(entry.getKey(), entry.getValue()));
        }
        return chosen;
    }

    /** Whether a choice is who provides one module of primitives. */
    static boolean isModule(String kind) {
        return kind.startsWith(PRIMITIVES + ".") && kind.length() > PRIMITIVES.length() + 1;
    }

    private String known(String kind, String provider) throws HostException {
        if (isModule(kind)) {
            // Which modules there are is known once all bundles run: the VM says when there is no such set.
            return provider;
        }
        String option = "--tiers " + kind + "=" + provider;
        if (!prefixes.containsKey(kind)) {
            throw new HostException(ExitCode.USAGE, "SW-HOST-002", option + ": there is no tier called '"
                    + kind + "'. Tiers are " + String.join(", ", prefixes.keySet()) + ".");
        }
        String bundle = bundleOf(kind, provider).orElse("");
        if (bundle.isEmpty()) {
            return provider;
        }
        if (!bundles.containsKey(bundle)) {
            List<String> there = providers(kind);
            String choice = bundlesOf(kind).isEmpty() ? "There is no provider of " + kind + "."
                    : "Providers of " + kind + " that are there: " + String.join(", ", there) + ".";
            throw new HostException(ExitCode.USAGE, "SW-HOST-002", option + ": no bundle provides it. " + choice);
        }
        List<String> names = namesOf(kind, bundle);
        return names.contains(provider) || names.size() > 1 ? provider : names.getFirst();
    }
}
