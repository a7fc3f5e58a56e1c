package st.sendwright.format.gnu;

import java.util.Optional;
import st.sendwright.format.gnu.Token.Kind;
import st.sendwright.language.PlacedText;
import st.sendwright.language.SmalltalkText;
import st.sendwright.language.SourceItem;

/**
 * Takes a method out of its brackets. What is not the method's own, the bracket and the category, becomes
 * blanks, so that everything else keeps its place.
 */
final class MethodSource {

    private final Tokens tokens;
    private final char[] source;
    private final int start;
    private String category;

    private MethodSource(Tokens tokens, int start, int end) {
        this.tokens = tokens;
        this.start = start;
        this.source = tokens.file().text().substring(start, end).toCharArray();
    }

    /** @param close number of the method's closing bracket */
    static SourceItem.Method of(Tokens tokens, String className, Opening.Method method, int close) {
        PlacedText file = tokens.file();
        int start = tokens.at(method.pattern()).start();
        MethodSource source = new MethodSource(tokens, start, tokens.at(close).start());
        source.blank(tokens.at(method.open()).start(), tokens.at(method.open()).end());
        source.takeCategory(method.open() + 1);
        int least = tokens.is(close - 1, Kind.LITERAL) ? tokens.at(close - 1).end() : start;
        return new SourceItem.Method(className, Optional.ofNullable(source.category), Optional.empty(),
                file.placed(source.trimmed(least), start));
    }

    /** Without white space at the end, unless it is a character literal's. */
    private String trimmed(int least) {
        int end = source.length;
        while (end > least - start && SmalltalkText.isSeparator(source[end - 1])) {
            end--;
        }
        return new String(source, 0, end);
    }

    private void blank(int from, int to) {
        for (int at = from; at < to; at++) {
            if (source[at - start] != '\n') {
                source[at - start] = ' ';
            }
        }
    }

    /** Categories stand among temporaries and pragmas, before the first statement. */
    private void takeCategory(int first) {
        int index = first;
        while (true) {
            if (tokens.is(index, Kind.BAR)) {
                index++;
                while (tokens.is(index, Kind.NAME)) {
                    index++;
                }
                if (!tokens.is(index, Kind.BAR)) {
                    return;
                }
                index++;
            } else if (tokens.is(index, Kind.BINARY, "<")) {
                boolean isCategory = tokens.is(index + 1, Kind.KEYWORD, "category:")
                        && (tokens.is(index + 2, Kind.STRING) || tokens.is(index + 2, Kind.SYMBOL))
                        && tokens.is(index + 3, Kind.BINARY, ">");
                if (isCategory) {
                    category = tokens.unquoted(index + 2);
                    blank(tokens.at(index).start(), tokens.at(index + 3).end());
                }
                int end = pragmaEnd(index);
                if (end < 0) {
                    return;
                }
                index = end + 1;
            } else {
                return;
            }
        }
    }

    private int pragmaEnd(int from) {
        int index = from + 1;
        while (!tokens.is(index, Kind.BINARY, ">")) {
            switch (tokens.at(index).kind()) {
                case END, PERIOD, CLOSE_BRACKET, BANG -> {
                    return -1;
                }
                default -> index++;
            }
        }
        return index;
    }
}
