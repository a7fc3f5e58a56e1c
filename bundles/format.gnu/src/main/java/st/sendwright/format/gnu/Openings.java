package st.sendwright.format.gnu;

import java.util.Optional;
import st.sendwright.format.gnu.Token.Kind;

/** Recognises what stands before a bracket that no expression can have there. */
final class Openings {

    /** So many tokens a definition's beginning may have: a method with 30 arguments. */
    private static final int LONGEST = 64;

    private final Tokens tokens;

    Openings(Tokens tokens) {
        this.tokens = tokens;
    }

    /** The opening whose first token is {@code index}. */
    Optional<Opening> at(int index) {
        Optional<Opening> structure = structureAt(index);
        return structure.isPresent() ? structure : methodAt(index).map(method -> method);
    }

    /** The same for all that is not a method. */
    Optional<Opening> structureAt(int index) {
        if (!tokens.is(index, Kind.NAME)) {
            return Optional.empty();
        }
        if (tokens.is(index, Kind.NAME, "Eval") && tokens.is(index + 1, Kind.OPEN_BRACKET)) {
            return Optional.of(new Opening.Evaluation(index + 1));
        }
        if (tokens.is(index + 1, Kind.KEYWORD)) {
            return keywordAt(index);
        }
        int next = index + 1;
        boolean isClassSide = tokens.is(next, Kind.NAME, "class");
        if (isClassSide && tokens.is(next + 1, Kind.OPEN_BRACKET)) {
            return Optional.of(new Opening.Extension(tokens.simpleName(index), true, false, next + 1));
        }
        int extend = isClassSide ? next + 1 : next;
        if (tokens.is(extend, Kind.NAME, "extend") && tokens.is(extend + 1, Kind.OPEN_BRACKET)) {
            return Optional.of(
                    new Opening.Extension(tokens.simpleName(index), isClassSide, true, extend + 1));
        }
        return Optional.empty();
    }

    private Optional<Opening> keywordAt(int index) {
        int open = index + 3;
        if (!tokens.is(open, Kind.OPEN_BRACKET)) {
            return Optional.empty();
        }
        boolean isNamed = tokens.is(index + 2, Kind.NAME);
        boolean isNamespace = tokens.is(index, Kind.NAME, "Namespace")
                && tokens.is(index + 1, Kind.KEYWORD, "current:");
        if (isNamed && isNamespace) {
            return Optional.of(new Opening.Namespace(tokens.simpleName(index + 2), open));
        }
        if (!tokens.is(index + 1, Kind.KEYWORD, "subclass:")) {
            return Optional.empty();
        }
        String superclass = tokens.simpleName(index);
        if (isNamed) {
            return Optional.of(new Opening.Definition(superclass, tokens.simpleName(index + 2), open));
        }
        return tokens.is(index + 2, Kind.SYMBOL)
                ? Optional.of(new Opening.Definition(superclass, tokens.unquoted(index + 2), open))
                : Optional.empty();
    }

    /** A method's pattern and its bracket, perhaps with a class before it. */
    Optional<Opening.Method> methodAt(int index) {
        int arrow = tokens.is(index + 1, Kind.NAME, "class") ? index + 2 : index + 1;
        if (tokens.is(index, Kind.NAME) && tokens.is(arrow, Kind.BINARY, ">>")) {
            String className = tokens.simpleName(index) + (arrow == index + 1 ? "" : " class");
            int open = patternEnd(arrow + 1);
            return open < 0 ? Optional.empty()
                    : Optional.of(new Opening.Method(className, arrow + 1, open));
        }
        int open = patternEnd(index);
        return open < 0 ? Optional.empty() : Optional.of(new Opening.Method("", index, open));
    }

    /** The number of the bracket behind the pattern that starts at {@code index}, or -1. */
    private int patternEnd(int index) {
        int end = switch (tokens.at(index).kind()) {
            case NAME -> index + 1;
            case BINARY -> tokens.is(index + 1, Kind.NAME) ? index + 2 : -1;
            case BAR -> binaryOfBars(index);
            case KEYWORD -> keywordsEnd(index);
            default -> -1;
        };
        return end >= 0 && tokens.is(end, Kind.OPEN_BRACKET) ? end : -1;
    }

    /** Bars are tokens of their own, and so begin selectors such as {@code ||} piece by piece. */
    private int binaryOfBars(int index) {
        int end = index + 1;
        while (tokens.at(end).start() == tokens.at(end - 1).end()
                && (tokens.is(end, Kind.BAR) || tokens.is(end, Kind.BINARY))) {
            end++;
        }
        return tokens.is(end, Kind.NAME) ? end + 1 : -1;
    }

    private int keywordsEnd(int index) {
        int end = index;
        while (tokens.is(end, Kind.KEYWORD)) {
            if (!tokens.is(end + 1, Kind.NAME) || end - index > LONGEST) {
                return -1;
            }
            end += 2;
        }
        return end;
    }

    /**
     * Where the definition begins whose bracket is {@code open}: a bracket behind an operand, which no
     * expression has. It must begin a line.
     *
     * @param from nothing before this token is looked at
     * @return -1 when there is no such definition
     */
    int startOf(int open, int from) {
        int start = -1;
        for (int index = open - 1; index >= Math.max(from, open - LONGEST); index--) {
            Kind kind = tokens.at(index).kind();
            boolean canBePart = kind == Kind.NAME || kind == Kind.KEYWORD || kind == Kind.BINARY
                    || kind == Kind.BAR || kind == Kind.SYMBOL;
            if (!canBePart) {
                break;
            }
            if (tokens.startsLine(index) && at(index).filter(opening -> opening.open() == open).isPresent()) {
                start = index;
            }
        }
        return start;
    }

    /** Whether a bang announces methods: {@code !Foo class methodsFor:}. */
    boolean isAnnouncement(int bang) {
        int keyword = tokens.is(bang + 2, Kind.NAME, "class") ? bang + 3 : bang + 2;
        return tokens.is(bang, Kind.BANG) && tokens.is(bang + 1, Kind.NAME)
                && tokens.is(keyword, Kind.KEYWORD, "methodsFor:");
    }
}
