package st.sendwright.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The table of what the system itself relies on, so that no loaded code may exchange it: the file
 * {@code protected-methods} beside this class, which says for each entry why.
 */
final class ProtectedMethods {

    private static final String TABLE = "protected-methods";
    private static final String ANY_CLASS = "*";
    private static final String ANY_SELECTOR = "everything";
    /** Behind "everything": what the selectors are that follow. */
    private static final String EXCEPT = "but";

    /** What messages that define classes have in common, from {@code subclass:} to {@code weakSubclass:...}. */
    private static final String DEFINES_CLASS = "ubclass:";

    private final Map<String, Map<String, String>> reasons = new HashMap<>();
    private final Map<String, Set<String>> exceptions = new HashMap<>();
    private final Set<String> shapes = new HashSet<>();

    private ProtectedMethods() {
    }

    /** Reads the table. */
    static ProtectedMethods read() {
        ProtectedMethods table = new ProtectedMethods();
        try (InputStream in = ProtectedMethods.class.getResourceAsStream(TABLE);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            table.readLines(reader.lines().toList());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return table;
    }

    private void readLines(List<String> lines) {
        String reason = "";
        for (String line : lines) {
            if (line.startsWith("#")) {
                reason = line.substring(1).strip();
            } else if (line.startsWith("shape:")) {
                shapes.addAll(List.of(line.substring("shape:".length()).strip().split("\\s+")));
            } else if (!line.isBlank()) {
                int colon = line.indexOf(": ");
                readSelectors(line.substring(0, colon), line.substring(colon + 2).strip().split("\\s+"), reason);
            }
        }
    }

    private void readSelectors(String className, String[] selectors, String reason) {
        boolean isExcepted = false;
        for (String selector : selectors) {
            if (selector.equals(EXCEPT)) {
                isExcepted = true;
            } else if (isExcepted) {
                exceptions.computeIfAbsent(className, _ -> new HashSet<>()).add(selector);
            } else {
                reasons.computeIfAbsent(className, _ -> new HashMap<>()).put(selector, reason);
            }
        }
    }

    /**
     * Why a method may not be exchanged; empty when it may.
     *
     * @param className {@code Foo} or {@code Foo class}
     */
    Optional<String> reason(String className, String selector) {
        if (exceptions.getOrDefault(className, Set.of()).contains(selector)) {
            return Optional.empty();
        }
        return find(className, selector).or(() -> find(className, ANY_SELECTOR)).or(() -> find(ANY_CLASS, selector));
    }

    /** Why a class that was there may not even get such a method as a new one; empty when it may. */
    Optional<String> reasonAgainstAdding(String selector) {
        return selector.contains(DEFINES_CLASS) ? Optional.of("classes are defined by the system's own messages")
                : find(ANY_CLASS, selector);
    }

    private Optional<String> find(String className, String selector) {
        return Optional.ofNullable(reasons.getOrDefault(className, Map.of()).get(selector));
    }

    /** Whether a class must keep superclass and variables. */
    boolean keepsShape(String className) {
        return shapes.contains(className) || find(className, ANY_SELECTOR).isPresent();
    }

    /** The classes that the table names. */
    Set<String> classes() {
        Set<String> all = new HashSet<>(reasons.keySet());
        all.addAll(shapes);
        all.remove(ANY_CLASS);
        return all;
    }

    /** The selectors that the table names for a class. */
    Set<String> selectors(String className) {
        Set<String> all = new HashSet<>(reasons.getOrDefault(className, Map.of()).keySet());
        all.addAll(exceptions.getOrDefault(className, Set.of()));
        return all;
    }
}
