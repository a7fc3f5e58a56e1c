package st.sendwright.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What to start: decided from the profile and the command line before the framework exists.
 *
 * @param jars jar by symbolic name (or by file name, for a bundle given as a file), in start order
 * @param missing those whose jar is not there
 * @param tiers provider by kind
 * @param properties the framework's settings
 * @param arguments what the shell gets
 * @param notes lines to tell the user
 */
record RunPlan(Map<String, Path> jars, Map<String, Path> missing, Map<String, String> tiers,
        Map<String, String> properties, List<String> arguments, List<String> notes) {

    private static final String DEFAULT_PROFILE = "interpreter";
    private static final String DEFAULT_LOG = "warning";

    static RunPlan of(Distribution distribution, Invocation invocation) throws HostException, IOException {
        String profileName = invocation.profile().orElse(DEFAULT_PROFILE);
        Path file = distribution.runFolder().resolve(profileName + ".bndrun");
        if (!distribution.profileNames().contains(profileName)) {
            throw new HostException(ExitCode.USAGE, "SW-HOST-003", "there is no profile '" + profileName
                    + "'. Profiles are " + String.join(", ", distribution.profileNames()) + " (in "
                    + distribution.runFolder() + ").");
        }
        BndRun profile = BndRun.read(file);
        Tiers tiers = Tiers.of(distribution);
        Map<String, String> chosen = tiers.choose(profile.tiers(), invocation.tiers());
        List<String> notes = new ArrayList<>();
        for (String kind : profile.wantedTiers()) {
            addWanted(kind, tiers, chosen, notes);
        }

        List<String> names = new ArrayList<>(invocation.onlyBundles().orElse(profile.bundles()));
        if (invocation.onlyBundles().isEmpty()) {
            chosen.forEach((kind, provider) -> names.add(tiers.bundleOf(kind, provider)));
        }
        names.addAll(invocation.bundles());

        Map<String, Path> jars = new LinkedHashMap<>();
        Map<String, Path> missing = new LinkedHashMap<>();
        for (String name : names) {
            Path jar = name.endsWith(".jar") ? Path.of(name).toAbsolutePath() : distribution.jarOf(name);
            (Files.isRegularFile(jar) ? jars : missing).put(name, jar);
        }

        Map<String, String> properties = new LinkedHashMap<>(profile.runProperties());
        properties.put("org.osgi.framework.system.packages.extra", profile.systemPackages());
        properties.put("sendwright.profile", profileName);
        properties.put("sendwright.tiers", String.join(",",
                chosen.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList()));
        properties.put("sendwright.version", distribution.version());
        properties.put("sendwright.dist", distribution.root().toString());
        invocation.log().ifPresent(level -> properties.put("sendwright.log", level));
        distribution.kernelImage().ifPresent(image -> properties.put("sendwright.kernel.image", image.toString()));

        List<String> arguments = new ArrayList<>(invocation.rest());
        boolean command = !arguments.isEmpty() && arguments.getFirst().equals("bench");
        List<String> shellOptions = new ArrayList<>();
        for (String option : profile.options()) {
            if (option.startsWith("--log=")) {
                properties.putIfAbsent("sendwright.log", option.substring("--log=".length()));
            } else {
                shellOptions.add(option);
            }
        }
        properties.putIfAbsent("sendwright.log", DEFAULT_LOG);
        arguments.addAll(command ? 1 : 0, shellOptions);
        return new RunPlan(jars, missing, chosen, properties, arguments, notes);
    }

    private static void addWanted(String kind, Tiers tiers, Map<String, String> chosen, List<String> notes) {
        List<String> there = tiers.providers(kind);
        if (!chosen.containsKey(kind) && !there.isEmpty()) {
            chosen.put(kind, there.getFirst());
        }
        if (there.isEmpty()) {
            notes.add("no " + kind + " bundle is installed yet; going on with " + String.join(", ",
                    chosen.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList()));
        }
    }
}
