package st.sendwright.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Bundles with one service that tests make of a source while they run, for providers that nobody should build. */
public final class SourceBundle {

    private SourceBundle() {
    }

    /**
     * Compiles a class against the bundles of the distribution and packs it with what OSGi needs to make a service of it.
     *
     * @param name of the package, the bundle, and the provider
     * @param type simple name of the class
     * @param service the interface that it is a service by
     * @param imports packages of the API that it needs, without versions
     * @return the jar
     */
    public static Path of(Path folder, String name, String type, String source, String service, List<String> imports)
            throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path file = Files.writeString(folder.resolve(type + ".java"), source);
        String path;
        try (Stream<Path> bundles = Files.list(SendwrightProcess.DIST.resolve("bundles"))) {
            path = bundles.map(Path::toString).collect(Collectors.joining(java.io.File.pathSeparator));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        assertThat(compiler.getTask(messages, null, null, List.of("-proc:none", "-d", classes.toString(), "-cp", path), null,
                compiler.getStandardFileManager(null, null, null).getJavaFileObjects(file)).call()).as(messages.toString()).isTrue();
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", name);
        headers.putValue("Bundle-Version", "1.0.0");
        headers.putValue("Import-Package", String.join(",", imports));
        headers.putValue("Service-Component", "OSGI-INF/component.xml");
        headers.putValue("Require-Capability", "osgi.extender;filter:=\"(osgi.extender=osgi.component)\"");
        Path jar = folder.resolve(name + ".jar");
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream entries = new JarOutputStream(out, manifest);
                Stream<Path> all = Files.walk(classes)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new ZipEntry(classes.relativize(each).toString()));
                Files.copy(each, entries);
            }
            entries.putNextEntry(new ZipEntry("OSGI-INF/component.xml"));
            entries.write("""
                    <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%1$s">
                      <implementation class="%1$s.%2$s"/>
                      <property name="sendwright.name" value="%1$s"/>
                      <service><provide interface="%3$s"/></service>
                    </scr:component>
                    """.formatted(name, type, service).getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }
}
