package st.sendwright.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.SendwrightProcess.Outcome;
import st.sendwright.it.SourceBundle;

@DisplayName("A provider that logs without end")
class NoisyProviderIT {

    private static final String LINE = "this line is of no use to anybody, whoever reads it";
    /** Every send asks the policy: it links none. */
    private static final String PROGRAM = "((1 to: 4000) inject: 0 into: [:sum :each | sum + (each bitAnd: 3) printString size])";
    private static final String ENDLESS = "for (;;) { LOG.log(System.Logger.Level.ERROR, \"" + LINE + "\"); }";
    /** What a bundle may write: 32 K characters, and half a K each second of the two minutes that a process has at most. */
    private static final int MOST_CHARACTERS = (32 << 10) + 120 * 512 + (8 << 10);

    @TempDir
    private Path folder;

    /** @param made done when the provider is made; @param asked each time that it is asked */
    private Outcome run(String made, String asked) throws IOException, InterruptedException {
        Path jar = SourceBundle.of(folder, "noisy", "Noisy", """
                package noisy;

                import st.sendwright.sends.*;

                public final class Noisy implements SendPolicy {

                    private static final System.Logger LOG = System.getLogger("noisy");

                    public Noisy() {
                        %s
                    }

                    @Override
                    public String name() {
                        return "noisy";
                    }

                    @Override
                    public Link link(SendSiteView site) {
                        %s
                        return new Link.Unlinked();
                    }
                }
                """.formatted(made, asked), "st.sendwright.sends.SendPolicy", List.of("st.sendwright.sends"));
        return SendwrightProcess.with("--no-repl", "--jit=eager", "--bundle", jar.toString(),
                "-e", "Smalltalk exchange: #inlineCache with: #noisy", "-e", PROGRAM, "-e", "Smalltalk tiers at: #'inline-cache'").run();
    }

    private static void hasSaidLittle(Outcome outcome) {
        assertThat(outcome.err()).hasSizeLessThan(MOST_CHARACTERS);
        assertThat(Pattern.compile("sendwright: SW-HOST-022 the bundle noisy 1.0.0 writes too much to the log: ([0-9,]+) messages were"
                + " left out in [0-9.]+ s").matcher(outcome.err()).results()
                .mapToLong(each -> Long.parseLong(each.group(1).replace(",", ""))).sum()).as("messages left out").isGreaterThan(1000);
    }

    @Test
    void isCutOffWhereItLogsEachTimeThatItIsAsked() throws IOException, InterruptedException {
        Outcome outcome = run("", "LOG.log(System.Logger.Level.ERROR, \"" + LINE + "\");");

        assertThat(outcome.out()).isEqualTo("a TierExchange (inline-cache: polymorphic -> noisy)\n4000\n'noisy'\n");
        hasSaidLittle(outcome);
    }

    @Test
    void isCutOffInAThreadOfItsOwn() throws IOException, InterruptedException {
        Outcome outcome = run("Thread.ofPlatform().daemon().start(() -> { " + ENDLESS + " });", "");

        assertThat(outcome.out()).isEqualTo("a TierExchange (inline-cache: polymorphic -> noisy)\n4000\n'noisy'\n");
        hasSaidLittle(outcome);
    }

    /** It is one that computes without end then. */
    @Test
    void isNotAdmittedWhereItDoesNotAnswerForLogging() throws IOException, InterruptedException {
        Outcome outcome = run("", "if (site.misses() >= 0) { " + ENDLESS + " }");

        assertThat(outcome.out()).endsWith("4000\n'polymorphic'\n");
        assertThat(outcome.out() + outcome.err()).contains("SW-SWAP-012");
        hasSaidLittle(outcome);
    }
}
