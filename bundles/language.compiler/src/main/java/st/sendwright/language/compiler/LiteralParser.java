package st.sendwright.language.compiler;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import st.sendwright.language.Literal;

/** Reads literals, alone and within literal arrays. */
final class LiteralParser {

    private final Scanner scanner;
    private final Parser parser;
    private int end;

    LiteralParser(Scanner scanner, Parser parser) {
        this.scanner = scanner;
        this.parser = parser;
    }

    /** Offset after the literal read last. */
    int end() {
        return end;
    }

    /** The literal that stands as an operand. */
    Literal literal() throws SourceException {
        int start = scanner.start();
        switch (scanner.token()) {
            case NUMBER -> {
                if (scanner.literal() instanceof Literal.Real number && Double.isInfinite(number.value())) {
                    parser.warn(Problem.FLOAT_RANGE,
                            "this number is too large for a Float and becomes infinity", start);
                }
                return taken(scanner.literal());
            }
            case STRING, CHARACTER, SYMBOL -> {
                return taken(scanner.literal());
            }
            case BINARY -> {
                if (isMinus()) {
                    return negative();
                }
                throw parser.unexpected("an operand");
            }
            case OPEN_ARRAY -> {
                return array(start);
            }
            case OPEN_BYTES -> {
                return bytes(start);
            }
            case OPEN_BINDING -> {
                return binding(start);
            }
            case OPEN_CONSTANT -> {
                return constant(start);
            }
            default -> throw parser.unexpected("an operand");
        }
    }

    /** Whether the current token can begin an element of a literal array. */
    boolean isElementStart() {
        return switch (scanner.token()) {
            case NUMBER, STRING, CHARACTER, SYMBOL, BINARY, BAR, OPEN_ARRAY, OPEN_BYTES, OPEN_BINDING,
                    OPEN_CONSTANT, IDENTIFIER, KEYWORD, OPEN_PARENTHESIS, OPEN_BRACKET -> true;
            default -> false;
        };
    }

    /** One element of a literal array, where names are symbols. */
    Literal element() throws SourceException {
        int start = scanner.start();
        switch (scanner.token()) {
            case IDENTIFIER -> {
                return taken(switch (scanner.name()) {
                    case "nil" -> Literal.Constant.NIL;
                    case "true" -> Literal.Constant.TRUE;
                    case "false" -> Literal.Constant.FALSE;
                    default -> new Literal.Sym(scanner.name());
                });
            }
            case KEYWORD -> {
                return taken(new Literal.Sym(scanner.keywordsFromFirst()));
            }
            case BINARY -> {
                return isMinus() ? negative() : taken(new Literal.Sym(scanner.name()));
            }
            case BAR -> {
                return taken(new Literal.Sym(scanner.binaryFromBar()));
            }
            case OPEN_PARENTHESIS -> {
                return array(start);
            }
            case OPEN_BRACKET -> {
                return bytes(start);
            }
            default -> {
                return literal();
            }
        }
    }

    private Literal taken(Literal literal) throws SourceException {
        end = scanner.end();
        scanner.advance();
        return literal;
    }

    private boolean isMinus() {
        char next = scanner.following(0);
        return scanner.name().equals("-") && next >= '0' && next <= '9';
    }

    private Literal negative() throws SourceException {
        scanner.advance();
        return taken(switch (scanner.literal()) {
            case Literal.Int number -> new Literal.Int(number.value().negate());
            case Literal.Real number -> new Literal.Real(-number.value());
            case Literal.Ratio number -> new Literal.Ratio(number.numerator().negate(), number.denominator());
            case Literal.Scaled number -> new Literal.Scaled(number.numerator().negate(),
                    number.denominator(), number.scale());
            default -> throw new IllegalStateException("a digit begins " + scanner.literal());
        });
    }

    private Literal array(int start) throws SourceException {
        parser.enter(start);
        scanner.advance();
        List<Literal> elements = new ArrayList<>();
        while (scanner.token() != Token.CLOSE_PARENTHESIS) {
            if (!isElementStart()) {
                throw parser.unexpected("a literal or ')'");
            }
            elements.add(element());
        }
        int close = scanner.end();
        parser.close(Token.CLOSE_PARENTHESIS, "");
        end = close;
        return new Literal.Arr(elements);
    }

    private Literal bytes(int start) throws SourceException {
        parser.enter(start);
        scanner.advance();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (scanner.token() != Token.CLOSE_BRACKET) {
            if (scanner.token() != Token.NUMBER) {
                throw parser.unexpected("an Integer from 0 to 255 or ']'");
            }
            if (!(scanner.literal() instanceof Literal.Int number) || number.value().bitLength() > 8
                    || number.value().signum() < 0) {
                throw new SourceException(Problem.BYTE,
                        "an element of a ByteArray is an Integer from 0 to 255", scanner.start());
            }
            bytes.write(number.value().intValue());
            scanner.advance();
        }
        int close = scanner.end();
        parser.close(Token.CLOSE_BRACKET, "");
        end = close;
        return new Literal.Bytes(bytes.toByteArray());
    }

    private Literal binding(int start) throws SourceException {
        requireCompileTime("#{...}", start);
        parser.enter(start);
        scanner.advance();
        if (scanner.token() != Token.IDENTIFIER) {
            throw parser.unexpected("the name of a shared variable");
        }
        int nameStart = scanner.start();
        Literal binding = parser.names().binding(dottedName(), nameStart);
        while (scanner.token() == Token.IDENTIFIER && scanner.name().equals("private")) {
            // Dolphin's import lists say so whether an import is seen by others; here all are.
            scanner.advance();
        }
        int close = scanner.end();
        parser.close(Token.CLOSE_BRACE, "");
        end = close;
        return binding;
    }

    /** Within the braces every dot joins, whatever the case of the names. */
    private String dottedName() throws SourceException {
        StringBuilder name = new StringBuilder(scanner.name());
        scanner.advance();
        while (scanner.token() == Token.PERIOD) {
            scanner.advance();
            if (scanner.token() != Token.IDENTIFIER) {
                throw parser.unexpected("a name after the dot");
            }
            name.append('.').append(scanner.name());
            scanner.advance();
        }
        return name.toString();
    }

    /** Within another literal there is no way but to know the value now. */
    private Literal constant(int start) throws SourceException {
        Literal value = ConstantFolder.fold(parser.compileTimeExpression(start, Token.CLOSE_PARENTHESIS));
        end = scanner.previousEnd();
        return value;
    }

    /** Checks that such forms are wanted. */
    void requireCompileTime(String form, int start) throws SourceException {
        if (!scanner.options().compileTimeExpressions()) {
            throw new SourceException(Problem.UNEXPECTED, form + " is switched off for this source: expected"
                    + " an ordinary literal", start);
        }
    }
}
