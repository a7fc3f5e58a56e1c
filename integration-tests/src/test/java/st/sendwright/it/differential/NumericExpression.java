package st.sendwright.it.differential;

import java.math.BigInteger;
import java.util.Random;
import st.sendwright.it.differential.NumericValue.Exact;
import st.sendwright.it.differential.NumericValue.Real;

/**
 * A Smalltalk expression over numbers and what it should print.
 *
 * <p>Expressions without a result, such as a division by zero, are not made; nor are those with nan or with
 * more than {@value #MOST_BITS} bits.
 *
 * @param source parenthesised where it takes more than a literal
 */
record NumericExpression(String source, NumericValue value) {

    private static final int MOST_BITS = 2_500;
    private static final int DEEPEST = 5;
    private static final String[] OPERATIONS = {"+", "-", "*", "/", "//", "\\\\", "quo:", "rem:", "max:",
        "min:", "gcd:", "lcm:", "bitAnd:", "bitOr:", "bitXor:", "bitShift:"};
    private static final String[] FUNCTIONS = {"negated", "abs", "squared", "truncated", "rounded", "floor",
        "ceiling", "asFloat", "asExactFraction", "numerator", "denominator", "sqrtFloor", "bitInvert",
        "reciprocal", "sign"};

    /** The next expression of a random sequence. */
    static NumericExpression next(Random random) {
        NumericExpression result = null;
        while (result == null) {
            result = tree(random, 1 + random.nextInt(DEEPEST));
        }
        return result;
    }

    /** An expression, or null where this attempt has no result. */
    private static NumericExpression tree(Random random, int depth) {
        if (depth == 0) {
            return literal(random);
        }
        NumericExpression left = tree(random, depth - 1);
        if (left == null) {
            return null;
        }
        if (random.nextInt(4) == 0) {
            String function = FUNCTIONS[random.nextInt(FUNCTIONS.length)];
            return checked("(" + left.source + " " + function + ")", apply(function, left.value));
        }
        String operation = OPERATIONS[random.nextInt(OPERATIONS.length)];
        NumericExpression right = operation.equals("bitShift:")
                ? integer(BigInteger.valueOf(random.nextInt(-130, 130)))
                : tree(random, random.nextInt(depth));
        if (right == null) {
            return null;
        }
        return checked("(" + left.source + " " + operation + " " + right.source + ")",
                apply(operation, left.value, right.value));
    }

