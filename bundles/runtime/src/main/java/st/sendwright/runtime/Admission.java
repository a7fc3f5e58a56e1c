package st.sendwright.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Decides whether a provider may be put in force that never was: it has to get through a {@link Trial}. What has got through
 * is remembered as long as it is there, for all VMs.
 *
 * <p><b>Thread</b>: {@link #admit} any but a VM thread; the rest any.
 */
final class Admission {

    private static final Logger LOG = System.getLogger("st.sendwright.runtime");
    /** A trial takes less than a second on an idle machine. */
    private static final long MOST_SECONDS = 60;

    /** Tries one provider. */
    @FunctionalInterface
    interface Trials {

        /** What a provider of a kind does wrong; empty when nothing. */
        Optional<String> fault(String kind, String provider);
    }

    private final Trials trials;
    /** By the service, or by the class of services of which there is one for each VM. */
    private final Map<Object, Boolean> admitted = Collections.synchronizedMap(new WeakHashMap<>());

    Admission(Trials trials) {
        this.trials = trials;
    }

    /** One that admits everything. */
    static Admission none() {
        return new Admission((kind, provider) -> Optional.empty());
    }

    /** Whether a provider has got through its trial, or needs none. */
    boolean isAdmitted(Object service) {
        return admitted.containsKey(service);
    }

    /** The provider is known to be good: a VM has started with it. */
    void trust(Object service) {
        admitted.put(service, true);
    }

    /** Tries a provider unless it was; why it must not be put in force, or empty. */
    Optional<String> admit(String kind, String noun, String provider, Object service) {
        if (isAdmitted(service)) {
            return Optional.empty();
        }
        Optional<String> fault = tried(kind, provider);
        if (fault.isEmpty()) {
            admitted.put(service, true);
        }
        return fault.map(what -> "SW-SWAP-012 the " + noun + " '" + provider + "' is not admitted, as it failed when it was"
                + " tried in a VM of its own: " + what);
    }

    private Optional<String> tried(String kind, String provider) {
        CompletableFuture<Optional<String>> result = new CompletableFuture<>();
        Thread.ofPlatform().name("sendwright-trial").daemon().start(() -> {
            try {
                result.complete(trials.fault(kind, provider));
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            }
        });
        long started = System.nanoTime();
        try {
            Optional<String> fault = result.get(MOST_SECONDS, TimeUnit.SECONDS);
            LOG.log(Level.DEBUG, () -> kind + " " + provider + " was tried for " + (System.nanoTime() - started) / 1_000_000
                    + " ms: " + fault.orElse("admitted"));
            return fault;
        } catch (TimeoutException stall) {
            return Optional.of("its trial has not ended after " + MOST_SECONDS + " seconds");
        } catch (ExecutionException failure) {
            LOG.log(Level.WARNING, "a trial failed", failure.getCause());
            return Optional.of(failure.getCause().toString());
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            return Optional.of("its trial was interrupted");
        }
    }
}
