package st.sendwright.launcher;

import java.io.PrintStream;
import java.lang.StackWalker.StackFrame;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleReference;

/**
 * Writes the log to standard error, and keeps bundles from filling it: each has a {@link LogBudget}, but for the kernel's own, which write
 * a line for each thing that happens. Which bundle it is says the stack: that of the class nearest to the call. Nobody waits because of
 * this, and what is left out costs the bundle's own thread some microseconds.
 *
 * <p><b>Thread</b>: any.
 */
public final class LimitedLog extends Handler {

    /** They say what providers do, and say it once. */
    private static final Set<String> KERNEL = Set.of("st.sendwright.runtime", "st.sendwright.shell");
    private static final String NO_BUNDLE = "no bundle";
    /** Of one message. */
    static final int MOST_CHARACTERS = 8 << 10;
    private static final long LOOK_EVERY_MILLIS = 500;
    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private final PrintStream out;
    private final LongSupplier clock;
    /** By name and version of the bundle: whoever was here must not be kept by this. */
    private final Map<String, LogBudget> budgets = new ConcurrentHashMap<>();
    private final boolean hasThread;
    private boolean isLooking;

    /** Called by the JDK's logging. */
    public LimitedLog() {
        this(System.err, System::nanoTime, new SimpleFormatter(), true);
    }

    /** @param hasThread whether what was left out is said without {@link #tell} */
    LimitedLog(PrintStream out, LongSupplier clock, Formatter formatter, boolean hasThread) {
        this.out = out;
        this.clock = clock;
        this.hasThread = hasThread;
        setFormatter(formatter);
    }

    @Override
    public void publish(LogRecord message) {
        publish(message, author());
    }

    /** @param author whose message it is; empty for the kernel's */
    void publish(LogRecord message, Optional<String> author) {
        if (!isLoggable(message)) {
            return;
        }
        Optional<LogBudget> budget = author.map(each -> budgets.computeIfAbsent(each, name -> new LogBudget(clock.getAsLong())));
        if (budget.isPresent() && !budget.get().admits(clock.getAsLong())) {
            look();
            return;
        }
        String text = getFormatter().format(message);
        if (budget.isPresent()) {
            if (text.length() > MOST_CHARACTERS) {
                text = text.substring(0, MOST_CHARACTERS) + "... (" + (text.length() - MOST_CHARACTERS)
                        + " more characters)" + System.lineSeparator();
            }
            budget.get().spend(text.length());
        }
        out.print(text);
        out.flush();
    }

    /** Whose code asked for the message: the bundle of the class nearest to the call; empty for the kernel. */
    private static Optional<String> author() {
        return STACK.walk(LimitedLog::author);
    }

    private static Optional<String> author(Stream<StackFrame> frames) {
        Bundle bundle = frames.map(each -> each.getDeclaringClass().getClassLoader())
                .filter(BundleReference.class::isInstance).map(each -> ((BundleReference) each).getBundle())
                .findFirst().orElse(null);
        if (bundle == null) {
            return Optional.of(NO_BUNDLE);
        }
        return KERNEL.contains(bundle.getSymbolicName()) ? Optional.empty()
                : Optional.of("the bundle " + bundle.getSymbolicName() + " " + bundle.getVersion());
    }

    private synchronized void look() {
        if (hasThread && !isLooking) {
            isLooking = true;
            Thread.ofPlatform().name("sendwright-log").daemon().start(this::lookAgainAndAgain);
        }
    }

    private void lookAgainAndAgain() {
        while (isOwing()) {
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            } catch (InterruptedException interrupt) {
                // Whoever does that has no business here.
                Thread.currentThread().interrupt();
                return;
            }
            tell();
        }
    }

    private synchronized boolean isOwing() {
        isLooking = budgets.values().stream().anyMatch(LogBudget::isOwing);
        return isLooking;
    }

    /** Says what was left out, where it is time. */
    void tell() {
        budgets.forEach((author, budget) -> budget.due(clock.getAsLong()).ifPresent(all -> tell(author, all)));
    }

    private void tell(String author, LogBudget.LeftOut all) {
        out.printf(Locale.ROOT, "sendwright: SW-HOST-022 %s writes too much to the log: %,d messages were left out in %.1f s%n", author,
                all.messages(), all.nanos() / (double) TimeUnit.SECONDS.toNanos(1));
        out.flush();
    }

    @Override
    public void flush() {
        out.flush();
    }

    /** Says what is left to be said. When Java ends. */
    @Override
    public void close() {
        budgets.forEach((author, budget) -> budget.whatWasLeftOut(clock.getAsLong()).ifPresent(all -> tell(author, all)));
    }
}
