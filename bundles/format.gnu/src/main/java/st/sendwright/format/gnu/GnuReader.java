package st.sendwright.format.gnu;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import st.sendwright.format.gnu.Token.Kind;
import st.sendwright.language.PlacedText;
import st.sendwright.language.SourceItem;

/** Reads one file, front to back: definitions, statements, and methods between bangs. */
final class GnuReader {

    private final Tokens tokens;
    private final Openings openings;
    private final Items items;
    private int index;
    private int definitions;
    /** Numbers of the brackets of the namespaces that are open, nested as deep as a file likes. */
    private final Deque<Integer> namespaces = new ArrayDeque<>();
    private String lastClass = "";
    private int lastClassEnd;

    GnuReader(PlacedText file, int from) {
        this.tokens = new Tokens(file, from);
        this.openings = new Openings(tokens);
        this.items = new Items(tokens);
    }

    /** How many definitions in brackets the file has; {@link #read} first. */
    int definitions() {
        return definitions;
    }

    List<SourceItem> read() {
        while (!tokens.is(index, Kind.END)) {
            readNext();
        }
        for (int open : namespaces) {
            items.unreadable("SW-GNU-003", "the namespace that begins here has no end; expected ] before"
                    + " the end of the file", open, index, index);
        }
        return items.list();
    }

    private void readNext() {
        switch (tokens.at(index).kind()) {
            case PERIOD, BANG -> index++;
            case BROKEN_STRING, BROKEN_COMMENT -> {
                items.broken(index, index);
                index++;
            }
            case CLOSE_BRACKET -> closeNamespace();
            case BAR -> {
                if (!readTemporaries()) {
                    readStatement();
                }
            }
            default -> readDefinitionOrStatement();
        }
    }

    private void closeNamespace() {
        if (namespaces.isEmpty()) {
            items.unreadable("SW-GNU-006", "this ] closes nothing; expected a definition or a statement, or"
                    + " one [ more before it", index, index, index + 1);
        } else {
            namespaces.pop();
        }
        index++;
    }

    private void readDefinitionOrStatement() {
        Optional<Opening> opening = openings.at(index);
        if (opening.isPresent()) {
            definitions++;
            readOpening(opening.get());
        } else if (!namespaces.isEmpty() && tokens.is(index, Kind.BINARY, "<")
                && tokens.is(index + 1, Kind.KEYWORD)) {
            readNamespaceAttribute();
        } else {
            readStatement();
        }
    }

    private void readOpening(Opening opening) {
        switch (opening) {
            case Opening.Evaluation evaluation -> readEvaluation(evaluation);
            case Opening.Namespace namespace -> {
                namespaces.push(namespace.open());
                if (!namespace.name().equals("Smalltalk")) {
                    items.statements("Smalltalk addSubspace: #" + namespace.name(), index);
                }
                index = namespace.open() + 1;
            }
            case Opening.Definition definition -> readClass(definition);
            case Opening.Extension extension -> {
                ClassBodyReader body = body(extension.name(), Optional.empty());
                finishClass(extension.name(), body.read(extension.open() + 1, extension.isClassSide(),
                        extension.open()));
            }
            case Opening.Method method -> readMethod(method);
        }
    }

    private ClassBodyReader body(String className, Optional<ClassDefinition> definition) {
        return new ClassBodyReader(tokens, openings, items, className, definition);
    }

    private void finishClass(String className, int next) {
        lastClass = className;
        lastClassEnd = next - 1;
        index = next;
    }

    private void readClass(Opening.Definition opening) {
        ClassDefinition definition = new ClassDefinition(opening.superclass(), opening.name());
        int first = items.size();
        int token = index;
        int next = body(opening.name(), Optional.of(definition))
                .read(opening.open() + 1, false, opening.open());
        items.insertStatements(first, definition.message(), token);
        if (!definition.categoryMessage().isEmpty()) {
            items.insertStatements(first + 1, definition.categoryMessage(), token);
        }
        finishClass(opening.name(), next);
    }

