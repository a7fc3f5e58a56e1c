package st.sendwright.shell;

import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ManagedService;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;

/**
 * Puts in force what the configuration {@value #PID} names, whenever that changes: its keys are kinds of tiers, its values
 * names of providers. What it does not name stays as it is, and so does all when it is deleted.
 *
 * <p>The package of Configuration Admin is there only when the launcher was asked for it, so nobody may load this class
 * otherwise. <b>Thread</b>: Configuration Admin's.
 */
final class ConfiguredTiers implements ManagedService {

    static final String PID = "st.sendwright.tiers";

    private static final String REASON = "the configuration " + PID;
    /** Keys that are not the user's: {@code service.pid}, and where File Install has found the file. */
    private static final List<String> OTHERS = List.of("service.", "felix.");

    private final Vm vm;
    private final Console console;

    ConfiguredTiers(Vm vm, Console console) {
        this.vm = vm;
        this.console = console;
    }

    /** Listens to the configuration until the result is run. */
    static Runnable open(BundleContext context, Vm vm, Console console) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Constants.SERVICE_PID, PID);
        ServiceRegistration<ManagedService> registration =
                context.registerService(ManagedService.class, new ConfiguredTiers(vm, console), properties);
        return registration::unregister;
    }

    /** @param properties null when there is no configuration */
    @Override
    public synchronized void updated(Dictionary<String, ?> properties) {
        if (properties == null) {
            return;
        }
        Map<String, String> wanted = new TreeMap<>();
        for (String key : Collections.list(properties.keys())) {
            if (OTHERS.stream().noneMatch(key::startsWith)) {
                wanted.put(key, String.valueOf(properties.get(key)).strip());
            }
        }
        try {
            wanted.forEach(this::putInForce);
        } catch (IllegalStateException closed) {
            console.note(Console.Level.DEBUG, REASON + " came when the VM had ended");
        }
    }

    private void putInForce(String kind, String provider) {
        Optional<Vm.Tier> tier = vm.tiers().stream().filter(each -> each.kind().equals(kind)).findFirst();
        if (tier.isEmpty() || !tier.get().provider().equals(provider)) {
            TierExchange record = vm.exchange(kind, provider, REASON);
            record.refusal().ifPresentOrElse(console::error, () -> console.note(Console.Level.INFO,
                    REASON + ": " + record.kind() + " " + record.from() + " -> " + record.to()));
        }
    }
}
