package st.sendwright.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Function;
import st.sendwright.runtime.InstalledProviders.Provider;

/**
 * The policy of one kind that a VM asks. When it fails, or its bundle goes, another takes its place: the one before, else
 * the best that is installed and has not failed, else one of the kernel's own.
 *
 * <p><b>Thread</b>: the VM thread.
 *
 * @param <T> the policy's interface
 */
final class PolicyTier<T> extends ProviderTier<T> implements ProviderCalls.Asked {

    private static final Logger LOG = System.getLogger("st.sendwright.jit");

    /** What the kernel's own policies are called. */
    static final String LAST_RESORT = "last-resort";

    private final String kind;
    private final Provider<T> lastResort;
    private final Runnable changed;
    /** Null when the one that was chosen for the start is not there. */
    private Provider<T> active;
    /** Who was chosen last. */
    private String wanted;

    /**
     * @param kind as people type it
     * @param noun what its providers are called in messages
     * @param installed the providers there are
     * @param first the one in force at the start; empty when it is not there
     * @param wanted the name of that
     * @param lastResort never fails
     * @param changed is run when another policy is in force
     */
    PolicyTier(String kind, String noun, TierExchanges exchanges, InstalledProviders<T> installed,
            Optional<Provider<T>> first, String wanted, T lastResort, Runnable changed) {
        super(noun, exchanges, installed);
        this.kind = kind;
        this.active = first.orElse(null);
        this.wanted = wanted;
        this.lastResort = new Provider<>(LAST_RESORT, lastResort);
        this.changed = changed;
        listen();
        // It may have gone before anybody listened.
        first.filter(each -> !installed.holds(each)).ifPresent(each -> exchanges.later(() -> doWithout(each)));
    }

    @Override
    public String kind() {
        return kind;
    }

    /** The policy to ask. One is in force. */
    T policy() {
        return active.service();
    }

    /**
     * What the policy in force answers. While that is nothing that can be done, another takes its place.
     *
     * @param code of the error that the log says
     * @param about what it is asked about, for people
     * @param faultOf what an answer does wrong; empty when it is good
     */
    <A> A ask(String code, Object about, Function<T, A> question, Function<A, String> faultOf) {
        for (;;) {
            try {
                A answer = exchanges.calls().ask(this, 0, () -> question.apply(policy()));
                String fault = faultOf.apply(answer);
                if (fault.isEmpty()) {
                    return answer;
                }
                LOG.log(Level.ERROR, code + " " + this + " answered " + fault + " for " + about
                        + "; another takes its place");
                failed("it answered " + fault);
            } catch (LeftBehindError end) {
                throw end;
            } catch (StalledProviderException stall) {
                LOG.log(Level.ERROR, code + " " + this + " stalled on " + about + "; another takes its place");
                failed(stall.getMessage());
            } catch (Throwable fault) {
                LOG.log(Level.ERROR, code + " " + this + " failed on " + about + "; another takes its place", fault);
                failed(fault.toString());
            }
        }
    }

    /** Such as {@code "the inline-cache policy adaptive"}. */
    @Override
    public String toString() {
        return "the " + noun() + " " + active();
    }

    /** Policies own nothing: what they know is in what they are asked. */
    @Override
    public boolean mayBeLeft() {
        return true;
    }

    @Override
    public void stalled(String fault) {
        failed(fault);
    }

    /** What is missing when there is no policy in force; empty when there is one. */
    String lack() {
        if (active != null) {
            return "";
        }
        return wanted.isEmpty() ? "no " + noun() + " is installed" : "the " + noun() + " " + wanted + " is not there";
    }

    @Override
    public String active() {
        return active == null ? "none" : active.name();
    }

    @Override
    Outcome exchangeFor(Provider<T> next) {
        wanted = next.name();
        return putInForce(next, active);
    }

    /** @param before what would take over again; null for none */
    private Outcome putInForce(Provider<T> next, Provider<T> before) {
        active = next;
        if (before != next) {
            candidates.replaced(before);
        }
        changed.run();
        return Outcome.done(0);
    }

    /**
     * The policy in force has failed. Another is in force when this returns; what was built on the old one goes at the
     * next driver exit.
     *
     * @param fault what it did
     */
    void failed(String fault) {
        Provider<T> bad = active;
        String reason = candidates.failed(bad, fault);
        Provider<T> next = candidates.successor(bad).orElse(lastResort);
        wanted = next.name();
        exchanges.record(kind, bad.name(), next.name(), reason, () -> {
            active = next;
            candidates.replaced(null);
            exchanges.later(changed);
            return Outcome.done(0);
        });
    }

    /** The bundle of a provider goes. */
    @Override
    void doWithout(Provider<T> provider) {
        candidates.forget(provider);
        if (active == provider) {
            Provider<T> next = candidates.successor(provider).orElse(lastResort);
            exchanges.record(kind, provider.name(), next.name(), stopOf(provider), () -> putInForce(next, null));
        }
    }

    /** A bundle has come: the provider that was chosen last is used again, and any is better than the last resort. */
    @Override
    void takeUp(Provider<T> provider) {
        boolean isBetter = active == lastResort || active == null && wanted.isEmpty();
        boolean isBack = provider.name().equals(wanted) && !active().equals(wanted);
        if ((isBetter || isBack) && providers.holds(provider)) {
            started(provider, () -> putInForce(provider, null));
        }
    }
}
