package st.sendwright.language.compiler;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import st.sendwright.language.Literal;

/**
 * Reads one number: {@code 12 16rFF 1_000 1.5 1e3 1e-2 1.5e-3 1.0d0 3d 3s2 1.5s 16r-A}.
 *
 * <p>A fraction point, or an exponent letter {@code d} or {@code q}, makes a Float; {@code s} makes a
 * ScaledDecimal; {@code e} alone leaves an Integer an Integer, or with a negative exponent makes an exact
 * Fraction.
 */
final class NumberReader {

    /** Longest number and largest exponent of an exact number; reading takes quadratic time. */
    static final int MAX_DIGITS = 100_000;

    /** So many digits of any radix fit into a long. */
    private static final int MOST_LONG_DIGITS = 12;

    /** A double needs at most 767 significant digits to be told from its neighbours' midpoints. */
    private static final MathContext EXACT_ENOUGH = new MathContext(800);

    private final String text;
    private final int start;
    private int position;
    private int radix = 10;
    private boolean lowerCaseDigits;

    /** @param start offset of the first digit */
    NumberReader(String text, int start) {
        this.text = text;
        this.start = start;
        this.position = start;
    }

    /** Offset after the number. */
    int end() {
        return position;
    }

    /** Reads it; {@code negative} when a minus sign stood before. */
    Literal read(boolean negative) throws SourceException {
        boolean minus = negative;
        String digits = digits();
        if (at(position) == 'r' && beginsRadixDigits(digits)) {
            radix = Integer.parseInt(digits);
            position++;
            if (at(position) == '-') {
                minus = !minus;
                position++;
            }
            lowerCaseDigits = at(position) >= 'a';
            digits = digits();
            if (at(position) >= '0' && at(position) <= '9' || at(position) >= 'A' && at(position) <= 'Z') {
                throw new SourceException(Problem.NUMBER, "'" + at(position) + "' is no digit of a number"
                        + " with radix " + radix, position);
            }
        }
        String fraction = "";
        boolean hasPoint = at(position) == '.' && isDigit(position + 1) && at(position + 1) <= '9';
        if (hasPoint) {
            position++;
            fraction = digits();
        }
        if (digits.length() + fraction.length() > MAX_DIGITS) {
            throw error("this number has " + (digits.length() + fraction.length()) + " digits; at most "
                    + MAX_DIGITS + " can be read");
        }
        return suffix(digits, fraction, hasPoint, minus);
    }

    private boolean beginsRadixDigits(String digits) throws SourceException {
        int next = at(position + 1) == '-' ? position + 2 : position + 1;
        int wanted = digits.length() > 2 ? 99 : Integer.parseInt(digits);
        boolean digitFollows = Character.digit(at(next), Character.MAX_RADIX) >= 0 && at(next) < 128;
        if (wanted < 2 || wanted > Character.MAX_RADIX) {
            if (digitFollows && at(next) < 'a') {
                throw error("the radix of a number is 2 to 36, not " + digits);
            }
            return false;
        }
        if (Character.digit(at(next), wanted) >= 0 && at(next) < 128) {
            return true;
        }
        if (digitFollows && at(next) < 'a') {
            throw new SourceException(Problem.NUMBER, "'" + at(next) + "' is no digit of a number with radix "
                    + wanted, next);
        }
        return false;
    }

    private char at(int offset) {
        return offset < text.length() ? text.charAt(offset) : 0;
    }

    private boolean isDigit(int offset) {
        char c = at(offset);
        if (c >= '0' && c <= '9') {
            return c - '0' < radix;
        }
        if (c >= 'A' && c <= 'Z') {
            return radix > 10 && Character.digit(c, radix) >= 0;
        }
        return c >= 'a' && c <= 'z' && radix > 10 && Character.digit(c, radix) >= 0
                && (lowerCaseDigits || c != 'e' && c != 'd' && c != 'q' && c != 's');
    }

    private boolean isNamePart(int offset) {
        return Character.isLetterOrDigit(at(offset)) || at(offset) == '_' || at(offset) == ':';
    }

    /** The digits from here on, single underscores between them left out. */
    private String digits() {
        int from = position;
        boolean underscores = false;
        while (isDigit(position) || at(position) == '_' && position > from && isDigit(position + 1)) {
            underscores |= at(position) == '_';
            position++;
        }
        String digits = text.substring(from, position);
        return underscores ? digits.replace("_", "") : digits;
    }

