package st.sendwright.bench.laboratory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What a call takes: of an empty method, of a primitive that machine code does by itself, of one in Java that does nothing, which is
 * the price of leaving machine code and coming back, and of a plugin's with two SmallIntegers, whose kinds are checked and converted
 * besides. The time of an empty loop's turn is within the first two figures; from those of primitives in Java the time of the first one
 * is taken, which is that of turn and send.
 */
final class CallsBench {

    private static final int ROUNDS = 5;
    private static final long FIRST_COUNT = 100_000;
    private static final double NANOS = 1e9;

    private final Smalltalk smalltalk;
    private final double seconds;
    private final Consumer<String> out;

    /** A loop, and what it answers after so many turns. */
    private enum Loop {
        EMPTY("empty method", "emptyFor:", false),
        MACHINE_CODE("identityHash, in machine code", "machineCodeFor:", false),
        BARE("leaving machine code and coming back", "bareFor:", true),
        PLUGIN("plugin, two SmallIntegers", "addFor:", true) {
            @Override
            long answer(long count) {
                return count + 1;
            }
        };

        private final String title;
        private final String selector;
        private final boolean hasSend;

        Loop(String title, String selector, boolean hasSend) {
            this.title = title;
            this.selector = selector;
            this.hasSend = hasSend;
        }

        long answer(long count) {
            return count;
        }
    }

    /** @param seconds how long each loop takes at least when it is measured */
    CallsBench(Smalltalk smalltalk, double seconds, Consumer<String> out) {
        this.smalltalk = smalltalk;
        this.seconds = seconds;
        this.out = out;
    }

    List<Figure> run() throws BenchException, IOException {
        List<Figure> figures = new ArrayList<>();
        double send = 0;
        for (Loop loop : Loop.values()) {
            double nanos = nanosOf(loop);
            send = loop == Loop.EMPTY ? nanos : send;
            double own = loop.hasSend ? nanos - send : nanos;
            out.accept(String.format(Locale.ROOT, "%-40s %8.1f ns%s%n", loop.title, own, loop.hasSend
                    ? String.format(Locale.ROOT, " (%.1f with the send)", nanos) : ""));
            figures.add(new Figure(loop.title, "ns", own));
        }
        return figures;
    }

    /** The least time of the VM's thread on a processor for a turn. */
    private double nanosOf(Loop loop) throws BenchException {
        long count = FIRST_COUNT;
        while (nanos(loop, count) < seconds * NANOS) {
            count *= 2;
        }
        double least = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            least = Math.min(least, nanos(loop, count));
        }
        return least / count;
    }

    private double nanos(Loop loop, long count) throws BenchException {
        return smalltalk.processorTime("BenchCalls new " + loop.selector + " " + count, Long.toString(loop.answer(count)));
    }
}
