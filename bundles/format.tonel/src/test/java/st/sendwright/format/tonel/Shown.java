package st.sendwright.format.tonel;

import java.util.List;
import st.sendwright.language.SourceItem;
import st.sendwright.language.SourceText;

/** What a file holds, one line an item: its place, its kind and its text with runs of blanks as one. */
final class Shown {

    private Shown() {
    }

    static List<SourceItem> items(String text) {
        return new TonelFormat().read(SourceText.of(text, "Foo.class.st"));
    }

    static List<String> lines(String text) {
        return items(text).stream().map(Shown::line).toList();
    }

    static String line(SourceItem item) {
        SourceText source = item.source();
        String text = source.text().replaceAll("\\s+", " ");
        String shown = switch (item) {
            case SourceItem.Statements _ -> "run " + text;
            case SourceItem.ClassStatements code -> "run in " + code.className() + ": " + text;
            case SourceItem.Method method -> method.className() + " >> " + text
                    + method.category().map(category -> " {" + category + "}").orElse("")
                    + method.stamp().map(stamp -> " at " + stamp).orElse("");
            case SourceItem.ClassComment comment -> "comment of " + comment.className() + ": " + text;
            case SourceItem.Metadata metadata -> metadata.key() + " of " + metadata.about() + ": " + text;
            case SourceItem.Unreadable unreadable -> unreadable.diagnostic().code() + " at "
                    + unreadable.diagnostic().line() + ":" + unreadable.diagnostic().column() + ": " + text;
        };
        return source.line() + ":" + source.column() + " " + shown;
    }
}
