package st.sendwright.bench.reference;

import java.util.function.IntSupplier;

/**
 * Exceptions that are thrown some frames deep and caught, retried and passed on; finally blocks on the way. Java cannot
 * resume: there the handler is a function that is called.
 */
final class Exceptions implements Reference {

    private static class NumberedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int number;

        NumberedException(int number) {
            this.number = number;
        }
    }

    private static final class SpecialException extends NumberedException {
        private static final long serialVersionUID = 1L;

        SpecialException(int number) {
            super(number);
        }
    }

    private int ensured;

    @Override
    public long run(int size) {
        long sum = 0;
        ensured = 0;
        for (int i = 1; i <= size; i++) {
            sum += returned(i) + resumed(i) + retried(i) + passed(i);
        }
        return sum + ensured;
    }

    private int returned(int number) {
        try {
            return descend(number % 8, number);
        } catch (NumberedException e) {
            return e.number;
        }
    }

    private int descend(int depth, int number) {
        if (depth == 0) {
            throw new NumberedException(number);
        }
        try {
            return descend(depth - 1, number);
        } finally {
            ensured++;
        }
    }

    private static int resumed(int number) {
        IntSupplier handler = () -> number;
        return ask(number % 4, handler) + ask(2, handler);
    }

    private static int ask(int depth, IntSupplier handler) {
        return depth == 0 ? handler.getAsInt() : ask(depth - 1, handler) + 1;
    }

    private static int retried(int number) {
        int attempts = 0;
        while (true) {
            try {
                attempts++;
                if (attempts < 3) {
                    throw new NumberedException(attempts);
                }
                return attempts + number;
            } catch (NumberedException e) {
                // again
            }
        }
    }

    private static int passed(int number) {
        try {
            try {
                return failing(number);
            } catch (SpecialException e) {
                throw e;
            }
        } catch (NumberedException e) {
            return e.number + 1;
        }
    }

    private static int failing(int number) {
        try {
            throw new SpecialException(number);
        } catch (ArithmeticException e) {
            return 0;
        }
    }
}
