package st.sendwright.shell.profiling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import st.sendwright.vm.Profile;
import st.sendwright.vm.Profile.Activity;
import st.sendwright.vm.Profile.Call;

@DisplayName("A profile")
class ProfileTest {

    private static final long MILLI = 1_000_000;

    /** main (10 ms interpreter) calls fib, which calls itself, and Foo>>< with a collection; 100 ms in all. */
    private static final Profile PROFILE = new Profile(MILLI, 100, 0, call("(all)", List.of(
            call("main", List.of(
                    call("Integer>>fib", List.of(
                            call("Integer>>fib", List.of(), Activity.MACHINE_CODE, 40L)),
                            Activity.MACHINE_CODE, 20L, Activity.INTERPRETER, 5L),
                    call("Foo>><", List.of(), Activity.PRIMITIVE, 10L, Activity.COLLECTOR, 5L)),
                    Activity.INTERPRETER, 10L)),
            Activity.IDLE, 10L));

    private static Call call(String name, List<Call> callees, Object... millis) {
        List<Long> self = new ArrayList<>();
        for (Activity activity : Activity.values()) {
            long nanos = 0;
            for (int i = 0; i < millis.length; i += 2) {
                nanos += millis[i] == activity ? (Long) millis[i + 1] * MILLI : 0;
            }
            self.add(nanos);
        }
        return new Call(name, self, callees);
    }

    @Test
    void sumsTimeByActivityAndByMethod() {
        assertThat(ProfileTable.of(PROFILE, 10)).isEqualTo("""
                0.100 s in 100 samples, one every 1 ms
                   0.060 s 60.0 %  machine code
                   0.015 s 15.0 %  interpreter
                   0.010 s 10.0 %  primitives
                   0.005 s  5.0 %  collector
                   0.010 s 10.0 %  idle

                      self             total         machine interp.   other  method
                   0.065 s 65.0 %    0.065 s 65.0 %     92 %     8 %     0 %  Integer>>fib
                   0.015 s 15.0 %    0.015 s 15.0 %      0 %     0 %   100 %  Foo>><
                   0.010 s 10.0 %    0.090 s 90.0 %      0 %   100 %     0 %  main
                """);
    }

    @Test
    void saysHowManyMethodsAreLeftOut() {
        assertThat(ProfileTable.of(PROFILE, 1)).contains("Integer>>fib\n").endsWith("and 2 more methods\n");
    }

    @Test
    void saysThatThereWasNoTimeAndThatThereWereTooManyCalls() {
        assertThat(ProfileTable.of(new Profile(MILLI / 2, 0, 0, call("(all)", List.of())), 10)).isEqualTo("""
                0.000 s in 0 samples, one every 0.5 ms
                it was too short for a sample
                """);
        assertThat(ProfileTable.of(new Profile(MILLI, 100, 7 * MILLI, PROFILE.root()), 10)).endsWith(
                "0.007 s are of calls that were too many to be told apart; their callers have them\n");
    }

    @Test
    void isCollapsedToStacksWithMicroseconds() {
        assertThat(CollapsedStacks.of(PROFILE)).isEqualTo("""
                (idle) 10000
                main 10000
                main;Integer>>fib 25000
                main;Integer>>fib;Integer>>fib 40000
                main;Foo>>< 10000
                main;Foo>><;(collector) 5000
                """);
    }

    @Test
    void isAPictureWhoseBarsSayWhatTheyAre() throws Exception {
        String svg = FlameGraph.svg(PROFILE, "a < b & c");

        Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)));
        assertThat(document.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("a < b & c");
        List<String> bars = new ArrayList<>();
        for (int i = 1; i < document.getElementsByTagName("title").getLength(); i++) {
            bars.add(document.getElementsByTagName("title").item(i).getTextContent());
        }
        assertThat(bars).containsExactly(
                "(all): 0.100 s, 100.00 %",
                "(idle): 0.010 s, 10.00 %; itself 0.010 s, 100 % idle",
                "main: 0.090 s, 90.00 %; itself 0.010 s, 100 % interpreter",
                "Integer>>fib: 0.065 s, 65.00 %; itself 0.025 s, 80 % machine code, 20 % interpreter",
                "Integer>>fib: 0.040 s, 40.00 %; itself 0.040 s, 100 % machine code",
                "Foo>><: 0.015 s, 15.00 %; itself 0.010 s, 100 % primitives",
                "(collector): 0.005 s, 5.00 %; itself 0.005 s, 100 % collector");
        assertThat(svg).contains("x=\"10.00\" y=\"64\" width=\"1200.00\"", "x=\"130.00\" y=\"81\" width=\"1080.00\"");
    }

    /** Of a hundred thousand calls those are drawn that can be seen. */
    @Test
    void leavesOutBarsThatNobodyCouldSee() {
        List<Call> many = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            many.add(call("Foo>>m" + i, List.of(), Activity.MACHINE_CODE, i == 0 ? 100_000L : 1L));
        }

        String svg = FlameGraph.svg(new Profile(MILLI, 1, 0, call("(all)", many)), "many");

        assertThat(svg).contains("Foo>>m0".replace(">", "&gt;")).doesNotContain("m77");
        assertThat(svg.length()).isLessThan(10_000);
    }

    @Test
    void isWrittenAsItsFileIsNamed(@TempDir Path folder) throws IOException {
        ProfileFile.write(folder.resolve("a.svg"), PROFILE, "title");
        ProfileFile.write(folder.resolve("a.txt"), PROFILE, "title");

        assertThat(Files.readString(folder.resolve("a.svg"))).startsWith("<?xml").contains(">title<");
        assertThat(Files.readString(folder.resolve("a.txt"))).startsWith("(idle) 10000\n");
    }
}
