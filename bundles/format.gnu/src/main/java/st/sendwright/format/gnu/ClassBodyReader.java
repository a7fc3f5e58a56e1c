package st.sendwright.format.gnu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import st.sendwright.format.gnu.Token.Kind;

/** Reads what stands between the brackets of one class definition or extension. */
final class ClassBodyReader {

    private final Tokens tokens;
    private final Openings openings;
    private final Items items;
    private final String className;
    /** Empty for an extension. */
    private final Optional<ClassDefinition> definition;
    private boolean isEndReported;

    ClassBodyReader(Tokens tokens, Openings openings, Items items, String className,
            Optional<ClassDefinition> definition) {
        this.tokens = tokens;
        this.openings = openings;
        this.items = items;
        this.className = className;
        this.definition = definition;
    }

    /**
     * Reads on from {@code first} to the end of the body.
     *
     * @param open number of the body's bracket, for the report when its end is missing
     * @return number of the token after the body
     */
    int read(int first, boolean isClassSide, int open) {
        int index = first;
        while (true) {
            switch (tokens.at(index).kind()) {
                case CLOSE_BRACKET -> {
                    return index + 1;
                }
                case END -> {
                    reportMissingEnd(open, index);
                    return index;
                }
                case PERIOD -> index++;
                case BROKEN_STRING, BROKEN_COMMENT -> {
                    items.broken(index, index);
                    index++;
                }
                default -> {
                    if (isForeign(index, isClassSide)) {
                        reportMissingEnd(open, index);
                        return index;
                    }
                    index = element(index, isClassSide);
                }
            }
        }
    }

    /** Whether something begins that stands in no class body, so that a bracket must be missing before it. */
    private boolean isForeign(int index, boolean isClassSide) {
        if (openings.isAnnouncement(index)) {
            return true;
        }
        Optional<Opening> structure = openings.structureAt(index);
        boolean isClassPart = structure.isPresent() && !isClassSide
                && structure.get() instanceof Opening.Extension extension && !extension.isWritten();
        return structure.isPresent() && !isClassPart;
    }

    private void reportMissingEnd(int open, int index) {
        if (!isEndReported) {
            isEndReported = true;
            items.unreadable("SW-GNU-003", "the body of " + className + " that begins here has no end;"
                    + " expected ] before " + place(index) + ", unless a method in the body lacks its own", open,
                    index, index);
        }
    }

    private String place(int index) {
        return tokens.is(index, Kind.END) ? "the end of the file" : "line " + items.lineOf(index);
    }

    private int element(int index, boolean isClassSide) {
        if (tokens.is(index, Kind.BAR)) {
            int end = variables(index, isClassSide);
            if (end >= 0) {
                return end;
            }
        }
        if (tokens.is(index, Kind.BINARY, "<") && tokens.is(index + 1, Kind.KEYWORD)) {
            int end = attributeEnd(index);
            if (end >= 0) {
                attribute(index, end, isClassSide);
                return end + 1;
            }
        }
        if (openings.structureAt(index).orElse(null) instanceof Opening.Extension classPart) {
            return classPart(index, classPart);
        }
        if (tokens.is(index, Kind.NAME) && tokens.is(index + 1, Kind.ASSIGN)) {
            return classVariable(index);
        }
        Optional<Opening.Method> method = openings.methodAt(index);
        return method.isPresent() ? method(index, method.get(), isClassSide) : skipUnreadable(index);
    }

    private int classPart(int index, Opening.Extension classPart) {
        if (!classPart.name().equals(className)) {
            items.warning("SW-GNU-005", "'" + classPart.name() + " class' stands in the body of " + className
                    + "; what it holds is taken as " + className + " class", index);
        }
        return read(classPart.open() + 1, true, classPart.open());
    }

    // Variables

    /** Reads {@code | a b |}; answers -1 when it is something else. */
    private int variables(int bar, boolean isClassSide) {
        List<String> names = new ArrayList<>();
        int index = bar + 1;
        while (tokens.is(index, Kind.NAME)) {
            names.add(tokens.textOf(index));
            index++;
        }
        if (!tokens.is(index, Kind.BAR)) {
            return -1;
        }
        if (!names.isEmpty()) {
            declare(names, bar, isClassSide);
        }
        return index + 1;
    }

    private void declare(List<String> names, int token, boolean isClassSide) {
        if (definition.isPresent() && !isClassSide) {
            definition.get().addInstanceVariables(names);
            return;
        }
        for (String name : names) {
            items.statements(className + (isClassSide ? " class" : "") + " addInstVarName: '" + name + "'",
                    token);
        }
    }

    private int classVariable(int index) {
        String name = tokens.textOf(index);
        if (definition.isPresent()) {
            definition.get().addClassVariable(name);
        } else {
            items.statements(className + " addClassVarName: '" + name + "'", index);
        }
        int end = expressionEnd(index + 2);
        items.classStatements(className, index, end);
        return tokens.is(end, Kind.PERIOD) ? end + 1 : end;
    }

    /** The token after an expression: a period, the end of the body, or what cannot belong to it. */
    private int expressionEnd(int from) {
        int depth = 0;
        int index = from;
        while (true) {
            Kind kind = tokens.at(index).kind();
            switch (kind) {
                case OPEN_BRACKET, OPEN_OTHER -> {
                    if (kind == Kind.OPEN_BRACKET && tokens.at(index - 1).kind().endsOperand()) {
                        int start = openings.startOf(index, from);
                        if (start >= 0) {
                            return start;
                        }
                    }
                    depth++;
                }
                case CLOSE_BRACKET, CLOSE_OTHER -> {
                    if (depth == 0) {
                        return index;
                    }
                    depth--;
                }
                case PERIOD -> {
                    if (depth == 0) {
                        return index;
                    }
                }
                case BANG, END, BROKEN_STRING, BROKEN_COMMENT -> {
                    return index;
                }
                default -> { }
            }
            index++;
        }
    }

