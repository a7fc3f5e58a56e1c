package st.sendwright.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The log of bundles")
class LimitedLogTest {

    private static final Optional<String> NOISY = Optional.of("the bundle noisy 1.0.0");
    private static final Optional<String> OTHER = Optional.of("the bundle other 1.0.0");
    private static final String LINE = "a line of thirty-two characters\n";
    private static final int LINES = LogBudget.MOST_CHARACTERS / LINE.length();
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final AtomicLong now = new AtomicLong(42);
    private final LimitedLog log = new LimitedLog(new PrintStream(written, true, StandardCharsets.UTF_8), now::get, new Formatter() {
        @Override
        public String format(LogRecord message) {
            return message.getMessage();
        }
    }, false);

    private void write(int times, Optional<String> author) {
        for (int i = 0; i < times; i++) {
            log.publish(new LogRecord(Level.WARNING, LINE), author);
        }
    }

    private long lines() {
        return text().lines().filter(LINE.strip()::equals).count();
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void isWrittenWhileThereIsLittleOfIt() {
        for (int second = 0; second < 1000; second++) {
            write(5, NOISY);
            now.addAndGet(SECOND);
        }

        assertThat(lines()).isEqualTo(5000);
        log.close();
        assertThat(text()).doesNotContain("SW-HOST-022");
    }

    @Test
    void isCutOffWhenABundleWritesWithoutEnd() {
        write(100_000, NOISY);

        assertThat(lines()).isEqualTo(LINES);
        now.addAndGet(SECOND);
        log.tell();
        assertThat(text()).endsWith("sendwright: SW-HOST-022 the bundle noisy 1.0.0 writes too much to the log: 98,976 messages were"
                + " left out in 1.0 s\n");
    }

    @Test
    void goesOnSlowlyForABundleThatWritesWithoutEnd() {
        for (int second = 0; second < 3600; second++) {
            write(1000, NOISY);
            log.tell();
            now.addAndGet(SECOND);
        }

        assertThat(lines()).as("lines in an hour").isLessThanOrEqualTo(LINES
                + 3600L * (LogBudget.CHARACTERS_A_SECOND / LINE.length() + 1));
        assertThat(text().lines().filter(each -> each.contains("SW-HOST-022")).count()).as("times it was said in an hour")
                .isBetween(50L, 80L);
    }

    @Test
    void isThatOfOneBundleOnly() {
        write(100_000, NOISY);
        long before = lines();

        write(10, OTHER);

        assertThat(lines()).isEqualTo(before + 10);
    }

    @Test
    void isWholeForTheKernel() {
        write(10_000, Optional.empty());

        assertThat(lines()).isEqualTo(10_000);
    }

    @Test
    void isCutWhereOneMessageIsLong() {
        log.publish(new LogRecord(Level.WARNING, "x".repeat(10_000_000)), NOISY);

        assertThat(text()).hasSizeLessThan(LimitedLog.MOST_CHARACTERS + 100).contains("... (9991808 more characters)");
    }

    @Test
    void saysAtItsEndWhatWasLeftOut() {
        write(LINES + 1, NOISY);

        log.close();

        assertThat(text()).contains("1 messages were left out in 0.0 s");
    }

    /** Who wrote nothing for long is told as soon as the first time. */
    @Test
    void forgetsThatABundleWroteTooMuch() {
        for (int round = 0; round < 3; round++) {
            write(LINES + 1, NOISY);
            now.addAndGet(SECOND);
            written.reset();
            log.tell();
            assertThat(text()).contains("SW-HOST-022");
            now.addAndGet(100 * SECOND);
            write(1, NOISY);
            log.tell();
            now.addAndGet(100 * SECOND);
        }
    }

    @Test
    void losesCountOfNothingWhenManyThreadsWrite() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(() -> write(5_000, NOISY)));
        }
        for (Thread each : threads) {
            each.join();
        }

        log.close();

        long leftOut = Pattern.compile("([0-9,]+) messages").matcher(text()).results().map(MatchResult::group)
                .mapToLong(each -> Long.parseLong(each.replaceAll("[^0-9]", ""))).sum();
        assertThat(lines() + leftOut).isEqualTo(20_000);
    }

    /** No class of this test is of a bundle. */
    @Test
    void isLimitedForCodeOfNoBundleToo() {
        for (int i = 0; i < 100_000; i++) {
            log.publish(new LogRecord(Level.WARNING, LINE));
        }
        log.close();

        assertThat(text()).contains("SW-HOST-022 no bundle writes too much");
    }
}
