package st.sendwright.it.differential;

import java.math.BigInteger;
import st.sendwright.it.differential.NumericValue.Exact;
import st.sendwright.it.differential.NumericValue.Real;
import st.sendwright.it.differential.NumericValue.Scaled;

/**
 * What Smalltalk's operations on numbers answer, computed by {@link BigInteger} and {@link StrictMath}; null
 * where there is no result, or none that is worth a comparison.
 *
 * <p>Of two operands the less general one is made of the other's kind: Integers are the least general, then
 * ScaledDecimals, Fractions and Floats.
 */
final class NumericOperations {

    static final String[] BINARY = {"+", "-", "*", "/", "//", "\\\\", "quo:", "rem:", "max:", "min:", "gcd:",
        "lcm:", "bitAnd:", "bitOr:", "bitXor:", "roundTo:", "truncateTo:"};
    /** Operations whose argument is a small Integer; see {@link #bounds}. */
    static final String[] BY_SMALL_INTEGER = {"bitShift:", "<<", ">>", "bitAt:", "raisedTo:",
        "asScaledDecimal:"};
    static final String[] UNARY = {"negated", "abs", "squared", "truncated", "rounded", "floor", "ceiling",
        "asFloat", "asExactFraction", "numerator", "denominator", "sqrtFloor", "bitInvert", "reciprocal",
        "sign", "integerPart", "fractionPart", "highBit", "lowBit", "asInteger", "sqrt", "sin", "cos", "exp",
        "ln", "arcTan"};
    static final String[] COMPARING = {"<", "<=", ">", ">=", "=", "~="};

    private static final int LARGEST_ARGUMENT_OF_EXP = 700;

    private NumericOperations() {
    }

    /** The least and the greatest argument worth trying. */
    static int[] bounds(String operation) {
        return switch (operation) {
            case "bitShift:" -> new int[] {-130, 130};
            case "<<", ">>" -> new int[] {0, 130};
            case "bitAt:" -> new int[] {1, 130};
            case "raisedTo:" -> new int[] {-4, 7};
            case "asScaledDecimal:" -> new int[] {0, 8};
            default -> throw new IllegalArgumentException(operation);
        };
    }

