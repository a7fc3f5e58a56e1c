package st.sendwright.language;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which primitive of this VM does what a number, or a name, means in another system. Immutable.
 *
 * <p>It is written as a table, one entry a line; {@code #} starts a comment:
 *
 * <pre>
 * # number or name    module.name     arguments
 * 60                  Objects.at      1
 * VMpr_Object_hash    Objects.hash    0
 * LargeIntegers.primDigitAdd  Integers.add  1
 * </pre>
 *
 * <p>A number may stand in several lines when methods with different numbers of arguments use it. What is not in
 * the table has no counterpart: a method that asks for it runs its own code.
 */
public final class PrimitiveNumbering {

    /** For a dialect whose methods use the VM's own names. */
    public static final PrimitiveNumbering NONE = new PrimitiveNumbering(Map.of());

    private final Map<Entry, PrimitiveName> primitives;

    /**
     * What a method asks for.
     *
     * @param designation the number, the name, or {@code module.name}, as {@code <primitive: name module: module>}
     * @param arguments how many the method has, 0 to 63
     */
    public record Entry(String designation, int arguments) {
    }

    private PrimitiveNumbering(Map<Entry, PrimitiveName> primitives) {
        this.primitives = primitives;
    }

    /** A numbering with these entries. */
    public static PrimitiveNumbering of(Map<Entry, PrimitiveName> entries) {
        return new PrimitiveNumbering(Collections.unmodifiableMap(new LinkedHashMap<>(entries)));
    }

    /**
     * Reads the table that lies beside a class.
     *
     * @throws IllegalStateException when it is not there or a line of it is wrong; the message names the line
     */
    public static PrimitiveNumbering resource(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("there is no table " + name + " beside " + beside.getName());
            }
            return read(in, name);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static PrimitiveNumbering read(InputStream in, String name) throws IOException {
        Map<Entry, PrimitiveName> entries = new LinkedHashMap<>();
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        int number = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            int comment = line.indexOf('#');
            String text = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (!text.isEmpty()) {
                String[] words = text.split("\\s+");
                if (words.length != 3 || !words[2].matches("[0-9]{1,2}")) {
                    throw new IllegalStateException(name + ":" + number + ": expected a number or name, the"
                            + " primitive's module.name and how many arguments the method has, found '" + text
                            + "'");
                }
                Entry entry = new Entry(words[0], Integer.parseInt(words[2]));
                if (entries.put(entry, PrimitiveName.parse(words[1])) != null) {
                    throw new IllegalStateException(name + ":" + number + ": " + entry.designation() + " with "
                            + entry.arguments() + " arguments stands here twice");
                }
            }
        }
        return of(entries);
    }

    /** What does the work; empty when nothing here means the same. */
    public Optional<PrimitiveName> primitive(Entry entry) {
        return Optional.ofNullable(primitives.get(entry));
    }

    /** All entries in their order. */
    public Map<Entry, PrimitiveName> entries() {
        return primitives;
    }
}
