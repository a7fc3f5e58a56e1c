package st.sendwright.language.loader;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import st.sendwright.language.SourceItem;
import st.sendwright.language.SourceText;

/**
 * Turns what dialects say of classes and methods into messages to those classes, which remember it for the day
 * they are filed out.
 */
final class Annotations {

    private static final String OF_METHOD = "categoriesFor:";

    /** Keys whose argument a class keeps as source. */
    private static final Set<String> KEPT = Set.of("guid:", "sourceManager:", "methodProtocol:");

    private Annotations() {
    }

    /** What a message keeps, so that it need not be mentioned; empty when nothing keeps it. */
    static Optional<SourceText> message(SourceItem.Metadata metadata) {
        String key = metadata.key();
        if (metadata.about().isEmpty()) {
            return Optional.empty();
        }
        if (key.startsWith(OF_METHOD)) {
            String selector = key.substring(OF_METHOD.length()).strip();
            return Optional.of(to(metadata, "methodCategories: " + names(metadata) + " for: "
                    + quoted(selector.startsWith("#") ? selector.substring(1) : selector)));
        }
        if (key.equals("categoriesForClass")) {
            return Optional.of(to(metadata, "classCategories: " + names(metadata)));
        }
        if (KEPT.contains(key) || key.matches("is[A-Z]\\w*:")) {
            return Optional.of(to(metadata, "annotationAt: " + quoted(key) + " put: "
                    + quoted(metadata.source().text())));
        }
        return Optional.empty();
    }

    /** The stamp of a class's comment. */
    static SourceText commentStamp(SourceItem.ClassComment comment, String stamp) {
        return to(comment.className(), comment.source(), "commentStamp: " + quoted(stamp));
    }

    /** The package that a class came with. */
    static SourceText packageOf(String className, SourceText where, String packageName) {
        return to(className, where, "annotationAt: 'package' put: " + quoted(packageName));
    }

    /** Makes a name a global variable, with or without a namespace before it. */
    static SourceText global(String name, SourceText where) {
        return new SourceText("Smalltalk at: #" + name.substring(name.lastIndexOf('.') + 1)
                + " ifAbsent: [Smalltalk at: #" + name.substring(name.lastIndexOf('.') + 1) + " put: nil]",
                where.file(), where.line(), where.column());
    }

    private static SourceText to(SourceItem.Metadata metadata, String message) {
        return to(metadata.about(), metadata.source(), message);
    }

    /** Loading goes on where the class is missing: that is reported elsewhere. */
    private static SourceText to(String className, SourceText where, String message) {
        return new SourceText("(Smalltalk classNamed: " + quoted(className) + ") ifNotNil: [:class | class "
                + message + "]", where.file(), where.line(), where.column());
    }

    private static String names(SourceItem.Metadata metadata) {
        return Arrays.stream(metadata.source().text().split("!")).map(String::strip)
                .filter(name -> !name.isEmpty()).map(Annotations::quoted)
                .collect(Collectors.joining(" ", "#(", ")"));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
