package st.sendwright.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/** The command {@code plugin new NAME}: writes a plugin that builds and is tested into a new folder. */
final class NewPlugin {

    static final String COMMAND = "plugin";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private final Distribution distribution;
    private final PrintStream out;

    NewPlugin(Distribution distribution, PrintStream out) {
        this.distribution = distribution;
        this.out = out;
    }

    /**
     * @param arguments those behind the command
     * @return the exit code
     */
    int run(List<String> arguments) throws HostException, IOException {
        if (arguments.size() != 2 || !arguments.getFirst().equals("new")) {
            throw Invocation.usage("write plugin new NAME.");
        }
        String name = arguments.getLast();
        if (!NAME.matcher(name).matches() || !SourceVersion.isName("plugin." + packageOf(name))) {
            throw Invocation.usage("plugin new " + name + ": a name is of small letters and digits, with hyphens between, and"
                    + " no word of Java, such as my-plugin.");
        }
        Path folder = Path.of(name).toAbsolutePath();
        if (Files.exists(folder)) {
            throw Invocation.usage("plugin new " + name + ": " + folder + " is there already.");
        }
        files(name).forEach((file, template) -> write(folder.resolve(file), template, name));
        out.println(folder + " is written. To build and test it: cd " + name + " && mvn package");
        return 0;
    }

    private static Map<String, String> files(String name) {
        String java = "java/plugin/" + packageOf(name) + "/";
        Map<String, String> files = new LinkedHashMap<>();
        files.put("pom.xml", "pom.xml");
        files.put("README.md", "README.md");
        files.put("src/main/" + java + classOf(name) + "Primitives.java", "Primitives.java");
        files.put("src/main/" + java + "package-info.java", "package-info.java");
        files.put("src/main/resources/smalltalk/" + classOf(name) + ".st", "Source.st");
        files.put("src/test/" + java + classOf(name) + "PrimitivesTest.java", "Test.java");
        return files;
    }

    private static String packageOf(String name) {
        return name.replace("-", "");
    }

    /** Such as {@code MyPlugin} for {@code my-plugin}. */
    private static String classOf(String name) {
        return Arrays.stream(name.split("-")).map(each -> each.substring(0, 1).toUpperCase(Locale.ROOT) + each.substring(1))
                .collect(Collectors.joining());
    }

    private void write(Path file, String template, String name) {
        try (InputStream in = NewPlugin.class.getResourceAsStream("plugin/" + template + ".txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("%NAME%", name).replace("%CLASS%", classOf(name)).replace("%PACKAGE%", packageOf(name))
                    .replace("%VERSION%", distribution.version()).replace("%DIST%", distribution.root().toString());
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