    private static NumericExpression literal(Random random) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> integer(BigInteger.valueOf(random.nextInt(-20, 21)));
            case 2 -> integer(BigInteger.valueOf(random.nextLong() >> random.nextInt(8)));
            case 3 -> integer(new BigInteger(1 + random.nextInt(200), random).negate());
            case 4 -> {
                BigInteger numerator = BigInteger.valueOf(random.nextInt(-999, 1_000));
                BigInteger denominator = BigInteger.valueOf(random.nextInt(1, 100));
                yield new NumericExpression("(" + numerator + " / " + denominator + ")",
                        Exact.quotient(numerator, denominator));
            }
            default -> {
                double value = random.nextInt(-4_000, 4_000) / (double) (1 << random.nextInt(12));
                yield new NumericExpression(new Real(value).printString(), new Real(value));
            }
        };
    }

    private static NumericExpression integer(BigInteger value) {
        return new NumericExpression(value.toString(), Exact.of(value));
    }

    private static NumericExpression checked(String source, NumericValue value) {
        boolean isGood = switch (value) {
            case null -> false;
            case Real real -> !Double.isNaN(real.value());
            case Exact exact -> exact.numerator().bitLength() + exact.denominator().bitLength() <= MOST_BITS;
        };
        return isGood ? new NumericExpression(source, value) : null;
    }

    private static NumericValue apply(String function, NumericValue value) {
        return switch (value) {
            case Exact exact -> applyExact(function, exact);
            case Real real -> applyReal(function, real.value());
        };
    }

    private static NumericValue applyExact(String function, Exact value) {
        return switch (function) {
            case "negated" -> value.negated();
            case "abs" -> value.numerator().signum() < 0 ? value.negated() : value;
            case "squared" -> value.times(value);
            case "truncated" -> Exact.of(value.truncated());
            case "rounded" -> Exact.of(value.rounded());
            case "floor" -> Exact.of(value.floor());
            case "ceiling" -> Exact.of(value.ceiling());
            case "asFloat" -> new Real(value.toDouble());
            case "asExactFraction" -> value;
            case "numerator" -> Exact.of(value.numerator());
            case "denominator" -> Exact.of(value.denominator());
            case "reciprocal" -> value.isZero() ? null : Exact.of(BigInteger.ONE).dividedBy(value);
            case "sign" -> Exact.of(BigInteger.valueOf(value.numerator().signum()));
            case "sqrtFloor" -> value.isInteger() && value.numerator().signum() >= 0
                    ? Exact.of(value.numerator().sqrt()) : null;
            case "bitInvert" -> value.isInteger() ? Exact.of(value.numerator().not()) : null;
            default -> throw new IllegalArgumentException(function);
        };
    }

    private static NumericValue applyReal(String function, double value) {
        return switch (function) {
            case "negated" -> new Real(-value);
            case "abs" -> new Real(Math.abs(value));
            case "squared" -> new Real(value * value);
            case "asFloat" -> new Real(value);
            case "reciprocal" -> value == 0 ? null : new Real(1 / value);
            case "sign" -> Exact.of(BigInteger.valueOf((long) Math.signum(value)));
            case "sqrtFloor", "bitInvert" -> null;
            default -> Double.isInfinite(value) ? null : applyExact(function, Exact.of(value));
        };
    }

    private static NumericValue apply(String operation, NumericValue left, NumericValue right) {
        if (operation.equals("max:") || operation.equals("min:")) {
            int order = compare(left, right);
            return operation.equals("max:") ? order > 0 ? left : right : order < 0 ? left : right;
        }
        return left instanceof Exact a && right instanceof Exact b
                ? applyExact(operation, a, b) : applyReal(operation, left.toDouble(), right.toDouble());
    }

    /** Compares without rounding. */
    private static int compare(NumericValue left, NumericValue right) {
        if (Double.isInfinite(left.toDouble()) && left instanceof Real
                || Double.isInfinite(right.toDouble()) && right instanceof Real) {
            double a = left instanceof Real real ? real.value() : 0;
            double b = right instanceof Real real ? real.value() : 0;
            return a < b ? -1 : a > b ? 1 : 0;
        }
        return exact(left).compareTo(exact(right));
    }

    private static Exact exact(NumericValue value) {
        return switch (value) {
            case Exact exact -> exact;
            case Real real -> Exact.of(real.value());
        };
    }

    private static NumericValue applyExact(String operation, Exact left, Exact right) {
        return switch (operation) {
            case "+" -> left.plus(right);
            case "-" -> left.plus(right.negated());
            case "*" -> left.times(right);
            case "/" -> right.isZero() ? null : left.dividedBy(right);
            case "//" -> right.isZero() ? null : Exact.of(left.dividedBy(right).floor());
            case "quo:" -> right.isZero() ? null : Exact.of(left.dividedBy(right).truncated());
            case "\\\\" -> right.isZero() ? null
                    : left.plus(Exact.of(left.dividedBy(right).floor()).times(right).negated());
            case "rem:" -> right.isZero() ? null
                    : left.plus(Exact.of(left.dividedBy(right).truncated()).times(right).negated());
            default -> left.isInteger() && right.isInteger()
                    ? Exact.of(applyInteger(operation, left.numerator(), right.numerator())) : null;
        };
    }

    private static BigInteger applyInteger(String operation, BigInteger left, BigInteger right) {
        return switch (operation) {
            case "gcd:" -> left.gcd(right);
            case "lcm:" -> left.signum() == 0 && right.signum() == 0
                    ? BigInteger.ZERO : left.multiply(right).abs().divide(left.gcd(right));
            case "bitAnd:" -> left.and(right);
            case "bitOr:" -> left.or(right);
            case "bitXor:" -> left.xor(right);
            case "bitShift:" -> left.shiftLeft(right.intValueExact());
            default -> throw new IllegalArgumentException(operation);
        };
    }

    private static NumericValue applyReal(String operation, double left, double right) {
        return switch (operation) {
            case "+" -> new Real(left + right);
            case "-" -> new Real(left - right);
            case "*" -> new Real(left * right);
            case "/" -> right == 0 ? null : new Real(left / right);
            case "//" -> quotient(left, right) == null ? null : Exact.of(quotient(left, right).floor());
            case "quo:" -> quotient(left, right) == null ? null : Exact.of(quotient(left, right).truncated());
            default -> null;
        };
    }

    /** The rounded quotient, or null where it is not finite. */
    private static Exact quotient(double left, double right) {
        return right == 0 || !Double.isFinite(left / right) ? null : Exact.of(left / right);
    }
}
