package st.sendwright.runtime;

import java.util.HashMap;
import java.util.Map;

/**
 * The time in which a provider that has come into force is looked at more closely: so many checks of its kind have to find
 * nothing. Checks are made where the provider has been at work, so one that nobody needs stays on probation.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class Probation {

    /** How often the work of a provider is checked. */
    private static final int CHECKS = 64;

    private final Map<String, Integer> left = new HashMap<>();

    /** Somebody has put a provider in force. */
    void begin(String kind) {
        left.put(kind, CHECKS);
    }

    /** A provider that is known has taken over. */
    void end(String kind) {
        left.remove(kind);
    }

    /** Whether the provider of a kind is looked at more closely. */
    boolean isOn(String kind) {
        return left.getOrDefault(kind, 0) > 0;
    }

    /** A check has found nothing. */
    void passed(String kind) {
        left.computeIfPresent(kind, (unused, checks) -> checks > 1 ? checks - 1 : null);
    }
}
