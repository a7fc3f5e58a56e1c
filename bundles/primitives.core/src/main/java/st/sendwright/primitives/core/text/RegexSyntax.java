package st.sendwright.primitives.core.text;

import java.util.Map;
import java.util.regex.Pattern;

/** What regular expressions of other Smalltalks have and {@link Pattern} has not, or has under another name. */
final class RegexSyntax {

    private static final String WORD_BEGIN = "\\b(?=\\w)";
    private static final String WORD_END = "\\b(?<=\\w)";
    /** POSIX classes, which stand within brackets. */
    private static final Map<String, String> CLASSES = Map.ofEntries(Map.entry("alpha", "\\p{Alpha}"),
            Map.entry("digit", "\\p{Digit}"), Map.entry("alnum", "\\p{Alnum}"), Map.entry("upper", "\\p{Upper}"),
            Map.entry("lower", "\\p{Lower}"), Map.entry("space", "\\p{Space}"), Map.entry("blank", "\\p{Blank}"),
            Map.entry("punct", "\\p{Punct}"), Map.entry("cntrl", "\\p{Cntrl}"), Map.entry("graph", "\\p{Graph}"),
            Map.entry("print", "\\p{Print}"), Map.entry("xdigit", "\\p{XDigit}"));

    private RegexSyntax() {
    }

    /**
     * The expression in Java's syntax: {@code \<} and {@code \>} are the begin and the end of a word, and
     * {@code [[:digit:]]} is a digit. What is quoted between {@code \Q} and {@code \E} stays, and all else.
     */
    static String inJava(String expression) {
        if (expression.indexOf("\\<") < 0 && expression.indexOf("\\>") < 0 && expression.indexOf("[:") < 0) {
            return expression;
        }
        StringBuilder java = new StringBuilder(expression.length() + 16);
        int brackets = 0;
        int at = 0;
        while (at < expression.length()) {
            char c = expression.charAt(at);
            if (c == '\\' && at + 1 < expression.length()) {
                at = escape(expression, at, brackets > 0, java);
                continue;
            }
            int end = c == '[' && brackets > 0 ? classEnd(expression, at) : -1;
            if (end > 0) {
                java.append(CLASSES.get(expression.substring(at + 2, end)));
                at = end + 2;
                continue;
            }
            brackets = Math.max(0, brackets + (c == '[' ? 1 : c == ']' ? -1 : 0));
            java.append(c);
            at++;
        }
        return java.toString();
    }

    private static int escape(String expression, int at, boolean isInBrackets, StringBuilder java) {
        char escaped = expression.charAt(at + 1);
        int end = at + 2;
        if (escaped == 'Q') {
            int close = expression.indexOf("\\E", end);
            end = close < 0 ? expression.length() : close + 2;
        }
        if (!isInBrackets && (escaped == '<' || escaped == '>')) {
            java.append(escaped == '<' ? WORD_BEGIN : WORD_END);
        } else {
            java.append(expression, at, end);
        }
        return end;
    }

    /** The offset of {@code :]} behind a class's name that begins here, or -1. */
    private static int classEnd(String expression, int at) {
        int end = expression.startsWith("[:", at) ? expression.indexOf(":]", at) : -1;
        return end > 0 && CLASSES.containsKey(expression.substring(at + 2, end)) ? end : -1;
    }
}
