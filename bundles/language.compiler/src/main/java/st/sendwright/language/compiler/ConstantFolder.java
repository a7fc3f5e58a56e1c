package st.sendwright.language.compiler;

import java.math.BigInteger;
import java.util.ArrayDeque;
import st.sendwright.language.Literal;

/** Computes the value of {@code ##(...)}: arithmetic with literals, nothing that needs a running system. */
final class ConstantFolder {

    private ConstantFolder() {
    }

    /**
     * The value of {@code node}.
     *
     * @throws SourceException when it is not made of literals and arithmetic only
     */
    static Literal fold(Node node) throws SourceException {
        return switch (node) {
            case Node.Constant constant -> constant.value();
            case Node.Pseudo pseudo -> switch (pseudo.kind()) {
                case NIL -> Literal.Constant.NIL;
                case TRUE -> Literal.Constant.TRUE;
                case FALSE -> Literal.Constant.FALSE;
                default -> throw notConstant(node, "a reserved name");
            };
            case Node.Send send -> folded(send);
            case Node.Name name -> throw notConstant(node, "the variable '" + name.name() + "'");
            default -> throw notConstant(node, "more than messages to literals");
        };
    }

    private static Literal folded(Node.Send outermost) throws SourceException {
        ArrayDeque<Node.Send> chain = new ArrayDeque<>();
        Node node = outermost;
        while (node instanceof Node.Send send) {
            chain.push(send);
            node = send.receiver();
        }
        Literal value = fold(node);
        while (!chain.isEmpty()) {
            Node.Send send = chain.pop();
            value = switch (send.arguments().size()) {
                case 0 -> unary(value, send);
                case 1 -> binary(value, fold(send.arguments().getFirst()), send);
                default -> throw notConstant(send, "#" + send.selector());
            };
        }
        return value;
    }

    private static Literal unary(Literal receiver, Node.Send send) throws SourceException {
        Literal result = switch (receiver) {
            case Literal.Int number -> switch (send.selector()) {
                case "negated" -> new Literal.Int(number.value().negate());
                case "abs" -> new Literal.Int(number.value().abs());
                case "squared" -> new Literal.Int(number.value().multiply(number.value()));
                case "asFloat" -> new Literal.Real(number.value().doubleValue());
                case "asInteger" -> number;
                case "asCharacter" -> character(number.value());
                default -> null;
            };
            case Literal.Ratio number -> switch (send.selector()) {
                case "negated" -> new Literal.Ratio(number.numerator().negate(), number.denominator());
                case "abs" -> new Literal.Ratio(number.numerator().abs(), number.denominator());
                default -> null;
            };
            case Literal.Real number -> switch (send.selector()) {
                case "negated" -> new Literal.Real(-number.value());
                case "abs" -> new Literal.Real(Math.abs(number.value()));
                case "sqrt" -> new Literal.Real(Math.sqrt(number.value()));
                default -> null;
            };
            case Literal.Char character -> switch (send.selector()) {
                case "value", "asInteger", "codePoint" -> new Literal.Int(character.codePoint());
                default -> null;
            };
            case Literal.Str text ->
                    send.selector().equals("asSymbol") ? new Literal.Sym(text.value()) : null;
            case Literal.Sym symbol ->
                    send.selector().equals("asString") ? new Literal.Str(symbol.value()) : null;
            default -> null;
        };
        return required(result, send);
    }

    private static Literal character(BigInteger value) {
        return value.signum() >= 0 && value.compareTo(BigInteger.valueOf(Character.MAX_CODE_POINT)) <= 0
                ? new Literal.Char(value.intValue()) : null;
    }

    private static Literal binary(Literal receiver, Literal argument, Node.Send send) throws SourceException {
        if (receiver instanceof Literal.Str left && argument instanceof Literal.Str right
                && send.selector().equals(",")) {
            return new Literal.Str(left.value() + right.value());
        }
        if (receiver instanceof Literal.Real || argument instanceof Literal.Real) {
            return required(reals(send.selector(), realOf(receiver, send), realOf(argument, send)), send);
        }
        if (receiver instanceof Literal.Int left && argument instanceof Literal.Int right) {
            return required(integers(left.value(), right.value(), send), send);
        }
        BigInteger[] left = ratioOf(receiver, send);
        BigInteger[] right = ratioOf(argument, send);
        return required(ratios(left, right, send), send);
    }

