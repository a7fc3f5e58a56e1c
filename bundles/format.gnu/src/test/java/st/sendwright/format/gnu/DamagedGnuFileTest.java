package st.sendwright.format.gnu;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.SourceItem;
import st.sendwright.language.SourceText;

@DisplayName("A damaged GNU file")
class DamagedGnuFileTest {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final String FILE = """
            #! /usr/bin/gst
            "A file."
            Object subclass: Foo [
                | a b |
                <comment: 'I don''t do much'>
                K := Array new: 3.
                Foo class [ | count | ]
                Foo class >> new [ <category: 'new'> ^super new init ]
                init [ a := #(1 $' $" #[1 2] (3 4)). b := {K. 2r101} ]
                at: x put: y [ ^[:z | z > $] and: [x = 'it''s']] ]
                + other [ ^##(3 + 4) + #{Smalltalk.Foo} ]
            ]
            Namespace current: NS [ Foo extend [ bar [ ^1 ] ] ]
            Foo class extend [ baz: x [ ^x ] ]
            Foo >> qux [ "nothing" ]
            Eval [ | t | t := Foo new. t bar printNl ]
            !Foo methodsFor: 'bang'!
            bang
                ^'bang! bang'! !
            | x | x := 3. (x + 4) printNl. #foo:bar: printNl!
            """;

    private static List<String> lines(String text) {
        return Shown.lines(text);
    }

    @Test
    void losesOneMethodByAMissingBracket() {
        assertThat(lines("""
                Object subclass: Foo [
                    a [ ^1 ]
                    b [ ^[:x | x ]
                    c: y [ ^y ]
                    d [ ^4 ]
                ]
                """)).containsExactly("1:1 run Object subclass: #Foo", "2:5 Foo >> a ^1",
                "3:5 SW-GNU-003 at 3:7: b [ ^[:x | x ]", "4:5 Foo >> c: y ^y", "5:5 Foo >> d ^4");
    }

    @Test
    void losesNoClassByAMissingBracketInTheOneBefore() {
        assertThat(lines("""
                Object subclass: Foo [
                    a [ ^1
                ]
                Foo subclass: Bar [
                    b [ ^2 ]
                ]
                """)).containsExactly("1:1 run Object subclass: #Foo", "2:5 Foo >> a ^1",
                "4:1 SW-GNU-003 at 1:22: ",
                "4:1 run Foo subclass: #Bar", "5:5 Bar >> b ^2");
    }

    @Test
    void losesOneMethodByABracketTooMany() {
        assertThat(lines("""
                Object subclass: Foo [
                    a [ ^[1] ] ]
                    b [ ^2 ]
                    c [ ^3 ]
                ]
                Foo new b printNl
                """)).containsExactly("1:1 run Object subclass: #Foo", "2:5 Foo >> a ^[1]",
                "3:5 SW-GNU-007 at 3:5: ", "3:5 Foo >> b ^2", "4:5 Foo >> c ^3", "6:1 run Foo new b printNl");
    }

    @Test
    void losesOneMethodByAMissingQuote() {
        assertThat(lines("""
                Object subclass: Foo [
                    a [ ^'one ]
                    b [ ^'two' ]
                    c [ "three ]
                    d [ ^'four' ]
                ]
                Eval [ 'five' printNl ]
                """)).containsExactly("1:1 run Object subclass: #Foo",
                "2:5 SW-GNU-001 at 2:10: a [ ^'one ] ", "3:5 Foo >> b ^'two'",
                "4:5 SW-GNU-002 at 4:9: c [ \"three ] ", "5:5 Foo >> d ^'four'",
                "7:8 run 'five' printNl");
    }

    @Test
    void keepsTheRestOfABodyWithNonsenseInIt() {
        assertThat(lines("""
                Object subclass: Foo [
                    a [ ^1 ]
                    3 + 4 foo: 'x'
                    b [ ^2 ]
                    | a b
                    <comment: 'x'>
                    c [ ^3 ]
                ]
                """)).containsExactly("1:1 run Object subclass: #Foo", "2:5 Foo >> a ^1",
                "3:5 SW-GNU-004 at 3:5: 3 + 4 foo: 'x'", "4:5 Foo >> b ^2", "5:5 SW-GNU-004 at 5:5: | a b",
                "6:15 comment of Foo: x", "7:5 Foo >> c ^3");
    }

    @Test
    void reportsWhatHasNoEndOnce() {
        assertThat(lines("Object subclass: Foo [\n a [ ^1 ]")).containsExactly(
                "1:1 run Object subclass: #Foo", "2:2 Foo >> a ^1", "2:10 SW-GNU-003 at 1:22: ");
        assertThat(lines("Foo extend [ a [ ^1")).containsExactly("1:14 SW-GNU-003 at 1:16: a [ ^1");
        assertThat(lines("Eval [ 3 + [4")).containsExactly("1:1 SW-GNU-003 at 1:12: Eval [ 3 + [4");
        assertThat(lines("Namespace current: A [ 3 foo")).containsExactly(
                "1:1 run Smalltalk addSubspace: #A", "1:24 run 3 foo", "1:29 SW-GNU-003 at 1:22: ");
        assertThat(lines("Foo >> a [ ^1")).containsExactly("1:1 SW-GNU-003 at 1:10: Foo >> a [ ^1");
    }

