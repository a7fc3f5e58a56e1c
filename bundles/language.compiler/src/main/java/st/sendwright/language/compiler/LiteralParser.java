package st.sendwright.language.compiler;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import st.sendwright.language.Literal;

/** Reads literals, alone and within literal arrays. */
final class LiteralParser {

    /** All elements of an array in braces are on the stack before it is made. */
    private static final int LONGEST_BRACE = 200;

    private final Scanner scanner;
    private final Parser parser;
    /** What stands for an element that only a running system can compute: known by identity. */
    private final Map<Literal, Node> computed = new IdentityHashMap<>();
    private boolean mustBeKnown;
    private int end;

    LiteralParser(Scanner scanner, Parser parser) {
        this.scanner = scanner;
        this.parser = parser;
    }

    /** Offset after the literal read last. */
    int end() {
        return end;
    }

    /**
     * The literal that stands as an operand. An array with elements that are not known yet becomes an array in
     * braces, made each time it is reached.
     */
    Node operand() throws SourceException {
        int start = scanner.start();
        Literal literal = literal();
        return node(literal, start, end);
    }

    private Node node(Literal literal, int start, int end) {
        Node node = computed.get(literal);
        if (node != null) {
            return node;
        }
        if (literal instanceof Literal.Arr(List<Literal> elements) && isComputed(literal)) {
            return elements.size() > LONGEST_BRACE ? filled(elements, start, end) : new Node.Brace(elements.stream().map(element -> node(element, start, end)).toList(), start, end);
        }
        return Parser.constant(literal, start, end);
    }

    /** A copy of an array of what is known, into which the rest is put. */
    private Node filled(List<Literal> elements, int start, int end) {
        List<Literal> known = new ArrayList<>(elements);
        List<Node.Message> messages = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            if (isComputed(elements.get(i))) {
                known.set(i, Literal.Constant.NIL);
                Node index = new Node.Constant(new Literal.Int(BigInteger.valueOf(i + 1L)), start, end);
                messages.add(new Node.Message("at:put:", List.of(index, node(elements.get(i), start, end)),
                        start, end));
            }
        }
        messages.add(new Node.Message("yourself", List.of(), start, end));
        Node copy = new Node.Send(new Node.Constant(new Literal.Arr(known), start, end), "copy", List.of(),
                Inlining.NONE, start, end);
        return new Node.Cascade(copy, messages, start, end);
    }

    private boolean isComputed(Literal literal) {
        return computed.containsKey(literal) || literal instanceof Literal.Arr(List<Literal> elements)
                && elements.stream().anyMatch(this::isComputed);
    }

    private Literal later(Node node) {
        Literal place = new Literal.Str(new String());
        computed.put(place, node);
        return place;
    }

    /** A literal where nothing can be computed later, such as in a pragma. */
    Literal constantElement() throws SourceException {
        mustBeKnown = true;
        int start = scanner.start();
        Literal literal = element();
        mustBeKnown = false;
        if (isComputed(literal)) {
            throw new SourceException(Problem.NOT_CONSTANT, "the class of a class is no literal", start);
        }
        return literal;
    }

    /** The literal, or what stands for something to be computed. */
    private Literal literal() throws SourceException {
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
    private Literal element() throws SourceException {
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
        if (scanner.token() == Token.ASSIGN && scanner.at(scanner.start()) == '_') {
            // Dolphin's name for the namespace around the method.
            scanner.advance();
            if (scanner.token() == Token.PERIOD) {
                scanner.advance();
            }
        }
        if (scanner.token() != Token.IDENTIFIER) {
            throw parser.unexpected("the name of a shared variable");
        }
        int nameStart = scanner.start();
        String name = dottedName();
        boolean isMeta = scanner.token() == Token.IDENTIFIER && scanner.name().equals("class");
        if (isMeta) {
            scanner.advance();
        }
        Literal binding = isMeta ? later(metaBinding(name, nameStart, scanner.previousEnd()))
                : parser.names().binding(name, nameStart);
        while (scanner.token() == Token.IDENTIFIER && scanner.name().equals("private")) {
            // Dolphin's import lists say so whether an import is seen by others; here all are.
            scanner.advance();
        }
        int close = scanner.end();
        parser.close(Token.CLOSE_BRACE, "");
        end = close;
        return binding;
    }

    /** A class's class is in no variable, so an Association for it is made. */
    private static Node metaBinding(String name, int start, int end) {
        Node metaclass = new Node.Send(new Node.Name(name, start, end), "class", List.of(), Inlining.NONE,
                start, end);
        Node key = new Node.Constant(new Literal.Sym(name + " class"), start, end);
        return new Node.Send(key, "->", List.of(metaclass), Inlining.NONE, start, end);
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

    private Literal constant(int start) throws SourceException {
        Node expression = parser.compileTimeExpression(start, Token.CLOSE_PARENTHESIS);
        end = scanner.previousEnd();
        if (mustBeKnown) {
            return ConstantFolder.fold(expression);
        }
        return switch (parser.computed(expression, start)) {
            case Node.Constant known -> known.value();
            case Node.Pseudo(Node.Pseudo.Kind kind, int _, int _) when kind == Node.Pseudo.Kind.NIL
                    || kind == Node.Pseudo.Kind.TRUE || kind == Node.Pseudo.Kind.FALSE ->
                    Literal.Constant.valueOf(kind.name());
            case Node node -> later(node);
        };
    }

    /** Checks that such forms are wanted. */
    void requireCompileTime(String form, int start) throws SourceException {
        if (!scanner.options().compileTimeExpressions()) {
            throw new SourceException(Problem.UNEXPECTED, form + " is switched off for this source: expected"
                    + " an ordinary literal", start);
        }
    }
}
