package st.sendwright.format.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.language.SourceItem;
import st.sendwright.language.SourceText;

@DisplayName("A damaged chunk file")
class DamagedChunkFileTest {

    private static final String FILE = """
            'From a file of 1 January'!

            Object subclass: #Foo
                instanceVariableNames: 'a b'
                category: 'Tests'!

            !Foo commentStamp: 'ab' prior: 0!
            I don't do much.!

            !Foo methodsFor: 'one' stamp: 'ab 1/1/2001'!
            a
                "Answer it!!"
                ^a! !

            !Foo methodsFor: 'two'!
            b: aString
                | c |
                c := aString , 'it''s' , $!! asString , #(1 $' $" #[1 2]).
                ^{c. b}!

            c
                ^[:x | x = $"]! !

            !Foo categoriesFor: #b:!private!x! !

            Foo new b: 'hello'!
            """;

    private final ChunkFormat format = new ChunkFormat();

    private List<SourceItem> read(String text) {
        return format.read(SourceText.of(text, "a.st"));
    }

    @Test
    void keepsWhatStandsBeforeTheDamage() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<SourceItem> whole = read(FILE);

        for (int round = 0; round < 5000; round++) {
            int place = random.nextInt(FILE.length());
            String damaged = damage(random, place);

            List<SourceItem> items = read(damaged);

            List<SourceItem> before = itemsBefore(whole, place);
            assertThat(items).as("seed %d, round %d, damage at %d", seed, round, place)
                    .hasSizeGreaterThanOrEqualTo(before.size());
            assertThat(items.subList(0, before.size())).as("seed %d, round %d, damage at %d", seed, round,
                    place)
                    .isEqualTo(before);
        }
    }

    private static String damage(Random random, int place) {
        return switch (random.nextInt(4)) {
            case 0 -> FILE.substring(0, place);
            case 1 -> FILE.substring(0, place) + FILE.substring(Math.min(FILE.length(),
                    place + 1 + random.nextInt(20)));
            case 2 -> FILE.substring(0, place) + "'\"!$[].#\0{|".charAt(random.nextInt(11))
                    + FILE.substring(place);
            default -> FILE.substring(0, place) + (char) random.nextInt(1 << 16) + FILE.substring(place + 1);
        };
    }

    /** Those whose closing bang, and one character beyond it that could double it, is before the place. */
    private static List<SourceItem> itemsBefore(List<SourceItem> whole, int place) {
        int complete = 0;
        int from = 0;
        for (SourceItem item : whole) {
            boolean isRaw = item instanceof SourceItem.Metadata metadata && metadata.key()
                    .startsWith("categories");
            String escaped = isRaw ? item.source().text() : item.source().text().replace("!", "!!");
            int start = FILE.indexOf(escaped, from);
            from = start + escaped.length();
            int bang = FILE.indexOf('!', from);
            bang = isRaw ? FILE.indexOf('!', bang + 1) : bang;
            if (bang + 3 > place) {
                break;
            }
            complete++;
        }
        return whole.subList(0, complete);
    }

    @Test
    void costsTimeInProportionToItsSize() {
        String much = "foo: 'it is so!\n".repeat(200_001) + "\"";

        List<SourceItem> items = assertTimeout(Duration.ofSeconds(20), () -> read(much));

        assertThat(items).isNotEmpty();
    }

    @Test
    void readsTenMegabytesWithoutCountingLinesOverAndOver() {
        String methods = "!Foo methodsFor: 'x'!\n" + "foo\n\t^#(1 2 3)!\n\n".repeat(600_000) + "! !\n";

        List<SourceItem> items = assertTimeout(Duration.ofSeconds(20),
                () -> read(methods));

        assertThat(items).hasSize(600_000);
        assertThat(items.getLast().source().line()).isEqualTo(2 + 3 * 599_999);
    }

    @Test
    void readsAStringOfTenMegabytes() {
        String text = "'" + "it''s ".repeat(1_700_000) + "'!";

        assertThat(read(text)).hasSize(1);
        assertThat(read("Foo bar: " + text)).hasSize(1);
    }
}
