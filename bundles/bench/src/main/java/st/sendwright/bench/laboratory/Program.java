package st.sendwright.bench.laboratory;

import java.util.Optional;
import java.util.function.LongUnaryOperator;

/**
 * A benchmark: one piece of work that is done in Smalltalk, in Java, and perhaps in JavaScript, and has the same result
 * in all of them.
 *
 * @param name as on the command line
 * @param title what it is about, in a few words
 * @param smalltalkClass whose instances answer {@code run: size}
 * @param source the file with that class
 * @param smallSize for a quick test of the program
 * @param normalSize takes 20 to 200 ms where sends run at machine speed
 * @param kind what its time may be compared with
 * @param rate what else to say besides the time
 * @param ancestor the historic figure, in the unit of the rate
 */
record Program(String name, String title, String smalltalkClass, String source, int smallSize, int normalSize,
        Kind kind, Optional<Rate> rate, Optional<Double> ancestor) {

    /** What the time of a program may be compared with. */
    enum Kind {
        /** A whole program: counts in the mean of all ratios. */
        WHOLE,
        /** One thing done again and again: the ratio is shown, but counts in no mean. */
        SINGLE,
        /** A loop that other compilers take away: compared with nobody but Smalltalks. */
        LOOP
    }

    /**
     * A figure besides the time.
     *
     * @param unit such as {@code sends/s}, or {@code ms}
     * @param operations how many there are for a size
     * @param isTime whether the figure is milliseconds for one operation and not operations a second
     */
    record Rate(String unit, LongUnaryOperator operations, boolean isTime) {

        double figure(int size, double nanos) {
            double count = operations.applyAsLong(size);
            return isTime ? nanos / 1e6 / count : count * 1e9 / nanos;
        }
    }

    /** The expression that runs it. */
    String expression(int size) {
        return smalltalkClass + " new run: " + size;
    }

    /** The size that a word of the command line means. */
    int size(String word) throws UnknownSizeException {
        return switch (word) {
            case "normal" -> normalSize;
            case "small" -> smallSize;
            default -> number(word);
        };
    }

    private static int number(String word) throws UnknownSizeException {
        try {
            int size = Integer.parseInt(word);
            if (size > 0) {
                return size;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new UnknownSizeException("--size " + word + ": it is small, normal, or a number from 1 to 2147483647.");
    }

    /** A size that is none; the message says what is. */
    static final class UnknownSizeException extends Exception {

        private static final long serialVersionUID = 1L;

        UnknownSizeException(String message) {
            super(message);
        }
    }

    /** How many times as fast as the ancestor, for a time in nanoseconds. */
    Optional<Double> timesAncestor(int size, double nanos) {
        return ancestor.map(historic -> {
            Rate figures = rate.orElseThrow();
            double figure = figures.figure(size, nanos);
            return figures.isTime() ? historic / figure : figure / historic;
        });
    }
}
