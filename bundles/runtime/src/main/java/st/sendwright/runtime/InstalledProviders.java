package st.sendwright.runtime;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * The providers of one kind of tier that the framework has now. VMs listen to it, since bundles come and go while they
 * run.
 *
 * <p><b>Thread</b>: any. No lock is held while listeners are told.
 *
 * @param <T> the tier's interface
 */
final class InstalledProviders<T> {

    /**
     * A provider.
     *
     * @param name as people type it
     * @param ranking of two the one with the higher is preferred
     */
    record Provider<T>(String name, int ranking, T service) {

        /** A service is provided once. Said here, as the JVM makes code for the comparison of a record when it is first made. */
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        /** One that is not preferred. */
        Provider(String name, T service) {
            this(name, 0, service);
        }
    }

    /** Who wants to know of bundles that come and go. */
    interface Listener<T> {

        /** There is one more. */
        void arrived(Provider<T> provider);

        /** A provider goes; when this returns, nobody may call it or refer to it any more. */
        void left(Provider<T> provider);
    }

    private final Optional<String> chosen;
    private final List<Provider<T>> installed = new CopyOnWriteArrayList<>();
    private final List<Listener<T>> listeners = new CopyOnWriteArrayList<>();

    /** @param chosen the name of the one that is to be used at the start, if somebody has chosen */
    InstalledProviders(Optional<String> chosen) {
        this.chosen = chosen;
    }

    void add(Provider<T> provider) {
        installed.add(provider);
        listeners.forEach(each -> each.arrived(provider));
    }

    void remove(T service) {
        for (Provider<T> each : installed) {
            if (each.service() == service) {
                installed.remove(each);
                listeners.forEach(listener -> listener.left(each));
            }
        }
    }

    void listen(Listener<T> listener) {
        listeners.add(listener);
    }

    void ignore(Listener<T> listener) {
        listeners.remove(listener);
    }

    /** The service ranking of providers that nobody gets who has not asked for them. */
    static final int ONLY_BY_NAME = Integer.MIN_VALUE;

    /** The services of all. */
    List<T> services() {
        return installed.stream().map(Provider::service).toList();
    }

    /** The name of a service that is installed. */
    Optional<String> nameOf(T service) {
        return installed.stream().filter(each -> each.service() == service).map(Provider::name).findFirst();
    }

    /** Their names, sorted. */
    List<String> names() {
        return installed.stream().map(Provider::name).sorted().toList();
    }

    /** Whether it is what is found under its name. */
    boolean holds(Provider<T> provider) {
        return named(provider.name()).filter(each -> each == provider).isPresent();
    }

    Optional<Provider<T>> named(String name) {
        return best(each -> each.name().equals(name));
    }

    /** Of some the one with the highest ranking; of equals the first by name. */
    Optional<Provider<T>> best(Predicate<Provider<T>> some) {
        return installed.stream().filter(some).min(Comparator.comparing((Provider<T> each) -> each.ranking()).reversed()
                .thenComparing(Provider::name));
    }

    /** The one to start with: the one that was chosen, else the best; empty when it is not there. */
    Optional<Provider<T>> preferred() {
        return chosen.isPresent() ? named(chosen.get()) : best(each -> true);
    }

    Optional<String> chosen() {
        return chosen;
    }
}
