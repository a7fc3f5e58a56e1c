package st.sendwright.format.tonel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.language.SourceItem;

@DisplayName("A damaged Tonel file")
class DamagedTonelFileTest {

    private static final String FILE = """
            "
            A ""comment"".
            "
            Class {
            	#name : 'Foo',
            	#superclass : #Object,
            	#instVars : [ 'a', 'b => WeakSlot' ],
            	#gtoolkit : { 'x' : [ 1, 2.5e3, true, nil, OrderedCollection [ #a ] ] },
            	#traits : 'TA + TB - {#x} @ {#y -> #z}',
            	#category : 'My\\tCore'
            }

            { #category : 'a', #pragmas : [ 'b' ] }
            Foo class >> new [ ^super new ]

            { #category : 'b' }
            Foo >> at: x put: y [
            	"it's" ^#(1 $' $[ [ (3)) -> [:z | x > $] ] -> 'it''s ]'
            ]

            { #category : 'b' }
            Foo >> + other [ ^other ]
            """;

    private static List<String> lines(String text) {
        return Shown.lines(text);
    }

    @Test
    void losesOneMethodByAMissingBracket() {
        assertThat(lines("""
                Extension { #name : 'A' }

                { #category : 'x' }
                A >> a [
                	^[:x | x

                { #category : 'x' }
                A >> b [
                	^2
                ]
                """)).containsExactly(
                "3:1 SW-TONEL-006 at 4:1: { #category : 'x' } A >> a [ ^[:x | x ", "8:6 A >> b ^2 {x}");
    }

    @Test
    void losesOneMethodByABracketTooMany() {
        assertThat(lines("Extension { #name : 'A' }\n{ #category : 'x' }\nA >> a [ ^[1] ] ]\n"
                + "\n{ #category : 'x' }\nA >> b [ ^2 ]\n"))
                .containsExactly("2:1 SW-TONEL-006 at 3:15: { #category : 'x' } A >> a [ ^[1] ] ] ",
                        "6:6 A >> b ^2 {x}");
    }

    @Test
    void losesOneMethodByAMissingQuote() {
        assertThat(lines("Extension { #name : 'A' }\nA >> a [ ^'abc ]\n\nA >> b [ ^2 ]\nA >> c [ ^'d' ]\n"))
                .contains("4:6 A >> b ^2", "5:6 A >> c ^'d'").hasSize(3);
        assertThat(lines("Extension { #name : 'A' }\nA >> a [ \"abc ]\n\nA >> b [ ^2 ]\n"))
                .containsExactly("2:1 SW-TONEL-006 at 2:1: A >> a [ \"abc ] ", "4:6 A >> b ^2");
    }

    @Test
    void losesTheClassButNoMethodByADamagedHeader() {
        assertThat(lines("Class { #name : 'A', #superclass 'B' }\n\n{ #category : 'x' }\nA >> b [ ^2 ]\n"))
                .containsExactly("1:1 SW-TONEL-001 at 1:34: Class { #name : 'A', #superclass 'B' } ",
                        "4:6 A >> b ^2 {x}");
        assertThat(lines("Klass { }\nA >> b [ ^2 ]\n")).containsExactly(
                "1:1 SW-TONEL-001 at 1:1: Klass { } ", "2:6 A >> b ^2");
        assertThat(lines("Class { #name : 'A' }\nA >> b [ ^2 ]\n")).containsExactly(
                "1:1 SW-TONEL-002 at 1:1: Class { #name : 'A' }", "2:6 A >> b ^2");
    }

    @Test
    void warnsOfAFileWithoutAnythingButComments() {
        assertThat(lines("\n\"Class { #name : 'A' }\"\n \"more\"\n")).singleElement().asString()
                .startsWith("1:1 SW-TONEL-001 at 1:1");
        assertThat(lines("")).singleElement().asString().startsWith("1:1 SW-TONEL-001 at 1:1");
    }

    @Test
    void saysWhereSomethingElseThanAMethodStands() {
        assertThat(lines("Extension { #name : 'A' }\nTranscript cr.\nA >> b [ ^2 ]\n")).containsExactly(
                "2:1 SW-TONEL-003 at 2:1: Transcript cr. ", "3:6 A >> b ^2");
        assertThat(lines("Extension { #name : 'A' }\n{ #category 'x' }\nA >> a [ ^1 ]\nA >> b [ ^2 ]\n"))
                .containsExactly("2:1 SW-TONEL-005 at 2:13: { #category 'x' } ", "3:6 A >> a ^1", "4:6 A >> b ^2");
    }

    @Test
    void neverFailsAndKeepsPlacesWhereverItIsCutOff() {
        for (int end = 0; end <= FILE.length(); end++) {
            check(FILE.substring(0, end));
        }
    }

    @Test
    void neverFailsWhateverCharacterIsExchanged() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String characters = "[]{}'\"$#:, \n\\aA>";
        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder(FILE);
            for (int damage = 0; damage <= random.nextInt(4); damage++) {
                text.setCharAt(random.nextInt(text.length()),
                        characters.charAt(random.nextInt(characters.length())));
            }
            try {
                check(text.toString());
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("seed " + seed + ", round " + i + ":\n" + text, failure);
            }
        }
    }

    private static void check(String text) {
        String[] fileLines = text.split("\n", -1);
        for (SourceItem item : Shown.items(text)) {
            assertThat(item.source().line()).isBetween(1, fileLines.length);
            assertThat(item.source().column()).isBetween(1, fileLines[item.source().line() - 1].length() + 1);
        }
    }

    @Test
    void takesLinearTimeForManyDamages() {
        String method = "A >> a [ ^'abc ]\n\n";
        assertTimeout(Duration.ofSeconds(20), () -> assertThat(
                lines("Extension { #name : 'A' }\n" + method.repeat(20_001))).isNotEmpty());
        assertTimeout(Duration.ofSeconds(20), () -> assertThat(
                lines("Class { #x : " + "[".repeat(100_000))).hasSize(1));
    }
}
