package st.sendwright.language.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import st.sendwright.language.CodeDraft;
import st.sendwright.language.Literal;
import st.sendwright.language.SyntaxOptions;
import st.sendwright.model.MethodLayout;

/** Builds the syntax tree of one method or expression by recursive descent. */
final class Parser {

    /** Parentheses, brackets and braces within each other: keeps the Java stack within 512 KB. */
    static final int MAX_NESTING = 200;

    private static final Set<String> RESERVED_MESSAGES = Set.of("true", "false", "nil", "thisContext");

    private final Scanner scanner;
    private final OuterNames names;
    private final Problems problems;
    private final LiteralParser literals;
    private int nesting;
    /** Whether this is within an expression for compile time. */
    private boolean isComputing;
    /** The message that was parsed last; a cascade begins with it. */
    private Node.Message lastMessage;
    private CodeDraft.Pragma primitive;
    private int primitiveOffset = -1;
    private final List<CodeDraft.Pragma> pragmas = new ArrayList<>(0);

    Parser(String text, SyntaxOptions options, OuterNames names, Problems problems) {
        this.scanner = new Scanner(text, options);
        this.names = names;
        this.problems = problems;
        this.literals = new LiteralParser(scanner, this);
    }

    OuterNames names() {
        return names;
    }

    /** A method: pattern, temporaries, pragmas, statements. */
    Node.Unit method() throws SourceException {
        scanner.advance();
        List<Node.Declaration> arguments = new ArrayList<>(2);
        String selector = pattern(arguments);
        Node.Body body = body(Token.END, true);
        return new Node.Unit(selector, arguments, body, primitive, primitiveOffset, pragmas, scanner.start());
    }

    /** Temporaries and statements. */
    Node.Unit expression() throws SourceException {
        scanner.advance();
        Node.Body body = body(Token.END, false);
        return new Node.Unit("", List.of(), body, null, -1, List.of(), scanner.start());
    }

    /** The selector of a method that begins the source. */
    String selector() throws SourceException {
        scanner.advance();
        return pattern(new ArrayList<>());
    }

    private String pattern(List<Node.Declaration> arguments) throws SourceException {
        switch (scanner.token()) {
            case IDENTIFIER -> {
                String selector = scanner.name();
                scanner.advance();
                return selector;
            }
            case BINARY, BAR -> {
                String selector = binarySelector();
                arguments.add(declaration("the name of the argument"));
                return selector;
            }
            case KEYWORD -> {
                StringBuilder selector = new StringBuilder();
                while (scanner.token() == Token.KEYWORD) {
                    selector.append(scanner.name());
                    scanner.advance();
                    arguments.add(declaration("the name of the argument"));
                    limitArguments(arguments.size(), arguments.getLast().offset());
                }
                return selector.toString();
            }
            default -> throw unexpected("a method's pattern, such as 'name', '+ argument' or 'at: index'");
        }
    }

    private String binarySelector() throws SourceException {
        String selector = scanner.token() == Token.BAR ? scanner.binaryFromBar() : scanner.name();
        scanner.advance();
        return selector;
    }

    private Node.Declaration declaration(String expected) throws SourceException {
        if (scanner.token() != Token.IDENTIFIER) {
            throw unexpected(expected);
        }
        Node.Declaration declaration = new Node.Declaration(scanner.name(), scanner.start());
        if (isReserved(declaration.name())) {
            throw new SourceException(Problem.NOT_ASSIGNABLE, "'" + declaration.name()
                    + "' is reserved: expected another name to declare", declaration.offset());
        }
        scanner.advance();
        return declaration;
    }

    private static boolean isReserved(String name) {
        return pseudo(name) != null;
    }

    private static Node.Pseudo.Kind pseudo(String name) {
        return switch (name) {
            case "self" -> Node.Pseudo.Kind.SELF;
            case "super" -> Node.Pseudo.Kind.SUPER;
            case "nil" -> Node.Pseudo.Kind.NIL;
            case "true" -> Node.Pseudo.Kind.TRUE;
            case "false" -> Node.Pseudo.Kind.FALSE;
            case "thisContext" -> Node.Pseudo.Kind.THIS_CONTEXT;
            default -> null;
        };
    }

