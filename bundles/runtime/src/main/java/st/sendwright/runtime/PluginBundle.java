package st.sendwright.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRevision;
import st.sendwright.language.SourceText;
import st.sendwright.primitives.PrimitiveSet;

/**
 * A bundle that brings Smalltalk sources.
 *
 * @param name its symbolic name
 * @param reader reads the sources
 */
record PluginBundle(String name, Reader reader) {

    /** The header that names the folder of the sources in the bundle. */
    static final String HEADER = "Sendwright-Smalltalk";
    /** What the file names of sources in bundles begin with; the bundle's name and the path in it follow. */
    static final String SCHEME = "bundle:";

    /** Reads the sources of a bundle. */
    @FunctionalInterface
    interface Reader {

        /** The sources, sorted by their paths. */
        List<SourceText> read() throws IOException;
    }

    /** What the file names of a plugin's sources begin with. */
    static String prefix(String name) {
        return SCHEME + name + "/";
    }

    static PluginBundle of(Bundle bundle) {
        String folder = bundle.getHeaders().get(HEADER).strip();
        String name = bundle.getSymbolicName();
        return new PluginBundle(name, () -> read(bundle, name, folder));
    }

    /** How many sets of primitives a bundle says that it provides. */
    static long primitiveSets(Bundle bundle) {
        return bundle.adapt(BundleRevision.class).getDeclaredCapabilities("osgi.service").stream()
                .filter(each -> each.getAttributes().get(Constants.OBJECTCLASS) instanceof List<?> types
                        && types.contains(PrimitiveSet.class.getName()))
                .count();
    }

    private static List<SourceText> read(Bundle bundle, String name, String folder) throws IOException {
        List<SourceText> sources = new ArrayList<>();
        for (URL url : Collections.list(orNone(bundle.findEntries(folder, "*", true)))) {
            if (!url.getPath().endsWith("/")) {
                sources.add(SourceText.of(text(url), prefix(name) + url.getPath().replaceFirst("^/", "")));
            }
        }
        if (sources.isEmpty()) {
            throw new NoSuchFileException("there is no file in its folder " + folder + ", which its header " + HEADER
                    + " names");
        }
        sources.sort(Comparator.comparing(SourceText::file));
        return sources;
    }

    private static <T> Enumeration<T> orNone(Enumeration<T> found) {
        return found == null ? Collections.emptyEnumeration() : found;
    }

    private static String text(URL url) throws IOException {
        try (InputStream in = url.openStream()) {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(in.readAllBytes())).toString();
        } catch (CharacterCodingException bad) {
            throw new IOException(url.getPath() + " is not UTF-8", bad);
        }
    }

    /** Tells sources apart: the same for the same names and texts only. */
    static String checksum(List<SourceText> sources) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (SourceText each : sources) {
                digest.update((each.file() + "\0" + each.text() + "\0").getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
