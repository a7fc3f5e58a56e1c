package st.sendwright.format.chunk;

import java.util.ArrayList;
import java.util.List;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Diagnostic.Severity;
import st.sendwright.language.PlacedText;
import st.sendwright.language.SmalltalkText;
import st.sendwright.language.SourceItem;

/**
 * Reads a file without bangs: statements, each an item of its own, so that an error costs one statement.
 *
 * <p>A declaration of temporaries before a statement becomes a statement that sets these names to nil: as
 * names that are nowhere declared they are workspace variables, which all later statements share.
 */
final class PlainStatements {

    private final PlacedText file;
    private final String text;
    private final List<SourceItem> items = new ArrayList<>();

    PlainStatements(PlacedText file) {
        this.file = file;
        this.text = file.text();
    }

    List<SourceItem> read(int from) {
        int start = skipToStatement(from);
        int depth = 0;
        int at = start;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'' || c == '"') {
                int close = text.indexOf(c, at + 1);
                if (close < 0) {
                    items.add(unterminated(start, at, c == '\''));
                    return items;
                }
                at = close + 1;
            } else if (c == '$') {
                at += 2;
            } else if (Character.isLetter(c) || c == '_') {
                at = skipName(at);
            } else if (c >= '0' && c <= '9') {
                at = skipNumber(at);
            } else if (c == '.' && depth == 0) {
                add(start, at);
                start = skipToStatement(at + 1);
                at = start;
            } else {
                depth = Math.max(0, depth + (opens(c) ? 1 : closes(c) ? -1 : 0));
                at++;
            }
        }
        add(start, Math.min(at, text.length()));
        return items;
    }

    private static boolean opens(char c) {
        return c == '(' || c == '[' || c == '{';
    }

    private static boolean closes(char c) {
        return c == ')' || c == ']' || c == '}';
    }

    private void add(int start, int end) {
        int trimmed = end;
        while (trimmed > start && SmalltalkText.isSeparator(text.charAt(trimmed - 1))) {
            trimmed--;
        }
        if (trimmed > start) {
            items.add(new SourceItem.Statements(file.part(start, trimmed)));
        }
    }

    private SourceItem unterminated(int start, int opened, boolean isString) {
        Diagnostic diagnostic = isString
                ? file.diagnostic(Severity.ERROR, "SW-CHUNK-001", ChunkFormat.UNTERMINATED_STRING, opened)
                : file.diagnostic(Severity.ERROR, "SW-CHUNK-002", ChunkFormat.UNTERMINATED_COMMENT, opened);
        return new SourceItem.Unreadable(diagnostic, file.part(start, text.length()));
    }

    /** Passes over white space, comments, empty statements and declarations. */
    private int skipToStatement(int from) {
        int at = from;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (SmalltalkText.isSeparator(c) || c == '.') {
                at++;
            } else if (c == '"' && text.indexOf('"', at + 1) >= 0) {
                at = text.indexOf('"', at + 1) + 1;
            } else if (c == '|') {
                int end = declare(at);
                if (end < 0) {
                    return at;
                }
                at = end;
            } else {
                return at;
            }
        }
        return text.length();
    }

    /** Reads {@code | a b |}; answers the offset after it, or -1 when it is something else. */
    private int declare(int bar) {
        StringBuilder statement = new StringBuilder();
        int at = bar + 1;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (SmalltalkText.isSeparator(c)) {
                at++;
            } else if (Character.isLetter(c) || c == '_') {
                int end = at;
                while (end < text.length() && isNamePart(text.charAt(end))) {
                    end++;
                }
                statement.append(text, at, end).append(" := ");
                at = end;
            } else if (c == '|') {
                if (!statement.isEmpty()) {
                    items.add(new SourceItem.Statements(file.placed(statement + "nil", bar)));
                }
                return at + 1;
            } else {
                return -1;
            }
        }
        return -1;
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    /** A name, with further parts where a dot joins two capitalised ones. */
    private int skipName(int from) {
        int at = from;
        while (at < text.length() && isNamePart(text.charAt(at))) {
            at++;
        }
        boolean isJoined = Character.isUpperCase(text.charAt(from)) && at + 1 < text.length()
                && text.charAt(at) == '.' && Character.isUpperCase(text.charAt(at + 1));
        return isJoined ? skipName(at + 1) : at;
    }

    private int skipNumber(int from) {
        int at = from;
        while (at < text.length() && isNamePart(text.charAt(at))) {
            at++;
        }
        boolean hasFraction = at + 1 < text.length() && text.charAt(at) == '.'
                && Character.isLetterOrDigit(text.charAt(at + 1)) && isFraction(from, at);
        if (hasFraction) {
            at++;
            while (at < text.length() && isNamePart(text.charAt(at))) {
                at++;
            }
        }
        return at;
    }

    /** Whether the dot at {@code dot} continues the number: a digit of its radix follows. */
    private boolean isFraction(int from, int dot) {
        char next = text.charAt(dot + 1);
        boolean hasRadix = text.substring(from, dot).contains("r");
        return next >= '0' && next <= '9' || hasRadix && next >= 'A' && next <= 'Z';
    }
}
