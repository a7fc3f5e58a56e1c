package st.sendwright.runtime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import st.sendwright.language.Dialect;
import st.sendwright.language.SourceText;

/**
 * What an image keeps of a {@link PluginLedger}: bytes that mean nothing to Smalltalk. Texts are in UTF-8 behind their lengths in
 * bytes, numbers are of 32 bits, the most significant byte first.
 */
final class LedgerBytes {

    private LedgerBytes() {
    }

    /**
     * A plugin whose sources are in force.
     *
     * @param checksum of the sources
     * @param classes names of its own classes
     */
    record Plugin(String name, String checksum, List<String> classes, List<PluginLedger.Change> changes) {
    }

    /** A class that has gone with its plugin. */
    record Gone(String plugin, String className) {
    }

    /** All there is to keep. */
    record Contents(List<Plugin> plugins, List<Gone> gone) {
    }

    static byte[] write(Contents contents) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(contents.plugins.size());
            for (Plugin plugin : contents.plugins) {
                put(out, plugin.name);
                put(out, plugin.checksum);
                out.writeInt(plugin.classes.size());
                for (String each : plugin.classes) {
                    put(out, each);
                }
                out.writeInt(plugin.changes.size());
                for (PluginLedger.Change change : plugin.changes) {
                    put(out, change);
                }
            }
            out.writeInt(contents.gone.size());
            for (Gone each : contents.gone) {
                put(out, each.plugin);
                put(out, each.className);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void put(DataOutputStream out, PluginLedger.Change change) throws IOException {
        put(out, change.className());
        put(out, change.selector());
        out.writeBoolean(change.before().isPresent());
        if (change.before().isPresent()) {
            Methods.Origin origin = change.before().get();
            put(out, origin.source().text());
            put(out, origin.source().file());
            out.writeInt(origin.source().line());
            put(out, origin.category());
            put(out, origin.stamp());
            put(out, origin.dialect().name());
        }
    }

    private static void put(DataOutputStream out, Optional<String> text) throws IOException {
        out.writeBoolean(text.isPresent());
        if (text.isPresent()) {
            put(out, text.get());
        }
    }

    private static void put(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /**
     * Reads what {@link #write} has written.
     *
     * @param dialects finds a dialect by its name
     * @throws IOException when that is not what it is
     */
    static Contents read(byte[] bytes, Function<String, Dialect> dialects) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            List<Plugin> plugins = new ArrayList<>();
            for (int left = count(in); left > 0; left--) {
                String name = text(in);
                String checksum = text(in);
                List<String> classes = new ArrayList<>();
                for (int more = count(in); more > 0; more--) {
                    classes.add(text(in));
                }
                List<PluginLedger.Change> changes = new ArrayList<>();
                for (int more = count(in); more > 0; more--) {
                    changes.add(change(in, dialects));
                }
                plugins.add(new Plugin(name, checksum, classes, changes));
            }
            List<Gone> gone = new ArrayList<>();
            for (int left = count(in); left > 0; left--) {
                gone.add(new Gone(text(in), text(in)));
            }
            return new Contents(plugins, gone);
        }
    }

    private static PluginLedger.Change change(DataInputStream in, Function<String, Dialect> dialects) throws IOException {
        String className = text(in);
        String selector = text(in);
        if (!in.readBoolean()) {
            return new PluginLedger.Change(className, selector, Optional.empty());
        }
        SourceText source = new SourceText(text(in), text(in), in.readInt(), 1);
        return new PluginLedger.Change(className, selector, Optional.of(new Methods.Origin(source, optional(in), optional(in),
                dialects.apply(text(in)))));
    }

    private static Optional<String> optional(DataInputStream in) throws IOException {
        return in.readBoolean() ? Optional.of(text(in)) : Optional.empty();
    }

    private static String text(DataInputStream in) throws IOException {
        byte[] bytes = new byte[count(in)];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A number of things that still follow, each of a byte at least. */
    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available()) {
            throw new IOException("a count of " + count + " where " + in.available() + " bytes follow");
        }
        return count;
    }
}
