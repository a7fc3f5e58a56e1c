package st.sendwright.format.gnu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import st.sendwright.format.gnu.Token.Kind;
import st.sendwright.language.Diagnostic.Severity;
import st.sendwright.language.PlacedText;
import st.sendwright.language.SmalltalkText;
import st.sendwright.language.SourceItem;

/** Makes items from tokens and collects them. */
final class Items {

    private final Tokens tokens;
    private final PlacedText file;
    private final List<SourceItem> items = new ArrayList<>();

    Items(Tokens tokens) {
        this.tokens = tokens;
        this.file = tokens.file();
    }

    List<SourceItem> list() {
        return items;
    }

    int size() {
        return items.size();
    }

    /** Puts statements that stand for others in the file before what came since. */
    void insertStatements(int index, String text, int token) {
        items.add(index, new SourceItem.Statements(file.placed(text, offset(token))));
    }

    /** Statements that stand for others in the file. */
    void statements(String text, int token) {
        items.add(new SourceItem.Statements(file.placed(text, offset(token))));
    }

    /** Statements as they are, from one token up to another, which is not theirs. */
    void statements(int from, int to) {
        int start = tokens.at(from).start();
        int end = trimmed(start, to > from ? tokens.at(to - 1).end() : start);
        if (end > start) {
            items.add(new SourceItem.Statements(file.part(start, end)));
        }
    }

    void classStatements(String className, String text, int token) {
        items.add(new SourceItem.ClassStatements(className, file.placed(text, offset(token))));
    }

    void classStatements(String className, int from, int to) {
        items.add(new SourceItem.ClassStatements(className,
                file.part(tokens.at(from).start(), tokens.at(to - 1).end())));
    }

    void comment(String className, int string) {
        items.add(new SourceItem.ClassComment(className, Optional.empty(),
                file.placed(tokens.unquoted(string), tokens.at(string).start())));
    }

    void metadata(String about, String key, int from, int to) {
        items.add(new SourceItem.Metadata(about, key,
                file.part(tokens.at(from).start(), tokens.at(to - 1).end())));
    }

    void method(SourceItem.Method method) {
        items.add(method);
    }

    /** A method between bangs, with the comments before it. */
    void bangMethod(String className, Optional<String> category, Optional<String> stamp, int previousBang,
            int bang) {
        int start = tokens.at(previousBang).end();
        int end = trimmed(start, tokens.at(bang).start());
        while (start < end && SmalltalkText.isSeparator(file.text().charAt(start))) {
            start++;
        }
        items.add(new SourceItem.Method(className, category, stamp, file.part(start, end)));
    }

    private int trimmed(int start, int end) {
        int at = end;
        while (at > start && SmalltalkText.isSeparator(file.text().charAt(at - 1))) {
            at--;
        }
        return at;
    }

    private int offset(int token) {
        return tokens.at(token).start();
    }

    /** A part that is left out, from one token up to another; the report is about the token {@code about}. */
    void unreadable(String code, String message, int about, int from, int to) {
        int start = offset(from);
        int end = Math.max(start, trimmed(start, offset(Math.max(from, to))));
        items.add(new SourceItem.Unreadable(
                file.diagnostic(Severity.ERROR, code, message, offset(about)), file.part(start, end)));
    }

    void warning(String code, String message, int about) {
        items.add(new SourceItem.Unreadable(file.diagnostic(Severity.WARNING, code, message, offset(about)),
                file.part(offset(about), offset(about))));
    }

    /** A part from {@code from} to the string or comment at {@code broken} that has no end. */
    void broken(int from, int broken) {
        boolean isString = tokens.is(broken, Kind.BROKEN_STRING);
        int start = offset(from);
        items.add(new SourceItem.Unreadable(
                file.diagnostic(Severity.ERROR, isString ? "SW-GNU-001" : "SW-GNU-002",
                        isString ? "this string has no end; expected a closing ' before the next definition"
                                : "this comment has no end; expected a closing \" before the next definition",
                        offset(broken)),
                file.part(start, Math.max(start, tokens.at(broken).end()))));
    }

    int lineOf(int token) {
        return file.placed("", offset(token)).line();
    }
}