    /** Temporaries and statements up to {@code close}, which stays the current token. */
    private Node.Body body(Token close, boolean pragmasAllowed) throws SourceException {
        List<Node.Declaration> temporaries = new ArrayList<>(4);
        List<Node> statements = new ArrayList<>(4);
        while (true) {
            Token token = scanner.token();
            if (token == Token.PERIOD) {
                scanner.advance();
            } else if (token == close) {
                return new Node.Body(temporaries, statements);
            } else if (token == Token.BAR) {
                temporaries(temporaries);
            } else if (pragmasAllowed && statements.isEmpty() && token == Token.BINARY
                    && scanner.name().charAt(0) == '<') {
                pragma();
            } else {
                statements.add(statement());
                if (scanner.token() != Token.PERIOD && scanner.token() != close) {
                    throw unexpected("'.' or " + close.description());
                }
            }
        }
    }

    private void temporaries(List<Node.Declaration> into) throws SourceException {
        scanner.advance();
        while (scanner.token() != Token.BAR) {
            into.add(declaration("a name to declare or '|'"));
            if (into.size() > MethodLayout.MAX_TEMPORARIES) {
                throw new SourceException(Problem.LIMIT, "more than " + MethodLayout.MAX_TEMPORARIES
                        + " temporaries: expected fewer, for example in an Array", into.getLast().offset());
            }
        }
        scanner.advance();
    }

    private static void limitArguments(int count, int offset) throws SourceException {
        if (count > MethodLayout.MAX_ARGUMENTS) {
            throw new SourceException(Problem.LIMIT, "more than " + MethodLayout.MAX_ARGUMENTS
                    + " arguments: expected fewer, for example in an Array", offset);
        }
    }

    private Node statement() throws SourceException {
        if (scanner.token() != Token.RETURN) {
            return anyExpression();
        }
        int start = scanner.start();
        scanner.advance();
        Node value = anyExpression();
        return new Node.Return(value, start, scanner.previousEnd());
    }

    /** An assignment, a message, a cascade or a primary. */
    Node anyExpression() throws SourceException {
        if (scanner.token() != Token.IDENTIFIER) {
            int start = scanner.start();
            return messages(primary(), start);
        }
        String name = scanner.name();
        int start = scanner.start();
        int end = scanner.end();
        scanner.advance();
        if (scanner.token() != Token.ASSIGN) {
            return messages(variable(name, start, end), start);
        }
        if (isReserved(name)) {
            throw new SourceException(Problem.NOT_ASSIGNABLE, "'" + name + "' cannot be assigned", start);
        }
        scanner.advance();
        enter(start);
        Node value = anyExpression();
        leave();
        return new Node.Assignment(new Node.Name(name, start, end), value, start,
                scanner.previousEnd());
    }

    private Node variable(String name, int start, int end) {
        Optional<String> self = isComputing && name.equals("self") ? names.className() : Optional.empty();
        return self.map(className -> classNamed(className, start, end))
                .orElseGet(() -> named(name, start, end));
    }

    /** What {@code self} is while a method is compiled: its class. */
    private static Node classNamed(String className, int start, int end) {
        int blank = className.indexOf(' ');
        Node name = new Node.Name(blank < 0 ? className : className.substring(0, blank), start, end);
        return blank < 0 ? name
                : new Node.Send(name, className.substring(blank + 1), List.of(), Inlining.NONE, start, end);
    }

    private static Node named(String name, int start, int end) {
        Node.Pseudo.Kind pseudo = pseudo(name);
        return pseudo == null ? new Node.Name(name, start, end) : new Node.Pseudo(pseudo, start, end);
    }

    /** @param start where the expression begins, an opening parenthesis included */
    private Node messages(Node primary, int start) throws SourceException {
        Node receiver = primary;
        while (true) {
            Node node = binaries(unaries(receiver, start), start);
            if (scanner.token() == Token.KEYWORD) {
                node = send(node, keywordMessage(), start);
            }
            if (scanner.token() == Token.SEMICOLON) {
                node = cascade(receiver, node);
            }
            if (scanner.token() != Token.CHAIN) {
                return node;
            }
            scanner.advance();
            receiver = node;
        }
    }

    private Node unaries(Node primary, int start) throws SourceException {
        Node node = primary;
        while (scanner.token() == Token.IDENTIFIER) {
            node = send(node, unaryMessage(), start);
        }
        return node;
    }

    private Node binaries(Node first, int start) throws SourceException {
        Node node = first;
        while (scanner.token() == Token.BINARY || scanner.token() == Token.BAR) {
            node = send(node, binaryMessage(), start);
        }
        return node;
    }

    private Node send(Node receiver, Node.Message message, int start) {
        lastMessage = message;
        return new Node.Send(receiver, message.selector(), message.arguments(),
                Inlining.of(receiver, message.selector(), message.arguments()), start, message.end());
    }