    // Attributes

    /** The number of the {@code >} that ends the attribute, or -1. */
    private int attributeEnd(int from) {
        int depth = 0;
        int index = from + 2;
        while (true) {
            switch (tokens.at(index).kind()) {
                case OPEN_BRACKET, OPEN_OTHER -> depth++;
                case CLOSE_BRACKET, CLOSE_OTHER -> depth--;
                case BINARY -> {
                    if (depth == 0 && tokens.is(index, Kind.BINARY, ">")) {
                        return index;
                    }
                }
                case PERIOD, BANG, END, BROKEN_STRING, BROKEN_COMMENT -> {
                    return -1;
                }
                default -> { }
            }
            if (depth < 0) {
                return -1;
            }
            index++;
        }
    }

    private void attribute(int index, int end, boolean isClassSide) {
        boolean isLiteral = end == index + 3;
        boolean isString = isLiteral && tokens.is(index + 2, Kind.STRING);
        switch (tokens.textOf(index + 1)) {
            case "comment:" -> {
                if (isClassSide) {
                    items.metadata(className + " class", "comment", index, end + 1);
                } else if (isString) {
                    items.comment(className, index + 2);
                } else {
                    send(index, end, isClassSide);
                }
            }
            case "category:" -> {
                boolean isText = isString || isLiteral && tokens.is(index + 2, Kind.SYMBOL);
                if (isText && isClassSide) {
                    items.metadata(className + " class", "comment", index, end + 1);
                } else if (isText && definition.isPresent()) {
                    definition.get().category(tokens.unquoted(index + 2));
                } else {
                    send(index, end, isClassSide);
                }
            }
            case "shape:" -> {
                boolean isSymbol = isLiteral && tokens.is(index + 2, Kind.SYMBOL);
                if (isSymbol && definition.isPresent() && !isClassSide) {
                    definition.get().shape(tokens.unquoted(index + 2));
                } else if (!isLiteral || !tokens.is(index + 2, Kind.NAME, "nil")) {
                    send(index, end, isClassSide);
                }
            }
            default -> send(index, end, isClassSide);
        }
    }

    /** GNU Smalltalk sends an attribute it does not know itself to the class. */
    private void send(int index, int end, boolean isClassSide) {
        String message = tokens.file().text().substring(tokens.at(index + 1).start(), tokens.at(end).start());
        items.classStatements(className, (isClassSide ? "self class " : "self ") + message.stripTrailing(),
                index);
    }

    // Methods

    private int method(int index, Opening.Method method, boolean isClassSide) {
        String side = isClassSide ? className + " class" : className;
        String target = method.className().isEmpty() ? side : method.className();
        Body body = Body.of(tokens, openings, method.open());
        if (body.isWhole()) {
            items.method(MethodSource.of(tokens, target, method, body.end()));
            return body.end() + 1;
        }
        return brokenMethod(index, method, body);
    }

    private int brokenMethod(int index, Opening.Method method, Body body) {
        if (tokens.is(body.end(), Kind.BROKEN_STRING) || tokens.is(body.end(), Kind.BROKEN_COMMENT)) {
            items.broken(index, body.end());
            return body.end() + 1;
        }
        isEndReported |= tokens.is(body.end(), Kind.END);
        items.unreadable("SW-GNU-003", "this [ has no end; expected ] before " + place(body.end())
                + ". The method " + pattern(method) + " is left out", body.unclosed(), index, body.end());
        return body.end();
    }

    private String pattern(Opening.Method method) {
        StringBuilder pattern = new StringBuilder();
        for (int index = method.pattern(); index < method.open(); index++) {
            pattern.append(pattern.isEmpty() ? "" : " ").append(tokens.textOf(index));
        }
        return pattern.toString();
    }

    // Damage

    private int skipUnreadable(int index) {
        int end = nextElement(index);
        items.unreadable("SW-GNU-004", "this is no part of a class body; expected a method such as"
                + " 'name [ ... ]', variables '| a b |', 'Name := value.', '<comment: ''...''>' or ]", index, index,
                end);
        return end;
    }

    private int nextElement(int from) {
        int depth = tokens.is(from, Kind.OPEN_BRACKET) ? 1 : 0;
        int index = from + 1;
        while (true) {
            switch (tokens.at(index).kind()) {
                case OPEN_BRACKET -> {
                    int start = openings.startOf(index, from + 1);
                    if (start >= 0) {
                        return start;
                    }
                    depth++;
                }
                case CLOSE_BRACKET -> {
                    if (depth == 0) {
                        return index;
                    }
                    depth--;
                }
                case BINARY -> {
                    if (depth == 0 && tokens.is(index, Kind.BINARY, "<") && tokens.is(index + 1, Kind.KEYWORD)
                            && tokens.startsLine(index)) {
                        return index;
                    }
                }
                case BANG -> {
                    if (openings.isAnnouncement(index)) {
                        return index;
                    }
                }
                case END, BROKEN_STRING, BROKEN_COMMENT -> {
                    return index;
                }
                default -> { }
            }
            index++;
        }
    }
}