    private static Literal integers(BigInteger left, BigInteger right, Node.Send send)
            throws SourceException {
        return switch (send.selector()) {
            case "+" -> new Literal.Int(left.add(right));
            case "-" -> new Literal.Int(left.subtract(right));
            case "*" -> new Literal.Int(bounded(left.bitLength() + (long) right.bitLength(), send)
                    ? left.multiply(right) : left);
            case "/" -> NumberReader.ratio(left, divisor(right, send));
            case "//" -> new Literal.Int(floor(left, divisor(right, send)));
            case "\\\\" -> new Literal.Int(left.subtract(floor(left, divisor(right, send)).multiply(right)));
            case "quo:" -> new Literal.Int(left.divide(divisor(right, send)));
            case "rem:" -> new Literal.Int(left.remainder(divisor(right, send)));
            case "bitAnd:" -> new Literal.Int(left.and(right));
            case "bitOr:" -> new Literal.Int(left.or(right));
            case "bitXor:" -> new Literal.Int(left.xor(right));
            case "bitShift:", "<<" -> shifted(left, right, send);
            case ">>" -> shifted(left, right.negate(), send);
            case "raisedTo:" -> powered(left, right, send);
            case "min:" -> new Literal.Int(left.min(right));
            case "max:" -> new Literal.Int(left.max(right));
            case "<" -> truth(left.compareTo(right) < 0);
            case ">" -> truth(left.compareTo(right) > 0);
            case "<=" -> truth(left.compareTo(right) <= 0);
            case ">=" -> truth(left.compareTo(right) >= 0);
            case "=" -> truth(left.equals(right));
            case "~=" -> truth(!left.equals(right));
            default -> null;
        };
    }

    private static Literal truth(boolean value) {
        return value ? Literal.Constant.TRUE : Literal.Constant.FALSE;
    }

    private static Literal shifted(BigInteger left, BigInteger right, Node.Send send) throws SourceException {
        bounded(left.bitLength() + right.max(BigInteger.ZERO).min(BigInteger.TWO.pow(40)).longValue(), send);
        return new Literal.Int(left.shiftLeft(right.max(BigInteger.TWO.pow(30).negate()).intValue()));
    }

    private static Literal powered(BigInteger left, BigInteger right, Node.Send send) throws SourceException {
        if (right.signum() < 0) {
            return null;
        }
        long exponent = right.min(BigInteger.TWO.pow(30)).longValue();
        bounded(left.bitLength() * exponent, send);
        return new Literal.Int(left.pow((int) exponent));
    }

    private static boolean bounded(long bits, Node.Send send) throws SourceException {
        if (bits > NumberReader.MAX_DIGITS * 4L) {
            throw new SourceException(Problem.NOT_CONSTANT, "the result of #" + send.selector() + " has "
                    + bits + " bits; a compile-time expression may have " + NumberReader.MAX_DIGITS * 4L,
                    send.start());
        }
        return true;
    }

    private static BigInteger floor(BigInteger left, BigInteger right) {
        BigInteger[] parts = left.divideAndRemainder(right);
        boolean roundedUp = parts[1].signum() != 0 && parts[1].signum() != right.signum();
        return roundedUp ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    private static BigInteger divisor(BigInteger value, Node.Send send) throws SourceException {
        if (value.signum() == 0) {
            throw new SourceException(Problem.NOT_CONSTANT, "this compile-time expression divides by zero",
                    send.start());
        }
        return value;
    }

    private static Literal ratios(BigInteger[] left, BigInteger[] right, Node.Send send)
            throws SourceException {
        BigInteger common = left[1].multiply(right[1]);
        BigInteger first = left[0].multiply(right[1]);
        BigInteger second = right[0].multiply(left[1]);
        return switch (send.selector()) {
            case "+" -> NumberReader.ratio(first.add(second), common);
            case "-" -> NumberReader.ratio(first.subtract(second), common);
            case "*" -> NumberReader.ratio(left[0].multiply(right[0]), common);
            case "/" -> NumberReader.ratio(first, divisor(second, send));
            default -> null;
        };
    }

    private static Literal reals(String selector, double left, double right) {
        return switch (selector) {
            case "+" -> new Literal.Real(left + right);
            case "-" -> new Literal.Real(left - right);
            case "*" -> new Literal.Real(left * right);
            case "/" -> right == 0 ? null : new Literal.Real(left / right);
            default -> null;
        };
    }

    private static double realOf(Literal value, Node.Send send) throws SourceException {
        return switch (value) {
            case Literal.Real number -> number.value();
            case Literal.Int number -> number.value().doubleValue();
            default -> throw notConstant(send, "#" + send.selector() + " to such operands");
        };
    }

    private static BigInteger[] ratioOf(Literal value, Node.Send send) throws SourceException {
        return switch (value) {
            case Literal.Int number -> new BigInteger[] {number.value(), BigInteger.ONE};
            case Literal.Ratio number -> new BigInteger[] {number.numerator(), number.denominator()};
            default -> throw notConstant(send, "#" + send.selector() + " to such operands");
        };
    }

    private static Literal required(Literal result, Node.Send send) throws SourceException {
        if (result == null) {
            throw notConstant(send, "#" + send.selector());
        }
        return result;
    }

    private static SourceException notConstant(Node node, String what) {
        return new SourceException(Problem.NOT_CONSTANT, "only literals and arithmetic can be computed at"
                + " compile time, not " + what, node.start());
    }
}
