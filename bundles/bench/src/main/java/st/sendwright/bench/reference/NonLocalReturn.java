package st.sendwright.bench.reference;

import java.util.function.IntUnaryOperator;

/** What Smalltalk's blocks do that return from the method around them; in Java loops end, and functions throw. */
final class NonLocalReturn implements Reference {

    private static final class Found extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int value;

        Found(int value) {
            super(null, null, false, false);
            this.value = value;
        }
    }

    private int[] elements;

    @Override
    public long run(int size) {
        elements = new int[20];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = i + 1;
        }
        long sum = 0;
        for (int i = 1; i <= size; i++) {
            sum += firstAbove(i % 20) + firstPairOf(i % 20 + 3) + from(i % 8);
        }
        return sum;
    }

    private int firstAbove(int limit) {
        for (int each : elements) {
            if (each > limit) {
                return each;
            }
        }
        return 0;
    }

    private int firstPairOf(int sum) {
        for (int first : elements) {
            for (int second : elements) {
                if (first + second == sum && second < first) {
                    return first * second;
                }
            }
        }
        return 1;
    }

    private static int from(int depth) {
        try {
            return descend(depth, found -> {
                throw new Found(found * 2);
            });
        } catch (Found e) {
            return e.value;
        }
    }

    private static int descend(int depth, IntUnaryOperator function) {
        return depth == 0 ? function.applyAsInt(7) : descend(depth - 1, function) + 1;
    }
}
