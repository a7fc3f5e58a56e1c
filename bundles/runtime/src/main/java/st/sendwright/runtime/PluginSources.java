package st.sendwright.runtime;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.SourceLoader;
import st.sendwright.language.SourceLoader.OnError;
import st.sendwright.language.SourceText;
import st.sendwright.vm.LoadMode;

/**
 * Loads the Smalltalk sources of plugins into one VM and takes them back, one after the other.
 *
 * <p><b>Thread</b>: loads wait for the VM thread, so they are done by a thread of their own; who starts or stops a bundle waits
 * for that, unless it is the VM thread itself.
 */
final class PluginSources implements InstalledPluginSources.Listener, AutoCloseable {

    private static final Logger LOG = System.getLogger("st.sendwright.plugins");
    /** A plugin may use primitives of another one that is not here, or not yet. */
    private static final String UNBOUND_PRIMITIVE = "SW-LOAD-014";
    /** How long a bundle that starts or stops waits for a VM. */
    private static final long PATIENCE_SECONDS = 10;

    private final VirtualMachine vm;
    private final PluginLedger ledger;
    private final SourceLoader loader;
    private final InstalledPluginSources installed;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("sendwright-plugin-sources").daemon().factory());
    /** The bundles whose sources are in force, by their names. Thread: ours. */
    private final Map<String, PluginBundle> loaded = new HashMap<>();
    /** Why sources of some of them are not in force after all, by their names. Thread: ours. */
    private final Map<String, String> refused = new TreeMap<>();

    /** @param loader null when there is none */
    PluginSources(VirtualMachine vm, PluginLedger ledger, SourceLoader loader, InstalledPluginSources installed) {
        this.vm = vm;
        this.ledger = ledger;
        this.loader = loader;
        this.installed = installed;
    }

    /**
     * Loads what is there, takes back what an image has brought of plugins that are not, waits for that, and hears of what comes
     * and goes from then on.
     */
    void start() {
        installed.listen(this);
        List<Future<?>> loads = new ArrayList<>();
        vm.onVmThread(ledger::plugins).stream()
                .filter(name -> installed.installed().stream().noneMatch(each -> each.name().equals(name)))
                .forEach(name -> submit(() -> takeBack(name)).ifPresent(loads::add));
        installed.installed().forEach(bundle -> submit(() -> load(bundle)).ifPresent(loads::add));
        for (Future<?> each : loads) {
            await(each, Long.MAX_VALUE, "");
        }
    }

    @Override
    public void arrived(PluginBundle bundle) {
        submit(() -> load(bundle)).ifPresent(each -> await(each, PATIENCE_SECONDS, "load the sources of " + bundle.name()));
    }

    @Override
    public void left(PluginBundle bundle) {
        submit(() -> takeBack(bundle)).ifPresent(each -> await(each, PATIENCE_SECONDS,
                "take back the sources of " + bundle.name()));
    }

    /** Empty when the VM has ended. */
    private Optional<Future<?>> submit(Runnable work) {
        try {
            return Optional.of(thread.submit(work));
        } catch (RejectedExecutionException ended) {
            return Optional.empty();
        }
    }

    private void await(Future<?> work, long seconds, String what) {
        if (vm.isOnVmThread()) {
            return;
        }
        try {
            work.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException stall) {
            LOG.log(Level.WARNING, "SW-SWAP-007 a VM has not come to a point where it can " + what + " for " + PATIENCE_SECONDS
                    + " seconds; it will as soon as it can");
        } catch (ExecutionException failure) {
            LOG.log(Level.ERROR, "SW-VM-001 a VM failed over the sources of a plugin", failure.getCause());
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }

    private void load(PluginBundle bundle) {
        PluginBundle other = loaded.putIfAbsent(bundle.name(), bundle);
        if (other != null) {
            if (other != bundle) {
                LOG.log(Level.ERROR, "SW-PLUGIN-002 another bundle of the name " + bundle.name() + " has brought its sources; those"
                        + " of the second one are not loaded as long as the first is active. See docs/errors/SW-PLUGIN-002.md");
            }
            return;
        }
        read(bundle);
    }

    private void read(PluginBundle bundle) {
        try {
            load(bundle.name(), bundle.reader().read());
        } catch (IOException unreadable) {
            tellNotLoaded(bundle.name(), unreadable.getMessage());
        } catch (IllegalStateException ended) {
            LOG.log(Level.DEBUG, "a plugin came when the VM had ended", ended);
        }
    }

    private void load(String plugin, List<SourceText> sources) {
        if (loader == null) {
            tellNotLoaded(plugin, "no bundle that loads source files is installed");
            return;
        }
        String checksum = PluginBundle.checksum(sources);
        if (vm.onVmThread(() -> ledger.holds(plugin, checksum))) {
            return;
        }
        Set<String> own = vm.onVmThread(() -> ledger.begin(plugin));
        Heard heard = new Heard();
        SourceLoader.Report report = loader.loadTexts(vm, sources, new SourceLoader.Settings(OnError.STOP, Optional.empty(),
                LoadMode.REPLACE, Optional.of(own)), heard);
        boolean isGood = report.errors() == 0;
        vm.onVmThread(() -> {
            ledger.loaded(plugin, checksum, report.classes());
            if (!isGood) {
                ledger.takeBack(plugin);
            }
            return null;
        });
        String told = isGood ? refused.remove(plugin) : refused.put(plugin, heard.text());
        if (!isGood && !heard.text().equals(told)) {
            tellNotLoaded(plugin, heard.text());
        } else if (isGood && !heard.said.isEmpty()) {
            LOG.log(Level.WARNING, "SW-PLUGIN-003 the sources of the plugin " + plugin + " are loaded, with warnings:\n"
                    + heard.text());
        }
    }

    private static void tellNotLoaded(String plugin, String why) {
        LOG.log(Level.ERROR, "SW-PLUGIN-001 the sources of the plugin " + plugin + " are not in force: " + why
                + "\nSee docs/errors/SW-PLUGIN-001.md");
    }

    private void takeBack(String plugin) {
        vm.onVmThread(() -> {
            ledger.takeBack(plugin);
            return null;
        });
    }

    private void takeBack(PluginBundle bundle) {
        if (!loaded.remove(bundle.name(), bundle)) {
            return;
        }
        try {
            refused.remove(bundle.name());
            takeBack(bundle.name());
            // What has gone may be what they were refused for, such as a class of the same name.
            Set.copyOf(refused.keySet()).forEach(each -> read(loaded.get(each)));
            installed.installed().stream().filter(each -> each.name().equals(bundle.name())).findFirst().ifPresent(this::load);
        } catch (IllegalStateException ended) {
            LOG.log(Level.DEBUG, "a plugin went when the VM had ended", ended);
        }
    }

    @Override
    public void close() {
        installed.ignore(this);
        thread.shutdown();
    }

    /** What a load has to say. */
    private static final class Heard implements SourceLoader.Listener {

        private final List<String> said = new ArrayList<>();

        @Override
        public void file(Path file, int index, int count) {
            // The diagnostics name their files.
        }

        @Override
        public void progress(int items, int of) {
            // Nobody watches.
        }

        @Override
        public void diagnostic(Diagnostic diagnostic) {
            if (!diagnostic.code().equals(UNBOUND_PRIMITIVE)) {
                said.add(diagnostic.format());
            }
        }

        @Override
        public void failure(SourceText where, String walkback) {
            said.add(where.file() + ":" + where.line() + ": " + walkback);
        }

        String text() {
            return String.join("\n", said);
        }
    }
}