    static boolean compare(String operation, NumericValue left, NumericValue right) {
        int order = left.compareTo(right);
        return switch (operation) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            case "=" -> order == 0;
            case "~=" -> order != 0;
            default -> throw new IllegalArgumentException(operation);
        };
    }

    static NumericValue apply(String function, NumericValue value) {
        return switch (value) {
            case Exact exact -> applyExact(function, exact);
            case Scaled scaled -> applyScaled(function, scaled);
            case Real real -> applyReal(function, real.value());
        };
    }

    private static NumericValue applyExact(String function, Exact value) {
        return switch (function) {
            case "negated" -> value.negated();
            case "abs" -> value.numerator().signum() < 0 ? value.negated() : value;
            case "squared" -> value.times(value);
            case "truncated" -> Exact.of(value.truncated());
            case "rounded", "asInteger" -> Exact.of(value.rounded());
            case "floor" -> Exact.of(value.floor());
            case "ceiling" -> Exact.of(value.ceiling());
            case "integerPart" -> Exact.of(value.truncated());
            case "fractionPart" -> value.plus(Exact.of(value.truncated()).negated());
            case "asFloat" -> new Real(value.toDouble());
            case "asExactFraction" -> value;
            case "numerator" -> Exact.of(value.numerator());
            case "denominator" -> Exact.of(value.denominator());
            case "reciprocal" -> value.isZero() ? null : Exact.of(BigInteger.ONE).dividedBy(value);
            case "sign" -> Exact.of(BigInteger.valueOf(value.numerator().signum()));
            case "sqrtFloor", "bitInvert", "highBit", "lowBit" ->
                value.isInteger() ? applyInteger(function, value.numerator()) : null;
            default -> null;
        };
    }

    private static Exact applyInteger(String function, BigInteger value) {
        return switch (function) {
            case "bitInvert" -> Exact.of(value.not());
            case "sqrtFloor" -> value.signum() < 0 ? null : Exact.of(value.sqrt());
            case "highBit" -> value.signum() < 0 ? null : Exact.of(BigInteger.valueOf(value.bitLength()));
            case "lowBit" -> Exact.of(BigInteger.valueOf(value.getLowestSetBit() + 1L));
            default -> throw new IllegalArgumentException(function);
        };
    }

    private static NumericValue applyScaled(String function, Scaled value) {
        return switch (function) {
            case "negated", "abs", "squared", "reciprocal", "integerPart", "fractionPart" -> {
                NumericValue exact = applyExact(function, value.exact());
                yield exact == null ? null : new Scaled((Exact) exact, value.scale());
            }
            case "sqrtFloor", "bitInvert", "highBit", "lowBit" -> null;
            default -> applyExact(function, value.exact());
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
            case "sqrt" -> value < 0 ? null : new Real(StrictMath.sqrt(value));
            case "sin" -> new Real(StrictMath.sin(value));
            case "cos" -> new Real(StrictMath.cos(value));
            case "arcTan" -> new Real(StrictMath.atan(value));
            case "exp" -> Math.abs(value) > LARGEST_ARGUMENT_OF_EXP ? null : new Real(StrictMath.exp(value));
            case "ln" -> value <= 0 ? null : new Real(StrictMath.log(value));
            case "truncated", "asInteger", "rounded", "floor", "ceiling", "asExactFraction", "numerator",
                    "denominator" -> Double.isInfinite(value) ? null : applyExact(function, Exact.of(value));
            default -> null;
        };
    }

    static NumericValue apply(String operation, NumericValue left, NumericValue right) {
        if (operation.equals("max:") || operation.equals("min:")) {
            int order = left.compareTo(right);
            return operation.equals("max:") ? order > 0 ? left : right : order < 0 ? left : right;
        }
        if (left instanceof Real || right instanceof Real) {
            return applyReal(operation, left.toDouble(), right.toDouble());
        }
        boolean isInteger = left instanceof Exact a && a.isInteger()
                && right instanceof Exact b && b.isInteger();
        Exact result = isInteger && !isArithmetic(operation)
                ? applyInteger(operation, left.exact().numerator(), right.exact().numerator())
                : applyExact(operation, left.exact(), right.exact());
        return result == null ? null : ofKind(operation, left, right, result);
    }

    private static boolean isArithmetic(String operation) {
        return switch (operation) {
            case "gcd:", "lcm:", "bitAnd:", "bitOr:", "bitXor:" -> false;
            default -> true;
        };
    }

    /**
     * The result as a ScaledDecimal where the operands make it one: of two that are, with the places of the one
     * that has more; a multiple that a ScaledDecimal is rounded to keeps the receiver's.
     */
    private static NumericValue ofKind(String operation, NumericValue left, NumericValue right,
            Exact result) {
        boolean isTruncated = operation.equals("//") || operation.equals("quo:");
        boolean isMultiple = operation.equals("roundTo:") || operation.equals("truncateTo:");
        boolean hasFraction = scale(left) < 0 || scale(right) < 0;
        if (isTruncated || hasFraction || !(left instanceof Scaled || right instanceof Scaled)) {
            return result;
        }
        return new Scaled(result, isMultiple && left instanceof Scaled
                ? scale(left) : Math.max(scale(left), scale(right)));
    }

    /** Decimal places of a ScaledDecimal, none for an Integer, -1 for a Fraction, which has none to show. */
    private static int scale(NumericValue value) {
        return value instanceof Scaled scaled ? scaled.scale() : value.exact().isInteger() ? 0 : -1;
    }

    private static Exact applyExact(String operation, Exact left, Exact right) {
        if (operation.equals("+")) {
            return left.plus(right);
        }
        if (operation.equals("-")) {
            return left.plus(right.negated());
        }
        if (operation.equals("*")) {
            return left.times(right);
        }
        if (right.isZero()) {
            return null;
        }
        Exact quotient = left.dividedBy(right);
        return switch (operation) {
            case "/" -> quotient;
            case "//" -> Exact.of(quotient.floor());
            case "quo:" -> Exact.of(quotient.truncated());
            case "\\\\" -> left.plus(Exact.of(quotient.floor()).times(right).negated());
            case "rem:" -> left.plus(Exact.of(quotient.truncated()).times(right).negated());
            case "roundTo:" -> Exact.of(quotient.rounded()).times(right);
            case "truncateTo:" -> Exact.of(quotient.truncated()).times(right);
            default -> null;
        };
    }

    private static Exact applyInteger(String operation, BigInteger left, BigInteger right) {
        return Exact.of(switch (operation) {
            case "gcd:" -> left.gcd(right);
            case "lcm:" -> left.signum() == 0 && right.signum() == 0
                    ? BigInteger.ZERO : left.multiply(right).abs().divide(left.gcd(right));
            case "bitAnd:" -> left.and(right);
            case "bitOr:" -> left.or(right);
            case "bitXor:" -> left.xor(right);
            default -> throw new IllegalArgumentException(operation);
        });
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

    /** An operation whose argument is a small Integer. */
    static NumericValue apply(String operation, NumericValue value, int argument) {
        switch (operation) {
            case "raisedTo:" -> {
                boolean isZero = value.isFinite() && value.exact().isZero();
                return isZero && argument < 0 ? null : raisedTo(value, argument);
            }
            case "asScaledDecimal:" -> {
                return value instanceof Real ? null : new Scaled(value.exact(), argument);
            }
            default -> {
                if (!(value instanceof Exact exact && exact.isInteger())) {
                    return null;
                }
                BigInteger integer = value.exact().numerator();
                return Exact.of(switch (operation) {
                    case "bitShift:", "<<" -> integer.shiftLeft(argument);
                    case ">>" -> integer.shiftRight(argument);
                    case "bitAt:" -> integer.testBit(argument - 1) ? BigInteger.ONE : BigInteger.ZERO;
                    default -> throw new IllegalArgumentException(operation);
                });
            }
        }
    }

    private static NumericValue raisedTo(NumericValue value, int exponent) {
        return switch (value) {
            case Exact exact -> exact.raisedTo(exponent);
            case Scaled scaled -> new Scaled(scaled.exact().raisedTo(exponent), scaled.scale());
            case Real real -> new Real(StrictMath.pow(real.value(), exponent));
        };
    }
}
