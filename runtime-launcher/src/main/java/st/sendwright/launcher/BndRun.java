package st.sendwright.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A run description in bnd's syntax, with its includes merged in.
 *
 * @param settings value by key; the including file's entries win
 */
record BndRun(Map<String, String> settings) {

    private static final String LOG = "--log=";

    static BndRun read(Path file) throws IOException {
        Properties own = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            own.load(reader);
        }
        Map<String, String> merged = new TreeMap<>();
        for (String include : names(own.getProperty("-include", ""))) {
            merged.putAll(read(file.resolveSibling(include)).settings);
        }
        own.forEach((key, value) -> merged.put((String) key, (String) value));
        merged.remove("-include");
        return new BndRun(merged);
    }

    /** Names of {@code -runbundles} and of every {@code -runbundles.something}, without attributes. */
    List<String> bundles() {
        List<String> found = new ArrayList<>();
        settings.forEach((key, value) -> {
            if (key.equals("-runbundles") || key.startsWith("-runbundles.")) {
                names(value).forEach(clause -> found.add(clause.split(";", 2)[0].strip()));
            }
        });
        return found;
    }

    /** The {@code -runproperties}. */
    Map<String, String> runProperties() {
        Map<String, String> found = new LinkedHashMap<>();
        for (String entry : names(settings.getOrDefault("-runproperties", ""))) {
            int equals = entry.indexOf('=');
            found.put(entry.substring(0, equals), entry.substring(equals + 1));
        }
        return found;
    }

    String systemPackages() {
        return settings.getOrDefault("-runsystempackages", "");
    }

    /** Provider by kind. */
    Map<String, String> tiers() throws HostException {
        return Invocation.readTiers(settings.getOrDefault("sendwright.tiers", ""));
    }

    /** Kinds of which any provider is welcome and none is needed. */
    List<String> wantedTiers() {
        return names(settings.getOrDefault("sendwright.tiers.wanted", ""));
    }

    /** Kinds of which all providers are started that are there. */
    List<String> exchangeableTiers() {
        return names(settings.getOrDefault("sendwright.tiers.exchangeable", ""));
    }

    /** Bundles that are started when they are there; the others do without them. */
    List<String> wantedBundles() {
        return names(settings.getOrDefault("sendwright.bundles.wanted", ""));
    }

    /** Bundles that are started after all others. */
    List<String> lastBundles() {
        return names(settings.getOrDefault("sendwright.bundles.last", ""));
    }

    /** Options for the shell, put before those of the command line. */
    List<String> options() {
        return allOptions().stream().filter(option -> !option.startsWith(LOG)).toList();
    }

    /** The level of messages, when the profile sets it. */
    Optional<String> log() {
        return allOptions().stream().filter(option -> option.startsWith(LOG))
                .map(option -> option.substring(LOG.length())).findFirst();
    }

    private List<String> allOptions() {
        return names(settings.getOrDefault("sendwright.options", ""));
    }

    /** The parts of a list with commas; blanks around them are dropped, and so are empty parts. */
    static List<String> names(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
    }
}
