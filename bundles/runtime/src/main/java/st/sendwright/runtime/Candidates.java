package st.sendwright.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import st.sendwright.runtime.InstalledProviders.Provider;

/**
 * Which provider of a kind may be put in force in a VM, and which takes over when the one in force fails or goes: the one
 * before, else the best that is installed, of those that have not failed since they were installed.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class Candidates<T> {

    /** So often a provider may fail before it is put in force no more, until it is installed anew. */
    static final int MOST_REVERTS = 3;

    private final String noun;
    private final InstalledProviders<T> installed;
    private final Map<String, Integer> reverts = new HashMap<>();
    /** Null for none. */
    private Provider<T> previous;

    /** @param noun what providers are called in messages */
    Candidates(String noun, InstalledProviders<T> installed) {
        this.noun = noun;
        this.installed = installed;
    }

    /**
     * Why a provider cannot be put in force; empty when it can.
     *
     * @param names those that can be asked for
     */
    Optional<String> refusal(String name, List<String> names) {
        if (installed.named(name).isEmpty()) {
            return Optional.of("SW-SWAP-002 no bundle provides the " + noun + " '" + name + "'. Those that are installed: "
                    + String.join(", ", names));
        }
        if (reverts.getOrDefault(name, 0) >= MOST_REVERTS) {
            return Optional.of(barred(noun, name));
        }
        return Optional.empty();
    }

    /** Why a provider that has failed too often is not put in force. */
    static String barred(String noun, String name) {
        return "SW-SWAP-006 the " + noun + " '" + name + "' has failed " + MOST_REVERTS
                + " times; it is barred until its bundle is installed or started anew";
    }

    /** So often a provider has failed since it was installed. */
    int reverts(String name) {
        return reverts.getOrDefault(name, 0);
    }

    /** A provider is in force no more, and would take over again; null for none. */
    void replaced(Provider<T> before) {
        previous = before;
    }

    /** A provider has failed; answers what a record says of it. */
    String failed(Provider<T> bad, String fault) {
        return failure(noun, bad.name(), reverts.merge(bad.name(), 1, Integer::sum), fault);
    }

    /** What a record says of a provider that has failed. */
    static String failure(String noun, String name, int times, String fault) {
        return "SW-SWAP-005 the " + noun + " '" + name + "' failed, " + times + " of " + MOST_REVERTS
                + " times after which it is barred: " + fault;
    }

    /** A provider is put in force no more, until it is installed anew. */
    void bar(Provider<T> bad) {
        reverts.put(bad.name(), MOST_REVERTS);
    }

    /** What takes over from a provider. */
    Optional<Provider<T>> successor(Provider<T> gone) {
        return Optional.ofNullable(previous).filter(each -> each != gone && isGood(each))
                .or(() -> installed.best(each -> each != gone && comesByItself(each)));
    }

    /** The best of all. */
    Optional<Provider<T>> best() {
        return installed.best(this::comesByItself);
    }

    private boolean comesByItself(Provider<T> provider) {
        return provider.ranking() != InstalledProviders.ONLY_BY_NAME && isGood(provider);
    }

    private boolean isGood(Provider<T> provider) {
        return !reverts.containsKey(provider.name());
    }

    /** The bundle of a provider goes; should it come again, it starts anew. */
    void forget(Provider<T> gone) {
        reverts.remove(gone.name());
        if (previous == gone) {
            previous = null;
        }
    }
}