    private Literal suffix(String digits, String fraction, boolean hasPoint, boolean minus)
            throws SourceException {
        char letter = at(position);
        if (letter == 's') {
            return scaledOr(digits, fraction, hasPoint, minus);
        }
        int exponent = 0;
        boolean hasExponent = false;
        if (letter == 'e' || letter == 'd' || letter == 'q') {
            int next = at(position + 1) == '-' ? position + 2 : position + 1;
            if (at(next) >= '0' && at(next) <= '9') {
                hasExponent = true;
                exponent = exponent();
            } else if (radix == 10 && !isNamePart(position + 1)) {
                // GNU Smalltalk's 3d and 3q: the letter alone says which kind of number it is.
                hasExponent = true;
                position++;
            }
        }
        if (hasPoint || hasExponent && letter != 'e') {
            return new Literal.Real(real(digits, fraction, exponent, minus));
        }
        BigInteger integer = integer(digits, minus);
        if (!hasExponent || exponent == 0) {
            return new Literal.Int(integer);
        }
        if (Math.abs((long) exponent) > MAX_DIGITS) {
            throw error("the exponent of an Integer is at most " + MAX_DIGITS + "; write a point to make it"
                    + " a Float");
        }
        BigInteger power = BigInteger.valueOf(radix).pow(Math.abs(exponent));
        return exponent > 0 ? new Literal.Int(integer.multiply(power)) : ratio(integer, power);
    }

    /** {@code numerator / denominator} in lowest terms: an Int where it is whole. */
    static Literal ratio(BigInteger numerator, BigInteger denominator) {
        BigInteger divisor = numerator.gcd(denominator);
        if (denominator.signum() < 0) {
            divisor = divisor.negate();
        }
        BigInteger below = denominator.divide(divisor);
        BigInteger above = numerator.divide(divisor);
        return below.equals(BigInteger.ONE) ? new Literal.Int(above) : new Literal.Ratio(above, below);
    }

    private int exponent() {
        position++;
        boolean minus = at(position) == '-';
        if (minus) {
            position++;
        }
        long value = 0;
        while (at(position) >= '0' && at(position) <= '9') {
            value = Math.min(value * 10 + at(position) - '0', 1_000_000_000);
            position++;
        }
        return (int) (minus ? -value : value);
    }

    private Literal scaledOr(String digits, String fraction, boolean hasPoint, boolean minus)
            throws SourceException {
        int after = position + 1;
        int scale = fraction.length();
        if (at(after) >= '0' && at(after) <= '9') {
            long value = 0;
            while (at(after) >= '0' && at(after) <= '9') {
                value = Math.min(value * 10 + at(after) - '0', 1_000_000_000);
                after++;
            }
            if (value > MAX_DIGITS) {
                throw error("the scale of a ScaledDecimal is at most " + MAX_DIGITS);
            }
            scale = (int) value;
        } else if (Character.isLetter(at(after)) || at(after) == '_') {
            return hasPoint ? new Literal.Real(real(digits, fraction, 0, minus))
                    : new Literal.Int(integer(digits, minus));
        }
        position = after;
        BigInteger numerator = integer(digits + fraction, minus);
        BigInteger denominator = BigInteger.valueOf(radix).pow(fraction.length());
        BigInteger divisor = numerator.gcd(denominator);
        return new Literal.Scaled(numerator.divide(divisor), denominator.divide(divisor), scale);
    }

    private BigInteger integer(String digits, boolean minus) {
        BigInteger value = digits.length() <= MOST_LONG_DIGITS
                ? BigInteger.valueOf(Long.parseLong(digits, radix)) : new BigInteger(digits, radix);
        return minus ? value.negate() : value;
    }

    private double real(String digits, String fraction, int exponent, boolean minus) {
        double value;
        if (radix == 10) {
            value = Double.parseDouble(digits + "." + fraction + "e" + exponent);
        } else {
            BigInteger mantissa = new BigInteger(digits + fraction, radix);
            long scale = (long) exponent - fraction.length();
            if (mantissa.signum() == 0) {
                value = 0.0;
            } else if (Math.abs(scale) > MAX_DIGITS) {
                value = scale > 0 ? Double.POSITIVE_INFINITY : 0.0;
            } else {
                BigDecimal power = new BigDecimal(BigInteger.valueOf(radix).pow((int) Math.abs(scale)));
                BigDecimal whole = new BigDecimal(mantissa);
                value = (scale < 0 ? whole.divide(power, EXACT_ENOUGH) : whole.multiply(power)).doubleValue();
            }
        }
        return minus ? -value : value;
    }

    private SourceException error(String message) {
        return new SourceException(Problem.NUMBER, message, start);
    }
}
