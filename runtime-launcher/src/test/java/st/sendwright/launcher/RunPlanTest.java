package st.sendwright.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A plan of what to start")
class RunPlanTest {

    @TempDir
    Path root;

    @BeforeEach
    void makeADistribution() throws IOException {
        write("build.properties", "version=1.2.3\n");
        write("cnf/run/base.bndrun", """
                -runsystempackages: a;version=1
                -runproperties: x=1, y=2
                -runbundles.foundation: \\
                    model,\\
                    shell;version=latest
                """);
        write("cnf/run/interpreter.bndrun", """
                -include: base.bndrun
                sendwright.tiers: interpreter=plain
                """);
        write("cnf/run/jit.bndrun", """
                -include: base.bndrun
                sendwright.tiers: interpreter=plain
                sendwright.tiers.wanted: jit
                """);
        write("cnf/run/open.bndrun", """
                -include: base.bndrun
                sendwright.tiers: interpreter=plain
                sendwright.tiers.exchangeable: interpreter
                """);
        write("cnf/run/teaching.bndrun", """
                -include: base.bndrun
                sendwright.options: --log=info, --heap-max=64m
                """);
        write("cnf/run/tiers.properties", """
                interpreter: sw.interpreter.
                jit: sw.jit.
                compile-policy: sw.jit.policy.
                """);
        for (String name : new String[] {"model", "shell", "sw.interpreter.plain", "sw.interpreter.fast",
                "more"}) {
            write("bundles/" + name + ".jar", "");
        }
    }

    @Test
    void startsAtTheEndWhatUsesTheOthers() throws IOException, HostException {
        write("cnf/run/interpreter.bndrun", """
                -include: base.bndrun
                sendwright.tiers: interpreter=plain
                sendwright.bundles.last: model, absent
                """);

        assertThat(plan().jars().keySet()).containsExactly("shell", "sw.interpreter.plain", "model");
    }

    @Test
    void startsTheFoundationAndThenTheTiersOfTheDefaultProfile() throws Exception {
        RunPlan plan = plan();

        assertThat(plan.jars().keySet()).containsExactly("model", "shell", "sw.interpreter.plain");
        assertThat(plan.missing()).isEmpty();
        assertThat(plan.properties()).containsEntry("x", "1").containsEntry("sendwright.version", "1.2.3")
                .containsEntry("sendwright.tiers", "interpreter=plain")
                        .containsEntry("sendwright.log", "warning")
                .containsEntry("org.osgi.framework.system.packages.extra", "a;version=1");
    }

    @Test
    void putsTheUsersTiersAndBundlesOverTheProfiles() throws Exception {
        RunPlan plan = plan("--tiers", "interpreter=fast", "--bundle", "more");

        assertThat(plan.jars().keySet()).containsExactly("model", "shell", "sw.interpreter.fast", "more");
    }

    @Test
    void startsPluginsThatAreAskedForAndNoOthers() throws Exception {
        write("plugins/json.jar", "");
        write("plugins/files.jar", "");
        write("plugins/regex.jar", "");

        assertThat(plan("--plugin", "json, files").jars().keySet())
                .containsExactly("model", "shell", "sw.interpreter.plain", "json", "files");
        assertThat(plan("--plugin=regex", "--plugin", "json").jars()).containsEntry("json", root.resolve("plugins/json.jar"))
                .containsKey("regex").doesNotContainKey("files");
        assertThat(plan().jars()).doesNotContainKeys("json", "files", "regex");
        assertThat(plan().properties()).containsEntry("sendwright.plugins", root.resolve("plugins").toString());
    }

