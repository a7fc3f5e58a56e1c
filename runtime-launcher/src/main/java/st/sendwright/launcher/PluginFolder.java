package st.sendwright.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

/**
 * Has the framework run the bundles in a folder: a jar that comes is installed and started, one that changes is updated, one that goes
 * is uninstalled. A jar that is still being copied is waited for: it counts when it has not changed between two looks and is a whole
 * jar. What cannot be started is said once, with what it lacks, and tried again when the file changes.
 *
 * <p><b>Thread</b>: its own, after the first look.
 */
final class PluginFolder implements AutoCloseable {

    private static final long POLL_MILLIS = 250;
    /** After so many looks without a change a file that is no jar will be none. */
    private static final int PATIENCE = 20;

    private final Path folder;
    private final BundleContext context;
    private final Storage storage;
    private final PrintStream err;
    private final Map<Path, Plugin> plugins = new TreeMap<>();
    private final Thread thread = Thread.ofPlatform().daemon().name("sendwright-plugin-folder").unstarted(this::watch);

    /** A file in the folder. */
    private static final class Plugin {

        private Stamp stamp;
        private int looks;
        private boolean isDone;
        private Optional<Bundle> bundle = Optional.empty();
    }

    /** What changes with a file. */
    private record Stamp(long size, FileTime time, Object key) {
    }

    PluginFolder(Path folder, BundleContext context, Storage storage, PrintStream err) {
        this.folder = folder;
        this.context = context;
        this.storage = storage;
        this.err = err;
    }

    /** Starts what is there, and goes on to look for changes. */
    void start() {
        look(true);
        thread.start();
    }

    private void watch() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(POLL_MILLIS);
                look(false);
            } catch (InterruptedException end) {
                return;
            }
        }
    }

    /** @param isFirst whether files are taken as they are, if they are whole */
    void look(boolean isFirst) {
        List<Path> jars = jars();
        for (Path gone : List.copyOf(plugins.keySet())) {
            if (!jars.contains(gone)) {
                plugins.remove(gone).bundle.ifPresent(this::uninstall);
            }
        }
        for (Path jar : jars) {
            Optional<Stamp> stamp = stamp(jar);
            Plugin plugin = plugins.computeIfAbsent(jar, _ -> new Plugin());
            if (stamp.isPresent() && !stamp.get().equals(plugin.stamp)) {
                plugin.stamp = stamp.get();
                plugin.looks = 0;
                plugin.isDone = false;
            }
            if (!plugin.isDone && (isFirst || plugin.looks++ > 0)) {
                settle(jar, plugin);
            }
        }
    }

    private List<Path> jars() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar") && Files.isRegularFile(file)).sorted().toList();
        } catch (IOException gone) {
            return List.of();
        }
    }

    private static Optional<Stamp> stamp(Path jar) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(jar, BasicFileAttributes.class);
            return Optional.of(new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey()));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private void settle(Path jar, Plugin plugin) {
        Manifest manifest;
        try (JarFile open = new JarFile(jar.toFile())) {
            manifest = open.getManifest();
        } catch (IOException notWhole) {
            if (plugin.looks > PATIENCE) {
                plugin.isDone = true;
                complain(jar, "it is no jar, or only a part of one");
            }
            return;
        }
        plugin.isDone = true;
        if (manifest == null || manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME) == null) {
            complain(jar, "it is a jar, but no bundle: its manifest has no " + Constants.BUNDLE_SYMBOLICNAME);
            return;
        }
        try (InputStream content = Files.newInputStream(jar)) {
            if (plugin.bundle.isPresent() && plugin.bundle.get().getState() != Bundle.UNINSTALLED) {
                plugin.bundle.get().update(content);
            } else {
                plugin.bundle = Optional.of(storage.during(() -> context.installBundle("plugin:" + jar.toUri(), content)));
            }
            plugin.bundle.get().start();
        } catch (BundleException refused) {
            complain(jar, new Unresolved(context, refused).reason());
        } catch (IllegalStateException gone) {
            // Somebody has uninstalled it at this moment, so that it is looked at anew; or the JVM ends.
            plugin.stamp = null;
        } catch (IOException unreadable) {
            complain(jar, "it cannot be read: " + unreadable.getMessage());
        }
    }

    private void complain(Path jar, String why) {
        err.println("sendwright: SW-PLUGIN-005 the plugin " + jar + " does not run: " + why
                + ". It is tried again when the file changes. See docs/errors/SW-PLUGIN-005.md.");
    }

    private void uninstall(Bundle bundle) {
        try {
            bundle.uninstall();
        } catch (BundleException failure) {
            err.println("sendwright: SW-PLUGIN-005 the plugin " + bundle.getSymbolicName() + " could not be removed: "
                    + failure.getMessage() + ". See docs/errors/SW-PLUGIN-005.md.");
        } catch (IllegalStateException gone) {
            // Somebody else has uninstalled it, or the framework has ended.
        }
    }

    /** Stops looking. The bundles stay as they are. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }
}
