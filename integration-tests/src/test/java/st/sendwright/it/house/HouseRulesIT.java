package st.sendwright.it.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.VmHarness;

@DisplayName("The house")
class HouseRulesIT {

    private static final Path ROOT = SendwrightProcess.ROOT;
    private static final int MOST_LINES = 600;
    private static final Pattern ERROR_CODE = Pattern.compile("\\bSW-[A-Z]+-[0-9]{3}\\b");
    /** Only these have packages that others may use. */
    private static final Set<String> EXPORTERS =
            Set.of("st.sendwright.model", "st.sendwright.api", "st.sendwright.asm.x64",
                    "st.sendwright.memory.executable", "st.sendwright.machine.x64");

    @Test
    void hasAPageForEveryErrorCodeAndACodeForEveryPage() throws IOException {
        Set<String> used = new TreeSet<>();
        for (Path file : sources("src/main", ".java")) {
            addCodes(Files.readString(file), used);
        }
        for (Path file : sources("src/main", ".st")) {
            addCodes(Files.readString(file), used);
        }
        for (String script : List.of("sendwright", "cnf/jdk.sh")) {
            addCodes(Files.readString(ROOT.resolve(script)), used);
        }
        Set<String> pages = new TreeSet<>();
        try (Stream<Path> files = Files.list(ROOT.resolve("docs/errors"))) {
            files.forEach(file -> pages.add(file.getFileName().toString().replace(".md", "")));
        }

        assertThat(pages).isEqualTo(used);
    }

    @Test
    void exportsPackagesFromTheFoundationOnly() throws IOException {
        List<String> exporters = new ArrayList<>();
        for (Path jar : VmHarness.jars()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                Attributes manifest = file.getManifest().getMainAttributes();
                String name = manifest.getValue("Bundle-SymbolicName");
                if (name.startsWith("st.sendwright.") && manifest.getValue("Export-Package") != null) {
                    exporters.add(name);
                }
            }
        }

        assertThat(exporters).containsExactlyInAnyOrderElementsOf(EXPORTERS);
    }

    @Test
    void importsNoPackageOfAProvider() throws IOException {
        Pattern own = Pattern.compile("st\\.sendwright\\.[\\w.]+");
        Set<String> exported = new TreeSet<>();
        Set<String> imported = new TreeSet<>();
        for (Path jar : VmHarness.jars()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                Attributes manifest = file.getManifest().getMainAttributes();
                addMatches(own, manifest.getValue("Export-Package"), exported);
                addMatches(own, manifest.getValue("Import-Package"), imported);
            }
        }

        assertThat(exported).containsAll(imported);
    }

    @Test
    void keepsFilesUnderSixHundredLines() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : sources("src", ".java")) {
            long lines;
            try (Stream<String> all = Files.lines(file)) {
                lines = all.count();
            }
            if (lines > MOST_LINES && !isExcused(file)) {
                tooLong.add(ROOT.relativize(file) + ": " + lines);
            }
        }

        assertThat(tooLong).isEmpty();
    }

    @Test
    void namesEveryClassThatItImports() throws IOException {
        List<String> wildcards = new ArrayList<>();
        for (Path file : sources("src", ".java")) {
            if (Pattern.compile("^import .*\\*;", Pattern.MULTILINE).matcher(Files.readString(file)).find()) {
                wildcards.add(ROOT.relativize(file).toString());
            }
        }

        assertThat(wildcards).isEmpty();
    }

    @Test
    void givesEveryExportedPackageAVersion() throws IOException {
        List<String> without = new ArrayList<>();
        for (Path file : sources("src/main", "package-info.java")) {
            String text = Files.readString(file);
            if (text.contains("@Export") && !text.contains("@Version(")) {
                without.add(ROOT.relativize(file).toString());
            }
        }

        assertThat(without).isEmpty();
    }

    /** Files that may be longer give the reason in {@code cnf/long-files.txt}. */
    private static boolean isExcused(Path file) throws IOException {
        Path list = ROOT.resolve("cnf/long-files.txt");
        return Files.exists(list) && Files.readString(list).contains(ROOT.relativize(file) + ":");
    }

    private static void addCodes(String text, Set<String> codes) {
        addMatches(ERROR_CODE, text, codes);
    }

    private static void addMatches(Pattern pattern, String text, Set<String> found) {
        if (text != null) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                found.add(matcher.group());
            }
        }
    }

    private static List<Path> sources(String below, String ending) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String part : List.of("bundles", "plugins", "runtime-launcher")) {
            try (Stream<Path> tree = Files.walk(ROOT.resolve(part))) {
                tree.filter(file -> file.toString().endsWith(ending) && file.toString()
                        .contains("/" + below + "/")
                        && !file.toString().contains("/target/")).forEach(found::add);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return found;
    }
}
