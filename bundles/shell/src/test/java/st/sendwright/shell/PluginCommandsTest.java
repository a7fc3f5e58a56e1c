package st.sendwright.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Version;

@DisplayName("The prompt's command :plugin")
class PluginCommandsTest {

    @TempDir
    Path folder;

    private final BundleContext context = mock(BundleContext.class);
    private final Bundle json = mock(Bundle.class);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String location;

    @BeforeEach
    void makePlugins() throws IOException, BundleException {
        Files.createFile(folder.resolve("json.jar"));
        Files.createFile(folder.resolve("archives.jar"));
        Files.createFile(folder.resolve("readme.txt"));
        location = "reference:" + folder.resolve("json.jar").toUri();
        when(context.installBundle(location)).thenReturn(json);
        when(json.getSymbolicName()).thenReturn("primitives.json");
        when(json.getVersion()).thenReturn(new Version("1.2.3"));
        when(json.getState()).thenReturn(Bundle.ACTIVE);
    }

    private void isThere() {
        when(context.getBundle(location)).thenReturn(json);
    }

    private void run(String operand) {
        new PluginCommands(context, folder).run(operand, new Console(new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), Set.of(), false, Console.Level.WARNING));
    }

    @Test
    void listsThoseOfTheDistribution() {
        isThere();

        run("");

        assertThat(out).hasToString("archives        not started\njson            primitives.json 1.2.3\n");
    }

    @Test
    void startsOneThatDoesNotRun() throws BundleException {
        run("start json");

        verify(json).start();
        assertThat(out).hasToString("json is started\n");
    }

    @Test
    void leavesOneThatRuns() {
        isThere();

        run("start json");

        assertThat(out).hasToString("json runs already\n");
    }

    @Test
    void stopsOneThatRuns() throws BundleException {
        isThere();

        run("stop json");

        verify(json).uninstall();
        assertThat(out).hasToString("json is stopped\n");
    }

    @Test
    void saysThatOneDoesNotRun() {
        run("stop json");

        assertThat(out).hasToString("json does not run\n");
    }

    @Test
    void saysWhyOneDoesNotStart() throws BundleException {
        doThrow(new BundleException("it lacks something")).when(json).start();

        run("start json");

        assertThat(err.toString()).contains("SW-PLUGIN-005 the plugin json does not run: it lacks something");
    }

    @ParameterizedTest
    @ValueSource(strings = {"start xml", "stop xml", "start ../json", "start readme.txt", "start json.jar"})
    void saysWhichThereAre(String operand) {
        run(operand);

        assertThat(err.toString()).contains("SW-HOST-021 there is no plugin '").contains("Plugins are archives, json (in " + folder);
        verifyNoInteractions(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "begin json", "start json archives"})
    void saysHowItIsWritten(String operand) {
        run(operand);

        assertThat(err.toString()).contains("write :plugin, :plugin start NAME or :plugin stop NAME.");
    }
}