    @Test
    void saysThatThereIsNoSuchPlugin() throws Exception {
        assertThatExceptionOfType(HostException.class).isThrownBy(() -> plan("--plugin", "xml"))
                .withMessageContaining("SW-HOST-021 there is no plugin 'xml'. There are none")
                .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE));
        write("plugins/json.jar", "");
        assertThatExceptionOfType(HostException.class).isThrownBy(() -> plan("--plugin", "../json"))
                .withMessageContaining("there is no plugin '../json'. Plugins are json");
    }

    @Test
    void startsAllProvidersOfATierThatCanBeExchanged() throws Exception {
        RunPlan plan = plan("--profile", "open");

        assertThat(plan.jars().keySet()).contains("sw.interpreter.plain", "sw.interpreter.fast");
        assertThat(plan.properties()).containsEntry("sendwright.tiers", "interpreter=plain");
        assertThat(plan("--profile", "open", "--bundles", "shell").jars().keySet()).containsExactly("shell");
    }

    @Test
    void startsExactlyTheBundlesOfAPlainList() throws Exception {
        assertThat(plan("--bundles", "shell,model").jars().keySet()).containsExactly("shell", "model");
    }

    @Test
    void putsTheOptionsOfAProfileBeforeTheUsers() throws Exception {
        assertThat(plan("--profile", "teaching", "-e", "1").arguments())
                .containsExactly("--heap-max=64m", "-e", "1");
        assertThat(plan("bench", "--profile", "teaching").arguments())
                .containsExactly("bench", "--heap-max=64m");
        assertThat(plan("--profile", "teaching").properties()).containsEntry("sendwright.log", "info");
        assertThat(plan("--profile", "teaching", "--log", "debug").properties())
                .containsEntry("sendwright.log", "debug");
    }

    @Test
    void saysThatAWantedTierIsNotThere() throws Exception {
        assertThat(plan("--profile", "jit").notes()).containsExactly(
                "no jit bundle is installed yet; going on with interpreter=plain");
    }

    @Test
    void takesAWantedTierThatIsThereAndNoPolicyForIt() throws Exception {
        write("bundles/sw.jit.x64.jar", "");
        write("bundles/sw.jit.policy.eager.jar", "");

        RunPlan plan = plan("--profile", "jit");

        assertThat(plan.tiers()).containsEntry("jit", "x64").doesNotContainKey("compile-policy");
        assertThat(plan.notes()).isEmpty();
    }

    @Test
    void namesTheBundlesThatAreMissing() throws Exception {
        Files.delete(root.resolve("bundles/model.jar"));

        assertThat(plan().missing()).containsOnlyKeys("model");
    }

    @Test
    void knowsAProviderByWhatItsComponentSays() throws Exception {
        writeBundle("bundles/sw.interpreter.quick.x64.jar", "sw.interpreter.quick.x64", "quick", "quick-2");

        assertThat(plan("--tiers", "interpreter=quick-2").jars().keySet()).endsWith("sw.interpreter.quick.x64");
        assertThat(plan("--tiers", "interpreter=quick-2").properties())
                .containsEntry("sendwright.tiers", "interpreter=quick-2");
        assertThatExceptionOfType(HostException.class).isThrownBy(() -> plan("--tiers", "interpreter=slow"))
                .withMessageContaining("Providers of interpreter that are there: fast, plain, quick, quick-2.");
    }

    @Test
    void callsAProviderWhatItsComponentSaysWhenItsBundleIsNamed() throws Exception {
        writeBundle("bundles/sw.interpreter.quick.x64.jar", "sw.interpreter.quick.x64", "quick");

        assertThat(plan("--tiers", "interpreter=quick.x64").properties())
                .containsEntry("sendwright.tiers", "interpreter=quick");
    }

    @Test
    void knowsTheProvidersOfBundlesThatAreFiles() throws Exception {
        writeBundle("mine.jar", "sw.interpreter.mine", "mine");
        String jar = root.resolve("mine.jar").toString();

        RunPlan plan = plan("--tiers", "interpreter=mine", "--bundle", jar);

        assertThat(plan.jars().keySet()).containsExactly("model", "shell", jar);
        assertThat(plan.properties()).containsEntry("sendwright.tiers", "interpreter=mine");
        assertThat(plan.missing()).isEmpty();
        assertThatExceptionOfType(HostException.class).isThrownBy(() -> plan("--tiers", "interpreter=mine"))
                .withMessageContaining("SW-HOST-002");
    }

    @Test
    void turnsTheJitOnAndOffAsTiersSay() throws Exception {
        writeBundle("bundles/sw.jit.x64.jar", "sw.jit.x64", "baseline");

        assertThat(plan("--tiers", "jit=baseline", "-e", "1").arguments()).containsExactly("--jit", "-e", "1");
        assertThat(plan("bench", "--tiers", "jit=x64").arguments()).containsExactly("bench", "--jit");
        assertThat(plan("--tiers", "jit=baseline", "--jit=eager").arguments()).containsExactly("--jit=eager");
        assertThat(plan("--tiers", "jit=none", "a.st", "--", "--jit").arguments())
                .containsExactly("--jit=off", "a.st", "--", "--jit");
        assertThat(plan("--tiers", "jit=none").jars().keySet()).doesNotContain("sw.jit.none", "sw.jit.x64");
    }

    @Test
    void refusesAnUnknownProfileAndListsThoseThatAreThere() {
        assertThatExceptionOfType(HostException.class).isThrownBy(() -> plan("--profile", "fast"))
                .withMessageContaining("there is no profile 'fast'. Profiles are interpreter, jit, open, teaching");
    }

    @Test
    void refusesAnUnknownTierAndListsThoseThatAreThere() {
        assertThatExceptionOfType(HostException.class).isThrownBy(() -> plan("--tiers", "engine=fast"))
                .withMessageContaining("Tiers are compile-policy, interpreter, jit.");
    }

    @Test
    void refusesAnUnknownProviderAndListsThoseThatAreThere() {
        assertThatExceptionOfType(HostException.class).isThrownBy(() -> plan("--tiers", "interpreter=quick"))
                .withMessageContaining("Providers of interpreter that are there: fast, plain.");
        assertThatExceptionOfType(HostException.class).isThrownBy(() -> plan("--tiers", "jit=x64"))
                .withMessageContaining("There is no provider of jit.");
    }

    /** A jar whose components have names. */
    private void writeBundle(String file, String symbolicName, String... names) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", symbolicName);
        manifest.getMainAttributes().putValue("Service-Component", "OSGI-INF/" + String.join(".xml, OSGI-INF/", names)
                + ".xml");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(root.resolve(file)), manifest)) {
            for (String name : names) {
                jar.putNextEntry(new ZipEntry("OSGI-INF/" + name + ".xml"));
                jar.write("""
                        <?xml version="1.0" encoding="UTF-8"?>
                        <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="x">
                          <property name="service.ranking" type="Integer" value="1"/>
                          <property name="sendwright.name" type="String" value="%s"/>
                        </scr:component>
                        """.formatted(name).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private RunPlan plan(String... arguments) throws HostException, IOException {
        return RunPlan.of(new Distribution(root), Invocation.read(arguments));
    }

    private void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