    private Node.Message unaryMessage() throws SourceException {
        Node.Message message = new Node.Message(scanner.name(), List.of(), scanner.start(), scanner.end());
        // Classes may have messages called true, nil or thisContext; self and super behind an expression are a forgotten period.
        if (isReserved(message.selector()) && !RESERVED_MESSAGES.contains(message.selector())) {
            throw unexpected("a message; '" + message.selector() + "' is reserved");
        }
        scanner.advance();
        return message;
    }

    private Node.Message binaryMessage() throws SourceException {
        int start = scanner.start();
        String selector = binarySelector();
        int argumentStart = scanner.start();
        Node argument = unaries(primary(), argumentStart);
        return new Node.Message(selector, List.of(argument), start, scanner.previousEnd());
    }

    private Node.Message keywordMessage() throws SourceException {
        int start = scanner.start();
        StringBuilder selector = new StringBuilder();
        List<Node> arguments = new ArrayList<>(2);
        while (scanner.token() == Token.KEYWORD) {
            limitArguments(arguments.size() + 1, scanner.start());
            selector.append(scanner.name());
            scanner.advance();
            int argumentStart = scanner.start();
            arguments.add(binaries(unaries(primary(), argumentStart), argumentStart));
        }
        return new Node.Message(selector.toString(), arguments, start, scanner.previousEnd());
    }

    private Node cascade(Node primary, Node first) throws SourceException {
        if (first == primary || !(first instanceof Node.Send send)) {
            throw unexpected("a message before ';'");
        }
        List<Node.Message> messages = new ArrayList<>(4);
        messages.add(lastMessage);
        while (scanner.token() == Token.SEMICOLON) {
            scanner.advance();
            messages.add(switch (scanner.token()) {
                case IDENTIFIER -> unaryMessage();
                case BINARY, BAR -> binaryMessage();
                case KEYWORD -> keywordMessage();
                default -> throw unexpected("a message after ';'");
            });
        }
        return new Node.Cascade(send.receiver(), messages, send.start(), scanner.previousEnd());
    }

    private Node primary() throws SourceException {
        int start = scanner.start();
        switch (scanner.token()) {
            case IDENTIFIER -> {
                Node node = variable(scanner.name(), start, scanner.end());
                scanner.advance();
                return node;
            }
            case OPEN_PARENTHESIS -> {
                return parenthesized(start);
            }
            case OPEN_BRACKET -> {
                return block(start);
            }
            case OPEN_BRACE -> {
                return brace(start);
            }
            case OPEN_CONSTANT -> {
                return computed(compileTimeExpression(start, Token.CLOSE_PARENTHESIS), start);
            }
            case BACKQUOTE -> {
                return computed(compileTimeExpression(start, Token.BACKQUOTE), start);
            }
            default -> {
                return literals.operand();
            }
        }
    }

    static Node constant(Literal literal, int start, int end) {
        return literal instanceof Literal.Constant constant
                ? new Node.Pseudo(Node.Pseudo.Kind.valueOf(constant.name()), start, end)
                : new Node.Constant(literal, start, end);
    }

    /** {@code ##(...)}, or Cuis' way to write it between backquotes: the expression in it. */
    Node compileTimeExpression(int start, Token close) throws SourceException {
        literals.requireCompileTime(close == Token.BACKQUOTE ? "`...`" : "##(...)", start);
        enter(start);
        scanner.advance();
        boolean isWithin = isComputing;
        isComputing = true;
        boolean isOneExpression = scanner.token() != Token.BAR;
        Node node = isOneExpression ? anyExpression() : computation(start, close);
        isComputing = isWithin;
        close(close, "an operator or ");
        return node;
    }

    /** Temporaries and statements, as GNU Smalltalk has them in {@code ##(| a | ...)}: a block that is evaluated. */
    private Node computation(int start, Token close) throws SourceException {
        Node.Body body = body(close, false);
        Node.Block block = new Node.Block(List.of(), body, start, scanner.end());
        return new Node.Send(block, "value", List.of(), Inlining.of(block, "value", List.of()), start,
                scanner.end());
    }

    /** The value where it can be known, else the expression itself. */
    Node computed(Node expression, int start) {
        try {
            return constant(ConstantFolder.fold(expression), start, scanner.previousEnd());
        } catch (SourceException notConstant) {
            problems.report(Problem.COMPUTED_LATE, "this is computed each time it is reached, not at compile"
                    + " time: " + notConstant.getMessage(), start);
            return expression;
        }
    }

    private Node parenthesized(int start) throws SourceException {
        enter(start);
        scanner.advance();
        Node node = anyExpression();
        close(Token.CLOSE_PARENTHESIS, "an operator or ");
        return node;
    }

