package st.sendwright.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to start: decided from the profile and the command line before the framework exists.
 *
 * @param jars jar by symbolic name (or by file name, for a bundle given as a file), in start order
 * @param missing those whose jar is not there
 * @param tiers provider by kind
 * @param properties the framework's settings
 * @param arguments what the shell gets
 * @param notes lines to tell the user
 * @param plugins folder of bundles that come and go
 */
record RunPlan(Map<String, Path> jars, Map<String, Path> missing, Map<String, String> tiers,
        Map<String, String> properties, List<String> arguments, List<String> notes, Optional<Path> plugins) {

    private static final String DEFAULT_PROFILE = "interpreter";
    private static final String DEFAULT_LOG = "warning";
    /** What reads files of configurations, and who is told of them. */
    private static final List<String> CONFIGURING =
            List.of("org.apache.felix.configadmin", "org.apache.felix.fileinstall");
    private static final String CONFIGURATION_POLL_MILLIS = "250";
    /** First words of a command line that are no file. */
    private static final Set<String> COMMANDS = Set.of("bench", "test", "fileout");
    /** First words of command lines that start no VM. */
    private static final Set<String> WITHOUT_VM = Set.of("image", "attach");

    static RunPlan of(Distribution distribution, Invocation invocation) throws HostException, IOException {
        String profileName = invocation.profile().orElse(DEFAULT_PROFILE);
        BndRun profile = readProfile(distribution, profileName);
        Tiers tiers = Tiers.of(distribution, invocation.tiers().isEmpty() ? List.of()
                : invocation.bundles().stream().filter(RunPlan::isFile).map(Path::of).toList());
        Map<String, String> chosen = tiers.choose(profile.tiers(), invocation.tiers());
        List<String> notes = new ArrayList<>();
        for (String kind : profile.wantedTiers()) {
            addWanted(kind, tiers, chosen, notes);
        }
        Map<String, Path> jars = new LinkedHashMap<>();
        Map<String, Path> missing = new LinkedHashMap<>();
        if (invocation.onlyBundles().isEmpty()) {
            addWanted(profile.wantedBundles(), distribution, jars, notes);
        }
        for (String name : bundleNames(invocation, profile, tiers, chosen)) {
            Path jar = isFile(name) ? Path.of(name).toAbsolutePath() : distribution.jarOf(name);
            (Files.isRegularFile(jar) ? jars : missing).put(name, jar);
        }
        for (String plugin : invocation.plugins()) {
            jars.put(plugin, plugin(distribution, plugin));
        }
        Map<String, String> properties = new LinkedHashMap<>(profile.runProperties());
        properties.put("org.osgi.framework.system.packages.extra", profile.systemPackages());
        if (!invocation.bundles().isEmpty()) {
            // Ours need no URLs of what is in them, but those of others may.
            properties.put("felix.service.urlhandlers", "true");
        }
        properties.put("sendwright.profile", profileName);
        properties.put("sendwright.tiers", listOf(chosen));
        properties.put("sendwright.plugins", distribution.pluginsFolder().toString());
        properties.put("sendwright.version", distribution.version());
        properties.put("sendwright.log", invocation.log().or(profile::log).orElse(DEFAULT_LOG));
        if (invocation.configuration().isPresent()) {
            configure(Path.of(invocation.configuration().get()), properties);
        }
        Optional<Path> plugins = invocation.pluginFolder().map(Path::of);
        if (plugins.isPresent() && !Files.isDirectory(plugins.get())) {
            throw Invocation.usage("--plugins " + plugins.get() + ": there is no such folder.");
        }
        distribution.kernelImage().ifPresent(image -> properties.put("sendwright.kernel.image",
                image.toString()));
        return new RunPlan(jars, missing, chosen, properties, arguments(invocation, profile), notes, plugins);
    }

    private static Path plugin(Distribution distribution, String name) throws HostException, IOException {
        List<String> there = distribution.pluginNames();
        if (!there.contains(name)) {
            throw new HostException(ExitCode.USAGE, "SW-HOST-021", "there is no plugin '" + name + "'. "
                    + (there.isEmpty() ? "There are none" : "Plugins are " + String.join(", ", there)) + " (in "
                    + distribution.pluginsFolder() + ").");
        }
        return distribution.pluginJar(name);
    }

    /** Only files of configurations are read there: a jar that lies beside them is not started. */
    private static void configure(Path folder, Map<String, String> properties) throws HostException {
        if (!Files.isDirectory(folder)) {
            throw Invocation.usage("--configuration " + folder + ": there is no such folder.");
        }
        properties.put("sendwright.configuration", folder.toAbsolutePath().toString());
        properties.put("felix.fileinstall.dir", folder.toAbsolutePath().toString());
        properties.put("felix.fileinstall.filter", ".*\\.cfg");
        properties.put("felix.fileinstall.poll", CONFIGURATION_POLL_MILLIS);
        properties.put("felix.fileinstall.noInitialDelay", "true");
        properties.put("felix.fileinstall.enableConfigSave", "false");
        properties.put("felix.fileinstall.log.level", "1");
    }

    private static BndRun readProfile(Distribution distribution, String name) throws HostException,
            IOException {
        if (!distribution.profileNames().contains(name)) {
            throw new HostException(ExitCode.USAGE, "SW-HOST-003", "there is no profile '" + name
                    + "'. Profiles are " + String.join(", ", distribution.profileNames()) + " (in "
                    + distribution.runFolder() + ").");
        }
        return BndRun.read(distribution.runFolder().resolve(name + ".bndrun"));
    }

    private static List<String> bundleNames(Invocation invocation, BndRun profile, Tiers tiers,
            Map<String, String> chosen) {
        List<String> names = new ArrayList<>(invocation.onlyBundles().orElse(profile.bundles()));
        if (invocation.onlyBundles().isEmpty()) {
            chosen.forEach((kind, provider) -> tiers.bundleOf(kind, provider).ifPresent(names::add));
            profile.exchangeableTiers().forEach(kind -> names.addAll(tiers.bundlesOf(kind)));
        }
        List<String> files = invocation.bundles().stream().filter(RunPlan::isFile).toList();
        // What was given as a file is not looked for in the distribution.
        names.removeIf(name -> files.stream().map(Path::of).anyMatch(file -> file.equals(tiers.bundles().get(name))));
        names.addAll(invocation.bundles());
        if (invocation.configuration().isPresent()) {
            names.addAll(CONFIGURING);
        }
        List<String> last = profile.lastBundles().stream().filter(names::contains).toList();
        names.removeAll(last);
        names.addAll(last);
        return List.copyOf(new LinkedHashSet<>(names));
    }

    /** The profile's options come first, so that the user's win; a command stays in front of both. */
    private static List<String> arguments(Invocation invocation, BndRun profile) {
        List<String> arguments = new ArrayList<>(invocation.rest());
        String jit = invocation.tiers().getOrDefault(Tiers.JIT, "");
        if (!arguments.isEmpty() && WITHOUT_VM.contains(arguments.getFirst())) {
            return arguments;
        }
        boolean isCommand = !arguments.isEmpty() && COMMANDS.contains(arguments.getFirst());
        arguments.addAll(isCommand ? 1 : 0, profile.options());
        if (!jit.isEmpty() && arguments.stream().takeWhile(each -> !each.equals("--"))
                .noneMatch(RunPlan::saysWhetherToCompile)) {
            arguments.add(isCommand ? 1 : 0, jit.equals(Tiers.NONE) ? "--jit=off" : "--jit");
        }
        return arguments;
    }

    private static boolean isFile(String bundle) {
        return bundle.endsWith(".jar");
    }

    private static boolean saysWhetherToCompile(String argument) {
        return argument.equals("--jit") || argument.startsWith("--jit=");
    }

    private static String listOf(Map<String, String> tiers) {
        return String.join(", ",
                tiers.entrySet().stream().map(tier -> tier.getKey() + "=" + tier.getValue()).toList());
    }

    private static void addWanted(List<String> bundles, Distribution distribution, Map<String, Path> jars,
            List<String> notes) {
        for (String name : bundles) {
            Path jar = distribution.jarOf(name);
            if (Files.isRegularFile(jar)) {
                jars.put(name, jar);
            } else {
                notes.add("the bundle " + name + " is missing; going on without it");
            }
        }
    }

    private static void addWanted(String kind, Tiers tiers, Map<String, String> chosen, List<String> notes) {
        List<String> there = tiers.bundlesOf(kind);
        if (!chosen.containsKey(kind) && !there.isEmpty()) {
            chosen.put(kind, there.getFirst().substring(tiers.prefixes().get(kind).length()));
        }
        if (there.isEmpty()) {
            notes.add("no " + kind + " bundle is installed yet; going on with " + listOf(chosen));
        }
    }
}
