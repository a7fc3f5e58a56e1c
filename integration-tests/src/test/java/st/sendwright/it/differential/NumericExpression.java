package st.sendwright.it.differential;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import st.sendwright.it.differential.NumericValue.Exact;
import st.sendwright.it.differential.NumericValue.Real;
import st.sendwright.it.differential.NumericValue.Scaled;

/**
 * A Smalltalk expression over numbers and what it should answer.
 *
 * <p>Expressions without a result, such as a division by zero, are not made; nor are those with nan or with
 * more than {@value #MOST_BITS} bits.
 *
 * @param source parenthesised where it takes more than a literal
 */
record NumericExpression(String source, NumericValue value) {

    private static final int MOST_BITS = 2_500;
    private static final int DEEPEST = 5;

    /**
     * The next expression of a random sequence.
     *
     * @param variables that it may read
     */
    static NumericExpression next(Random random, List<NumericExpression> variables) {
        NumericExpression result = null;
        while (result == null) {
            result = tree(random, variables, 1 + random.nextInt(DEEPEST));
        }
        return result;
    }

    /** An expression, or null where this attempt has no result. */
    private static NumericExpression tree(Random random, List<NumericExpression> variables, int depth) {
        if (depth == 0) {
            return !variables.isEmpty() && random.nextInt(3) == 0
                    ? variables.get(random.nextInt(variables.size())) : literal(random);
        }
        NumericExpression left = tree(random, variables, depth - 1);
        if (left == null) {
            return null;
        }
        return switch (random.nextInt(8)) {
            case 0, 1 -> {
                String function = oneOf(random, NumericOperations.UNARY);
                yield checked("(" + left.source + " " + function + ")",
                        NumericOperations.apply(function, left.value));
            }
            case 2 -> {
                String operation = oneOf(random, NumericOperations.BY_SMALL_INTEGER);
                int[] bounds = NumericOperations.bounds(operation);
                int argument = random.nextInt(bounds[0], bounds[1] + 1);
                yield checked("(" + left.source + " " + operation + " " + argument + ")",
                        NumericOperations.apply(operation, left.value, argument));
            }
            default -> {
                String operation = oneOf(random, NumericOperations.BINARY);
                NumericExpression right = tree(random, variables, random.nextInt(depth));
                yield right == null ? null
                        : checked("(" + left.source + " " + operation + " " + right.source + ")",
                                NumericOperations.apply(operation, left.value, right.value));
            }
        };
    }

    static String oneOf(Random random, String[] names) {
        return names[random.nextInt(names.length)];
    }

    private static NumericExpression literal(Random random) {
        return switch (random.nextInt(9)) {
            case 0, 1 -> integer(BigInteger.valueOf(random.nextInt(-20, 21)));
            case 2 -> integer(BigInteger.valueOf(random.nextLong() >> random.nextInt(8)));
            case 3 -> integer(new BigInteger(1 + random.nextInt(200), random).negate());
            case 4 -> {
                BigInteger numerator = BigInteger.valueOf(random.nextInt(-999, 1_000));
                BigInteger denominator = BigInteger.valueOf(random.nextInt(1, 100));
                yield new NumericExpression("(" + numerator + " / " + denominator + ")",
                        Exact.quotient(numerator, denominator));
            }
            case 5 -> {
                int scale = random.nextInt(7);
                Exact value = Exact.quotient(BigInteger.valueOf(random.nextInt(-99_999, 100_000)),
                        BigInteger.TEN.pow(scale));
                Scaled scaled = new Scaled(value, scale);
                yield new NumericExpression(scaled.printString(), scaled);
            }
            case 6 -> inRadix(random);
            case 7 -> {
                double value = Double.longBitsToDouble(random.nextLong());
                yield Double.isFinite(value)
                        ? new NumericExpression(new Real(value).printString(), new Real(value))
                        : literal(random);
            }
            default -> {
                double value = random.nextInt(-4_000, 4_000) / (double) (1 << random.nextInt(12));
                yield new NumericExpression(new Real(value).printString(), new Real(value));
            }
        };
    }

    private static NumericExpression inRadix(Random random) {
        int radix = random.nextInt(2, 37);
        BigInteger value = new BigInteger(random.nextInt(100), random);
        return new NumericExpression(radix + "r" + value.toString(radix).toUpperCase(Locale.ROOT),
                Exact.of(value));
    }

    private static NumericExpression integer(BigInteger value) {
        return new NumericExpression(value.toString(), Exact.of(value));
    }

    private static NumericExpression checked(String source, NumericValue value) {
        boolean isGood = switch (value) {
            case null -> false;
            case Real real -> !Double.isNaN(real.value());
            case Exact exact -> isSmall(exact);
            case Scaled scaled -> isSmall(scaled.exact());
        };
        return isGood ? new NumericExpression(source, value) : null;
    }

    private static boolean isSmall(Exact exact) {
        return exact.numerator().bitLength() + exact.denominator().bitLength() <= MOST_BITS;
    }
}