    /** A method by itself names its class; one that does not was in a class whose body ended too early. */
    private void readMethod(Opening.Method method) {
        if (!method.className().isEmpty()) {
            Body body = Body.of(tokens, openings, method.open());
            if (body.isWhole()) {
                items.method(MethodSource.of(tokens, method.className(), method, body.end()));
                index = body.end() + 1;
            } else {
                breakOff(body, "method");
            }
        } else if (lastClass.isEmpty()) {
            Body body = Body.of(tokens, openings, method.open());
            items.unreadable("SW-GNU-007", "this method stands in no class; expected 'Name >> ' before it, or"
                    + " 'Name extend [' around it", index, index, body.end() + (body.isWhole() ? 1 : 0));
            index = body.isWhole() ? body.end() + 1 : body.end();
        } else {
            items.unreadable("SW-GNU-007", "this method stands in no class, as the body of " + lastClass
                    + " ended in line " + items.lineOf(lastClassEnd) + ", perhaps by a ] too many; it and"
                    + " what follows are taken as parts of " + lastClass, index, index, index);
            finishClass(lastClass, body(lastClass, Optional.empty()).read(index, false, index));
        }
    }

    private void breakOff(Body body, String what) {
        boolean isQuote = tokens.is(body.end(), Kind.BROKEN_STRING)
                || tokens.is(body.end(), Kind.BROKEN_COMMENT);
        if (isQuote) {
            items.broken(index, body.end());
            index = body.end() + 1;
            return;
        }
        items.unreadable("SW-GNU-003", "this [ has no end; expected ] before " + place(body.end())
                + ". The " + what + " is left out", body.unclosed(), index, body.end());
        index = body.end();
    }

    private String place(int token) {
        return tokens.is(token, Kind.END) ? "the end of the file" : "line " + items.lineOf(token);
    }

    private void readEvaluation(Opening.Evaluation evaluation) {
        Body body = Body.of(tokens, openings, evaluation.open());
        if (body.isWhole()) {
            items.statements(evaluation.open() + 1, body.end());
            index = body.end() + 1;
        } else {
            breakOff(body, "evaluation");
        }
    }

    private void readNamespaceAttribute() {
        int end = index + 1;
        while (!tokens.is(end, Kind.BINARY, ">") && !tokens.is(end, Kind.END)
                && !tokens.is(end, Kind.OPEN_BRACKET) && !tokens.is(end, Kind.CLOSE_BRACKET)) {
            end++;
        }
        if (!tokens.is(end, Kind.BINARY)) {
            readStatement();
            return;
        }
        items.metadata("", "comment", index, end + 1);
        index = end + 1;
    }

    // Statements

    /**
     * A declaration sets the names to nil: as names that are nowhere declared they are workspace variables,
     * which all later statements share.
     */
    private boolean readTemporaries() {
        StringBuilder statement = new StringBuilder();
        int end = index + 1;
        while (tokens.is(end, Kind.NAME)) {
            statement.append(tokens.textOf(end)).append(" := ");
            end++;
        }
        if (!tokens.is(end, Kind.BAR)) {
            return false;
        }
        if (!statement.isEmpty()) {
            items.statements(statement + "nil", index);
        }
        index = end + 1;
        return true;
    }

    private void readStatement() {
        int start = index;
        int end = statementEnd(start);
        if (tokens.is(end, Kind.BANG) && isMethodsFor(start)) {
            readAnnouncedMethods(start, end);
            return;
        }
        if (tokens.is(end, Kind.BROKEN_STRING) || tokens.is(end, Kind.BROKEN_COMMENT)) {
            items.broken(start, end);
            index = end + 1;
            return;
        }
        items.statements(start, end);
        index = Math.max(end, start + 1);
    }