    private Node block(int start) throws SourceException {
        enter(start);
        scanner.advance();
        List<Node.Declaration> arguments = new ArrayList<>(2);
        while (scanner.token() == Token.COLON) {
            scanner.advance();
            arguments.add(declaration("the name of a block argument"));
            limitArguments(arguments.size(), arguments.getLast().offset());
        }
        if (!arguments.isEmpty()) {
            if (scanner.token() == Token.BAR) {
                scanner.advance();
            } else if (scanner.token() != Token.CLOSE_BRACKET) {
                throw unexpected("'|' after the arguments of the block");
            }
        }
        Node.Body body = body(Token.CLOSE_BRACKET, false);
        int end = scanner.end();
        close(Token.CLOSE_BRACKET, "");
        return new Node.Block(arguments, body, start, end);
    }

    private Node brace(int start) throws SourceException {
        enter(start);
        scanner.advance();
        List<Node> elements = new ArrayList<>();
        while (scanner.token() != Token.CLOSE_BRACE) {
            if (scanner.token() == Token.PERIOD) {
                scanner.advance();
                continue;
            }
            elements.add(anyExpression());
            if (scanner.token() != Token.PERIOD && scanner.token() != Token.CLOSE_BRACE) {
                throw unexpected("'.' or '}'");
            }
        }
        int end = scanner.end();
        close(Token.CLOSE_BRACE, "");
        return new Node.Brace(elements, start, end);
    }

    /** Notes something that is compiled but deserves a look. */
    void warn(Problem problem, String message, int offset) {
        problems.report(problem, message, offset);
    }

    /** Notes that another bracket was opened. */
    void enter(int offset) throws SourceException {
        if (++nesting > MAX_NESTING) {
            throw new SourceException(Problem.NESTING, "brackets and assignments are nested more than "
                    + MAX_NESTING + " deep here; move a part into a variable or another method", offset);
        }
    }

    private void leave() {
        nesting--;
    }

    /** Takes the closing bracket {@code expected}. */
    void close(Token expected, String orBefore) throws SourceException {
        if (scanner.token() != expected) {
            throw unexpected(orBefore + expected.description());
        }
        leave();
        scanner.advance();
    }

    private void pragma() throws SourceException {
        int start = scanner.start();
        scanner.splitAfterFirst();
        scanner.advance();
        StringBuilder selector = new StringBuilder();
        List<Literal> arguments = new ArrayList<>(2);
        boolean understood = scanner.token() == Token.IDENTIFIER || scanner.token() == Token.KEYWORD;
        if (scanner.token() == Token.IDENTIFIER) {
            selector.append(scanner.name());
            scanner.advance();
        }
        while (understood && scanner.token() == Token.KEYWORD) {
            selector.append(scanner.name());
            scanner.advance();
            understood = literals.isElementStart();
            if (understood) {
                arguments.add(literals.constantElement());
            }
        }
        if (!understood || !isPragmaEnd()) {
            skipPragma(start);
            return;
        }
        scanner.splitAfterFirst();
        scanner.advance();
        keep(selector.toString(), arguments, start);
    }

    private boolean isPragmaEnd() {
        return scanner.token() == Token.BINARY && scanner.name().charAt(0) == '>';
    }

    private void skipPragma(int start) throws SourceException {
        while (!(scanner.token() == Token.BINARY && scanner.name().indexOf('>') >= 0)) {
            if (scanner.token() == Token.END) {
                throw new SourceException(Problem.UNTERMINATED, "the pragma that begins here has no end:"
                        + " expected '>'", start, true);
            }
            scanner.advance();
        }
        problems.report(Problem.PRAGMA, "this pragma is not understood and left out: expected a message with"
                + " literal arguments", start);
        scanner.moveTo(scanner.start() + scanner.name().indexOf('>') + 1);
    }

    private void keep(String selector, List<Literal> arguments, int start) throws SourceException {
        if (!selector.startsWith("primitive:")) {
            pragmas.add(new CodeDraft.Pragma(selector, arguments));
            return;
        }
        if (primitive != null) {
            throw new SourceException(Problem.PRIMITIVE, "a method has one primitive at most", start);
        }
        primitive = PrimitivePragma.of(selector, arguments, start);
        primitiveOffset = start;
    }

    /** The error that the current token is not what was expected. */
    SourceException unexpected(String expected) {
        Token token = scanner.token();
        String found = switch (token) {
            case IDENTIFIER, KEYWORD, BINARY -> "'" + scanner.name() + "'";
            default -> token.description();
        };
        return new SourceException(Problem.UNEXPECTED, "expected " + expected + ", found " + found,
                scanner.start(), token == Token.END);
    }
}
