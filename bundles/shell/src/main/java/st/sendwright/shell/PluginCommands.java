package st.sendwright.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/**
 * What the prompt's command {@code :plugin} does: starts and stops the plugins that lie in the distribution. <b>Thread</b>: any but the VM
 * thread, which who starts or stops a bundle waits for.
 */
final class PluginCommands {

    private static final String JAR = ".jar";

    private final BundleContext context;
    private final Path folder;

    /** @param folder where the plugins are, each in a jar of its name */
    PluginCommands(BundleContext context, Path folder) {
        this.context = context;
        this.folder = folder;
    }

    /** @param operand empty, {@code start NAME} or {@code stop NAME} */
    void run(String operand, Console console) {
        String[] words = operand.split("\\s+");
        if (operand.isEmpty()) {
            list(console);
        } else if (words.length != 2 || !words[0].equals("start") && !words[0].equals("stop")) {
            console.error("write :plugin, :plugin start NAME or :plugin stop NAME.");
        } else if (!names().contains(words[1])) {
            console.error("SW-HOST-021 there is no plugin '" + words[1] + "'. " + (names().isEmpty() ? "There are none"
                    : "Plugins are " + String.join(", ", names())) + " (in " + folder + "). See docs/errors/SW-HOST-021.md.");
        } else if (words[0].equals("start")) {
            start(words[1], console);
        } else {
            stop(words[1], console);
        }
    }

    private void list(Console console) {
        StringBuilder table = new StringBuilder();
        names().forEach(name -> table.append("%-15s %s%n".formatted(name, running(name)
                .map(bundle -> bundle.getSymbolicName() + " " + bundle.getVersion()).orElse("not started"))));
        console.print(table.isEmpty() ? "there are no plugins in " + folder + "\n" : table.toString());
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(JAR))
                    .map(name -> name.substring(0, name.length() - JAR.length())).sorted().toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    /** As the launcher has it, so that it is the same bundle. */
    private String location(String name) {
        return "reference:" + folder.resolve(name + JAR).toUri();
    }

    private Optional<Bundle> running(String name) {
        return Optional.ofNullable(context.getBundle(location(name))).filter(bundle -> bundle.getState() == Bundle.ACTIVE);
    }

    private void start(String name, Console console) {
        if (running(name).isPresent()) {
            console.print(name + " runs already\n");
            return;
        }
        try {
            Bundle bundle = context.installBundle(location(name));
            bundle.start();
            console.print(name + " is started\n");
        } catch (BundleException refused) {
            console.error("SW-PLUGIN-005 the plugin " + name + " does not run: " + refused.getMessage()
                    + ". See docs/errors/SW-PLUGIN-005.md.");
        }
    }

    private void stop(String name, Console console) {
        Optional<Bundle> bundle = running(name);
        if (bundle.isEmpty()) {
            console.print(name + " does not run\n");
            return;
        }
        try {
            bundle.get().uninstall();
            console.print(name + " is stopped\n");
        } catch (BundleException failure) {
            console.error("SW-PLUGIN-005 the plugin " + name + " could not be stopped: " + failure.getMessage()
                    + ". See docs/errors/SW-PLUGIN-005.md.");
        }
    }
}