    @Test
    void reportsBracketsAndMethodsThatBelongNowhere() {
        assertThat(lines("3 foo ] 4 bar")).containsExactly("1:1 run 3 foo", "1:7 SW-GNU-006 at 1:7: ]",
                "1:9 run 4 bar");
        assertThat(lines("a [ ^1 ] 3 foo")).containsExactly("1:1 SW-GNU-007 at 1:1: a [ ^1 ]",
                "1:10 run 3 foo");
    }

    @Test
    void saysThatTheClassPartOfAnotherClassIsTakenForItsOwn() {
        assertThat(lines("Object subclass: Foo [ Bar class [ a [ ] ] ]")).containsExactly(
                "1:1 run Object subclass: #Foo", "1:24 SW-GNU-005 at 1:24: ", "1:36 Foo class >> a");
    }

    @Test
    void reportsMethodsBetweenBangsThatLackTheLast() {
        assertThat(lines("Eval [ 1 ]\n!Foo methodsFor: 'a'!\na ^1!\n")).containsExactly(
                "1:8 run 1", "3:1 Foo >> a ^1 {a}", "3:5 SW-GNU-008 at 3:5: ");
        assertThat(lines("!Foo methodsFor: 'a'!\na ^1\n\nFoo extend [ b [ ] ]")).containsExactly(
                "2:1 SW-GNU-008 at 2:1: a ^1", "4:14 Foo >> b");
    }

    @Test
    void losesOneStatementByAMissingParenthesis() {
        assertThat(lines("Foo extend [ ]\n(3 + 4 printNl.\n5 printNl.\n6 printNl")).containsExactly(
                "2:1 run (3 + 4 printNl", "3:1 run 5 printNl", "4:1 run 6 printNl");
    }

    @Test
    void namesFileLineAndColumn() {
        SourceItem item = Shown.items("Foo extend [\n  a [ ^[1 ]\n").getFirst();

        Diagnostic diagnostic = ((SourceItem.Unreadable) item).diagnostic();

        assertThat(diagnostic.format()).isEqualTo("""
                a.st:2:5: error: this [ has no end; expected ] before the end of the file. The method a is left out\
                 [SW-GNU-003]
                      a [ ^[1 ]
                        ^""");
    }

    @Test
    void neverThrowsAndPlacesAllItemsWithin() {
        long seed = System.nanoTime();
        Random random = new Random(seed);

        for (int round = 0; round < 5000; round++) {
            String damaged = FILE;
            for (int damage = random.nextInt(3); damage >= 0; damage--) {
                damaged = damage(random, damaged);
            }

            checkPlaces(damaged, "seed " + seed + ", round " + round);
        }
    }

    @Test
    void canEndAnywhere() {
        for (int end = 0; end <= FILE.length(); end++) {
            checkPlaces(FILE.substring(0, end), "cut at " + end);
        }
    }

    private static void checkPlaces(String text, String about) {
        String[] lines = text.split("\n", -1);
        for (SourceItem item : Shown.items(text)) {
            checkPlace(lines, item.source().line(), item.source().column(), about + ": " + item);
            if (item instanceof SourceItem.Unreadable(Diagnostic diagnostic, SourceText source)) {
                checkPlace(lines, diagnostic.line(), diagnostic.column(), about + ": " + item);
                assertThat(text).as(about).contains(source.text());
            }
        }
    }

    private static void checkPlace(String[] lines, int line, int column, String about) {
        assertThat(line).as(about).isBetween(1, lines.length);
        assertThat(column).as(about).isBetween(1, lines[line - 1].length() + 1);
    }

    private static String damage(Random random, String text) {
        int place = random.nextInt(text.length() + 1);
        String before = text.substring(0, place);
        String after = text.substring(place);
        return switch (random.nextInt(5)) {
            case 0 -> before;
            case 1 -> after;
            case 2 -> before + after.substring(Math.min(after.length(), 1 + random.nextInt(20)));
            case 3 -> before + "'\"!$[](){}#<>|.:".charAt(random.nextInt(16)) + after;
            default -> before + (char) random.nextInt(1 << 16) + after;
        };
    }

    @Test
    void takesNoLongerThanItsSizeCalls() {
        List<String> nasty = List.of("#(".repeat(100_000), "[".repeat(200_000), "]".repeat(200_000),
                "'\n a [\n".repeat(30_000), "Namespace current: A [ ".repeat(20_000), "a [ ".repeat(50_000),
                "\n a [ ".repeat(30_000), "x: y ".repeat(100_000) + "[",
                "!Foo methodsFor: 'x'!".repeat(20_000),
                "Object subclass: Foo [ ".repeat(20_000), "Foo class [ ".repeat(20_000), "(".repeat(200_000));
        for (String text : nasty) {
            long before = THREADS.getCurrentThreadCpuTime();
            Shown.items(text);
            // On a processor: what else runs there must not count.
            assertThat(Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - before)).as(text.substring(0, 12))
                    .isLessThan(Duration.ofSeconds(20));
        }
    }
}