    /** The token after the statement: one that ends it, or the first of what follows without a period. */
    private int statementEnd(int start) {
        int depth = 0;
        int lastLine = -1;
        int at = start;
        while (true) {
            Kind kind = tokens.at(at).kind();
            boolean isAfterOperand = at > start && tokens.at(at - 1).kind().endsOperand();
            switch (kind) {
                case END, BANG, BROKEN_STRING, BROKEN_COMMENT -> {
                    return depth > 0 && lastLine >= 0 ? lastLine : at;
                }
                case PERIOD -> {
                    if (depth == 0) {
                        return at;
                    }
                    boolean isOutermost = tokens.startsLine(at + 1)
                            && tokens.columnOf(at + 1) <= tokens.columnOf(start);
                    lastLine = lastLine < 0 && isOutermost ? at : lastLine;
                }
                case OPEN_BRACKET -> {
                    int definition = isAfterOperand ? openings.startOf(at, start + 1) : -1;
                    if (definition >= 0) {
                        return definition;
                    }
                    depth++;
                }
                case CLOSE_BRACKET, CLOSE_OTHER -> {
                    if (depth == 0 && kind == Kind.CLOSE_BRACKET) {
                        return at;
                    }
                    depth = Math.max(0, depth - 1);
                }
                default -> {
                    if (depth == 0 && isAfterOperand && kind.beginsOperand()) {
                        return at;
                    }
                    depth += kind == Kind.OPEN_OTHER ? 1 : 0;
                }
            }
            at++;
        }
    }

    // Methods between bangs

    private boolean isMethodsFor(int start) {
        int keyword = tokens.is(start + 1, Kind.NAME, "class") ? start + 2 : start + 1;
        return tokens.is(start, Kind.NAME) && tokens.is(keyword, Kind.KEYWORD, "methodsFor:");
    }

    private void readAnnouncedMethods(int start, int end) {
        boolean isClassSide = tokens.is(start + 1, Kind.NAME, "class");
        String className = tokens.simpleName(start) + (isClassSide ? " class" : "");
        int argument = start + (isClassSide ? 3 : 2);
        boolean isText = tokens.is(argument, Kind.STRING) || tokens.is(argument, Kind.SYMBOL);
        Optional<String> category = isText ? Optional.of(tokens.unquoted(argument)) : Optional.empty();
        boolean isStamped = tokens.is(argument + 1, Kind.KEYWORD, "stamp:")
                && tokens.is(argument + 2, Kind.STRING);
        Optional<String> stamp = isStamped ? Optional.of(tokens.unquoted(argument + 2)) : Optional.empty();
        int bang = end;
        while (true) {
            int next = methodEnd(bang + 1);
            boolean isEmpty = next == bang + 1;
            if (tokens.is(next, Kind.BANG)) {
                if (isEmpty) {
                    index = next + 1;
                    return;
                }
                items.bangMethod(className, category, stamp, bang, next);
                bang = next;
            } else if (tokens.is(next, Kind.BROKEN_STRING) || tokens.is(next, Kind.BROKEN_COMMENT)) {
                items.broken(bang + 1, next);
                index = next + 1;
                return;
            } else {
                endWithinMethods(bang, next, isEmpty);
                index = next;
                return;
            }
        }
    }

    private void endWithinMethods(int bang, int next, boolean isEmpty) {
        if (isEmpty) {
            items.warning("SW-GNU-008", "a category of methods ends here without its last bang; expected"
                    + " '! !' before " + place(next), bang);
        } else {
            items.unreadable("SW-GNU-008", "the method that starts here has no end; expected ! before "
                    + place(next) + ". It is left out", bang + 1, bang + 1, next);
        }
    }

    /** The bang that ends a method, or what shows that it lacks one. */
    private int methodEnd(int from) {
        int at = from;
        while (true) {
            switch (tokens.at(at).kind()) {
                case BANG, END, BROKEN_STRING, BROKEN_COMMENT -> {
                    return at;
                }
                case OPEN_BRACKET -> {
                    int definition = at > from && tokens.at(at - 1).kind().endsOperand()
                            ? openings.startOf(at, from) : -1;
                    if (definition >= 0 && !isOwnPattern(definition, from)) {
                        return definition;
                    }
                }
                default -> { }
            }
            at++;
        }
    }

    /** Whether the bracket stands behind the pattern of the method itself: its first statement is a block. */
    private boolean isOwnPattern(int definition, int from) {
        return definition == from && openings.structureAt(from).isEmpty()
                && openings.methodAt(from).filter(method -> method.className().isEmpty()).isPresent();
    }
}
