package st.sendwright.it.differential;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/** A number as Java sees it, with the printString that Smalltalk should give it. */
sealed interface NumericValue {

    String printString();

    double toDouble();

    /** Whether it is no infinity. */
    default boolean isFinite() {
        return true;
    }

    /** What a finite number is exactly. */
    Exact exact();

    /** Compares without rounding. */
    default int compareTo(NumericValue other) {
        if (isFinite() && other.isFinite()) {
            return exact().compareTo(other.exact());
        }
        return Double.compare(isFinite() ? 0 : toDouble(), other.isFinite() ? 0 : other.toDouble());
    }

    /** A rational number; the denominator is positive and has no divisor in common with the numerator. */
    record Exact(BigInteger numerator, BigInteger denominator) implements NumericValue {

        /** Enough digits that the division's rounding does not decide that of the double. */
        private static final MathContext MANY_DIGITS = new MathContext(1_200);

        static Exact of(BigInteger integer) {
            return new Exact(integer, BigInteger.ONE);
        }

        /** The quotient in lowest terms; the divisor must not be zero. */
        static Exact quotient(BigInteger dividend, BigInteger divisor) {
            BigInteger common = dividend.gcd(divisor);
            BigInteger signed = divisor.signum() < 0 ? common.negate() : common;
            return new Exact(dividend.divide(signed), divisor.divide(signed));
        }

        /** What a finite double is exactly. */
        static Exact of(double value) {
            BigDecimal decimal = new BigDecimal(value);
            BigInteger power = BigInteger.TEN.pow(Math.max(0, decimal.scale()));
            return quotient(decimal.multiply(new BigDecimal(power)).toBigIntegerExact(), power);
        }

        boolean isInteger() {
            return denominator.equals(BigInteger.ONE);
        }

        boolean isZero() {
            return numerator.signum() == 0;
        }

        Exact plus(Exact other) {
            return quotient(numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                    denominator.multiply(other.denominator));
        }

        Exact negated() {
            return new Exact(numerator.negate(), denominator);
        }

        Exact times(Exact other) {
            return quotient(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
        }

        Exact dividedBy(Exact other) {
            return quotient(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
        }

        BigInteger truncated() {
            return numerator.divide(denominator);
        }

        BigInteger floor() {
            BigInteger truncated = truncated();
            boolean isBelow = numerator.signum() < 0 && !isInteger();
            return isBelow ? truncated.subtract(BigInteger.ONE) : truncated;
        }

        BigInteger ceiling() {
            return negated().floor().negate();
        }

        /** The nearest integer, halves away from zero. */
        BigInteger rounded() {
            Exact half = new Exact(BigInteger.valueOf(numerator.signum() < 0 ? -1 : 1), BigInteger.TWO);
            return plus(half).truncated();
        }

        int compareTo(Exact other) {
            return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
        }

        /** A power with a whole exponent; not a negative one of zero. */
        Exact raisedTo(int exponent) {
            Exact power = new Exact(numerator.pow(Math.abs(exponent)), denominator.pow(Math.abs(exponent)));
            return exponent < 0 ? of(BigInteger.ONE).dividedBy(power) : power;
        }

        @Override
        public Exact exact() {
            return this;
        }

        @Override
        public double toDouble() {
            if (isInteger()) {
                return numerator.doubleValue();
            }
            return new BigDecimal(numerator).divide(new BigDecimal(denominator), MANY_DIGITS).doubleValue();
        }

        @Override
        public String printString() {
            return isInteger() ? numerator.toString() : "(" + numerator + "/" + denominator + ")";
        }
    }

    /** A ScaledDecimal, which is exact and shows {@code scale} decimal places. */
    record Scaled(Exact exact, int scale) implements NumericValue {

        @Override
        public double toDouble() {
            return exact.toDouble();
        }

        @Override
        public String printString() {
            BigInteger digits = exact.times(Exact.of(BigInteger.TEN.pow(scale))).rounded();
            return new BigDecimal(digits, scale).toPlainString() + "s" + scale;
        }
    }

    /** A Float that is not nan. */
    record Real(double value) implements NumericValue {

        private static final int FIRST_EXPONENT_ABOVE = 16;
        private static final int LAST_EXPONENT_BELOW = -5;

        @Override
        public double toDouble() {
            return value;
        }

        @Override
        public boolean isFinite() {
            return Double.isFinite(value);
        }

        @Override
        public Exact exact() {
            return Exact.of(value);
        }

        @Override
        public String printString() {
            String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
            if (Double.isInfinite(value)) {
                return sign + "inf";
            }
            if (value == 0) {
                return sign + "0.0";
            }
            BigDecimal shortest = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
            BigDecimal oneDigit = shortest.round(new MathContext(1));
            BigDecimal decimal = oneDigit.doubleValue() == Math.abs(value) ? oneDigit : shortest;
            int exponent = decimal.precision() - decimal.scale() - 1;
            if (exponent >= FIRST_EXPONENT_ABOVE || exponent <= LAST_EXPONENT_BELOW) {
                return sign + withFraction(decimal.movePointLeft(exponent)) + "e" + exponent;
            }
            return sign + withFraction(decimal);
        }

        private static String withFraction(BigDecimal decimal) {
            return decimal.setScale(Math.max(1, decimal.scale())).toPlainString();
        }
    }
}
