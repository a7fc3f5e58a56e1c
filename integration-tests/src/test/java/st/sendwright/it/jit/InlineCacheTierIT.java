package st.sendwright.it.jit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.SendwrightProcess.Outcome;

@DisplayName("--tiers inline-cache=NAME")
class InlineCacheTierIT {

    private static final String CASES = "-Dsendwright.sends.polymorphic.cases=";
    private static final String PROGRAM =
            "({3. 4.5. $a. nil. true. 1/2. 3@4. #ab} inject: 0 into: [:sum :each | sum + each printString size])";

    private static SendwrightProcess jit(String... more) {
        String[] all = new String[more.length + 3];
        System.arraycopy(more, 0, all, 0, more.length);
        all[more.length] = "--jit=eager";
        all[more.length + 1] = "-e";
        all[more.length + 2] = PROGRAM + " printString, ' ', ((Smalltalk statistics"
                + " at: 'jit-send-stubs') > 0) printString";
        return SendwrightProcess.with(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"polymorphic", "adaptive"})
    void hasSendsCompareSeveralClasses(String policy) throws IOException, InterruptedException {
        Outcome outcome = jit("--tiers", "inline-cache=" + policy).run();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo("'24 true'\n");
    }

    @Test
    void hasThemCompareOneOnly() throws IOException, InterruptedException {
        Outcome outcome = jit("--tiers", "inline-cache=monomorphic").run();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo("'24 false'\n");
    }

    @Test
    void canBeExchangedWhileAProgramRuns() throws IOException, InterruptedException {
        Outcome outcome = SendwrightProcess.with("--jit=eager", "-e", PROGRAM, "-e",
                "Smalltalk exchange: #inlineCache with: #monomorphic", "-e", PROGRAM, "-e",
                "(Smalltalk exchange: #jit with: #none) to", "-e", PROGRAM, "-e", "(Smalltalk tiers at: #'inline-cache')").run();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo("24\na TierExchange (inline-cache: polymorphic -> monomorphic)\n24\n'none'\n24\n"
                + "'monomorphic'\n");
    }

    @Test
    void saysWhichNamesThereAre() throws IOException, InterruptedException {
        Outcome outcome = jit("--tiers", "inline-cache=foo").run();

        assertThat(outcome.err()).startsWith("sendwright: SW-HOST-002 --tiers inline-cache=foo: no bundle provides it. "
                + "Providers of inline-cache that are there: adaptive, megamorphic, monomorphic, polymorphic,"
                + " polymorphic-2, polymorphic-3, polymorphic-6.");
        assertThat(outcome.exitCode()).isEqualTo(2);
    }

    @Test
    void saysWhenTheNumberOfClassesIsNone() throws IOException, InterruptedException {
        Outcome outcome = SendwrightProcess.with("--jit", "-e", PROGRAM)
                .environment("SENDWRIGHT_JAVA_OPTIONS", CASES + "many").run();

        assertThat(outcome.err()).contains("SW-SEND-003 sendwright.sends.polymorphic.cases=many: the number of classes"
                + " that a send compares is one from 2 to 32", "SW-SEND-002 methods stay interpreted: the inline-cache policy"
                + " polymorphic is not there");
        assertThat(outcome.out()).isEqualTo("24\n");
    }
}
