package st.sendwright.runtime;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import st.sendwright.runtime.InstalledProviders.Listener;
import st.sendwright.runtime.InstalledProviders.Provider;
import st.sendwright.vm.TierExchange;

/**
 * A kind of tier whose providers are services: they come and go with their bundles while VMs run.
 *
 * <p><b>Thread</b>: the VM thread, except {@link #arrived} and {@link #left}, which any thread calls, and where an
 * {@link ExchangeableTier} says so.
 *
 * @param <T> the interface of the providers
 */
abstract class ProviderTier<T> implements ExchangeableTier {

    final TierExchanges exchanges;
    final InstalledProviders<T> providers;
    final Candidates<T> candidates;
    private final String noun;
    private final Listener<T> listener = new Listener<>() {
        @Override
        public void arrived(Provider<T> provider) {
            ProviderTier.this.arrived(provider);
        }

        @Override
        public void left(Provider<T> provider) {
            ProviderTier.this.left(provider);
        }
    };

    /** @param noun what providers are called in messages */
    ProviderTier(String noun, TierExchanges exchanges, InstalledProviders<T> providers) {
        this.noun = noun;
        this.exchanges = exchanges;
        this.providers = providers;
        this.candidates = new Candidates<>(noun, providers);
    }

    /** A provider that is asked before it is in force. Should it stall, it never is; the record of the exchange says so. */
    final class Candidate implements ProviderCalls.Asked {

        private final Provider<T> provider;

        Candidate(Provider<T> provider) {
            this.provider = provider;
        }

        @Override
        public boolean mayBeLeft() {
            return true;
        }

        @Override
        public void stalled(String fault) {
            candidates.failed(provider, fault);
        }

        @Override
        public String toString() {
            return "the " + noun + " " + provider.name();
        }
    }

    /** Hears of bundles from now on. */
    final void listen() {
        providers.listen(listener);
    }

    /** There is one more. */
    void arrived(Provider<T> provider) {
        exchanges.later(() -> takeUp(provider));
    }

    /** One goes; when this returns, the VM does not refer to it any more. */
    void left(Provider<T> provider) {
        exchanges.now("the " + noun + " " + provider.name(), () -> doWithout(provider));
    }

    /** Its bundle may have gone since somebody looked whether it is there. */
    @Override
    public Outcome exchange(String name) {
        return providers.named(name).map(this::exchangeFor).orElseGet(() -> Outcome.refused(refusal(name).orElseGet(() ->
                "SW-SWAP-002 the " + noun + " '" + name + "' was installed anew just now; exchange it again")));
    }

    /** Puts a provider in force that somebody has asked for, or says why not. */
    abstract Outcome exchangeFor(Provider<T> next);

    /** Puts one that has come in force if it should be. */
    abstract void takeUp(Provider<T> provider);

    /** Puts another in force where one that goes is. */
    abstract void doWithout(Provider<T> provider);

    /** Records what is done because a bundle has come. */
    final TierExchange started(Provider<T> provider, Supplier<Outcome> work) {
        return exchanges.record(kind(), active(), provider.name(), startOf(provider), work);
    }

    final String startOf(Provider<T> provider) {
        return "the bundle of the " + noun + " " + provider.name() + " was started";
    }

    final String stopOf(Provider<T> provider) {
        return "the bundle of the " + noun + " " + provider.name() + " was stopped";
    }

    @Override
    public final String noun() {
        return noun;
    }

    @Override
    public List<String> installed() {
        return providers.names();
    }

    @Override
    public Optional<Object> service(String name) {
        return providers.named(name).map(Provider::service);
    }

    @Override
    public Optional<String> refusal(String name) {
        return candidates.refusal(name, installed());
    }

    @Override
    public final int reverts(String name) {
        return candidates.reverts(name);
    }

    @Override
    public void close() {
        providers.ignore(listener);
    }
}
