package st.sendwright.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The pages of docs/formats")
class FormatPagesTest {

    /** A row of a table: a number, a constant's name, anything. */
    private static final Pattern ROW = Pattern.compile("^\\| (-?\\w+) \\| `([A-Z0-9_]+)` \\|.*",
            Pattern.MULTILINE);

    @Test
    void listTheWholeMutatorBlock() throws IOException {
        Map<String, Long> constants = constants(MutatorBlock.class);
        constants.remove("BYTES");

        assertThat(rows("mutator-block")).isEqualTo(constants);
    }

    @Test
    void listTheWholeSendSite() throws IOException {
        Map<String, Long> constants = constants(SendSite.class);
        constants.keySet().removeAll(
                Arrays.asList("BYTES", "UNLINKED", "MONOMORPHIC", "POLYMORPHIC", "MEGAMORPHIC", "NO_CLASS"));

        assertThat(rows("send-site")).isEqualTo(constants);
    }

    @Test
    void listTheWholeSiteTable() throws IOException {
        Map<String, Long> constants = constants(SiteTable.class);
        constants.keySet().removeAll(Arrays.asList("BYTES", "NEVER"));

        assertThat(rows("site-table")).isEqualTo(constants);
    }

    @Test
    void listTheWholeSendCache() throws IOException {
        Map<String, Long> constants = constants(SendCache.class);
        constants.keySet().removeAll(Arrays.asList("ENTRIES", "ENTRY_BYTES", "BYTES", "SELECTOR_FACTOR"));

        assertThat(rows("send-cache")).isEqualTo(constants);
    }

    @Test
    void listAllOffsetsOfAFrame() throws IOException {
        Map<String, Long> constants = constants(FrameLayout.class);
        constants.remove("RETURN_TO_DRIVER");

        assertThat(rows("frame")).isEqualTo(constants);
    }

    @Test
    void listTheSlotsOfAMethod() throws IOException {
        assertThat(rows("method")).containsOnly(Map.entry("HEADER", 0L), Map.entry("SITES", 1L),
                Map.entry("FIRST_LITERAL", 2L));
        assertThat(constants(MethodLayout.class)).containsAllEntriesOf(rows("method"));
    }

    @Test
    void listTheBitsOfAMethodHeader() throws IOException {
        String page = page("method");

        assertThat(page).contains(field(MethodLayout.header(0xFF, 0, 0, 0, false, false)) + " | arguments | "
                + MethodLayout.MAX_ARGUMENTS);
        assertThat(page).contains(
                field(MethodLayout.header(0, MethodLayout.MAX_TEMPORARIES, 0, 0, false, false))
                + " | temporaries").contains("| " + MethodLayout.MAX_TEMPORARIES + " |");
        assertThat(page).contains(field(MethodLayout.header(0, 0, MethodLayout.MAX_LITERALS, 0, false, false))
                + " | literals").contains("| " + MethodLayout.MAX_LITERALS + " |");
        assertThat(page).contains(field(MethodLayout.header(0, 0, 0, MethodLayout.MAX_OPERANDS, false, false))
                + " | deepest operand stack | " + MethodLayout.MAX_OPERANDS);
        assertThat(page).contains(
                field(Oop.smallInteger(MethodLayout.withPrimitive(0, MethodLayout.MAX_PRIMITIVE)))
                + " | index of the bound primitive").contains("| " + MethodLayout.MAX_PRIMITIVE + " |");
        assertThat(page).contains(field(MethodLayout.header(0, 0, 0, 0, true, false))
                + " | the method names");
        assertThat(page).contains(field(MethodLayout.header(0, 0, 0, 0, false, true)) + " | it is a block");
    }

    @Test
    void listFormatsAndReservedClassIndices() throws IOException {
        Map<String, Long> rows = rows("object-header");

        assertThat(rows).containsAllEntriesOf(constants(ObjectFormat.class));
        rows.keySet().removeAll(constants(ObjectFormat.class).keySet());
        assertThat(rows).hasSizeGreaterThan(5);
        rows.forEach((name, bit) -> {
            long value = constants(ObjectHeader.class).get(name);
            boolean isFlag = !name.endsWith("_INDEX") && bit > 0;
            assertThat(isFlag ? 1L << bit : bit).as(name).isEqualTo(value);
        });
    }

    @Test
    void listTheFieldsOfAHeader() throws IOException {
        String page = page("object-header");

        assertThat(page).contains("| " + bits(ObjectHeader.CLASS_INDEX_MASK) + " | `CLASS_INDEX_MASK`");
        assertThat(page).contains("| " + bits((long) ObjectHeader.FORMAT_MASK << ObjectHeader.FORMAT_SHIFT)
                + " | `FORMAT_SHIFT`");
        assertThat(page).contains("| " + bits((long) ObjectHeader.HASH_MASK << ObjectHeader.HASH_SHIFT)
                + " | `HASH_SHIFT`");
        assertThat(page).contains("| " + bits(255L << ObjectHeader.SLOTS_SHIFT) + " | `SLOTS_SHIFT`");
    }

    /** The start of the row for the bits that are set in a method header. */
    private static String field(long header) {
        return "| " + bits(Oop.integerValue(header));
    }

    private static String bits(long mask) {
        int low = Long.numberOfTrailingZeros(mask);
        int high = 63 - Long.numberOfLeadingZeros(mask);
        return low == high ? "" + low : low + "–" + high;
    }

    private static Map<String, Long> rows(String page) throws IOException {
        Map<String, Long> rows = new TreeMap<>();
        Matcher matcher = ROW.matcher(page(page));
        while (matcher.find()) {
            rows.put(matcher.group(2), Long.decode(matcher.group(1)));
        }
        return rows;
    }

    private static String page(String page) throws IOException {
        return Files.readString(Path.of("..", "..", "docs", "formats", page + ".md"));
    }

    private static Map<String, Long> constants(Class<?> layout) {
        return Arrays.stream(layout.getDeclaredFields())
                .filter(field -> Modifier.isPublic(field.getModifiers())
                        && Modifier.isStatic(field.getModifiers()))
                .collect(Collectors.toMap(field -> field.getName(), field -> {
                    try {
                        return ((Number) field.get(null)).longValue();
                    } catch (IllegalAccessException impossible) {
                        throw new AssertionError(impossible);
                    }
                }, (one, other) -> one, TreeMap::new));
    }
}
