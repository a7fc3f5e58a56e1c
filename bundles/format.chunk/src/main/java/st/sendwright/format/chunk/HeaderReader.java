package st.sendwright.format.chunk;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells chunks that announce something from chunks of code. */
final class HeaderReader {

    /** Longer chunks are code; this also bounds the work of the patterns. */
    static final int LONGEST = 2000;

    private static final String RECEIVER = "(?<receiver>[\\p{L}_][\\p{L}\\p{N}_.]*"
            + "|\\((?:[^()']|'[^']*'|\\([^()]*\\))*+\\))"
            + "(?<side>\\s+(?:class|classSide|metaclass|classTrait)\\b)?\\s+";
    private static final String STRING = "'(?:[^']|'')*+'";
    private static final int FLAGS = Pattern.DOTALL;

    private static final Pattern METHODS_FOR = Pattern.compile(
            RECEIVER + "(?:public|private|protected)?[mM]ethodsFor:(?<rest>.*)", FLAGS);
    private static final Pattern METHODS = Pattern.compile(
            RECEIVER + "(?<selector>methodsFor|methods|(?:public|private|protected)Methods)", FLAGS);
    private static final Pattern CATEGORY = Pattern.compile(
            "\\s*(?:(?<string>#?" + STRING + ")|(?<word>#?[\\p{L}\\p{N}_.:*-]+)"
            + "|\\((?:[^()']|" + STRING + ")*\\))(?<rest>.*)", FLAGS);
    private static final Pattern STAMP = Pattern.compile(
            "\\s*stamp:\\s*(?<stamp>" + STRING + ")(?<rest>.*)", FLAGS);
    private static final Pattern CONDITION = Pattern.compile("\\s*ifTrue:\\s*(?<condition>.+)", FLAGS);
    private static final Pattern COMMENT_STAMP = Pattern.compile(
            RECEIVER + "commentStamp(?::\\s*(?<stamp>" + STRING + ")?.*)?", FLAGS);
    private static final Pattern CATEGORIES = Pattern.compile(
            RECEIVER + "(?<key>categoriesForMethods|categoriesForClass|categoriesFor:\\s*#?\\S+)\\s*", FLAGS);
    private static final Pattern REORGANIZE = Pattern.compile(RECEIVER + "reorganize", FLAGS);
    private static final Pattern CUIS = Pattern.compile(
            "(?<key>classDefinition|traitDefinition|provides|requires|description):(?<rest>.*)", FLAGS);
    private static final Pattern CUIS_ABOUT = Pattern.compile("\\s*#?'?(?<name>[^\\s']+).*", FLAGS);
    private static final Pattern NAMED_CLASS = Pattern.compile(
            "\\(\\s*(?:Smalltalk\\s+(?:at|classNamed|classOrTraitNamed):\\s*)?"
            + "#?'?(?<name>[\\p{L}_][\\p{L}\\p{N}_]*)'?(?<side>\\s+class)?\\s*(?:ifAbsent:.*)?\\)", FLAGS);

    private HeaderReader() {
    }

    /**
     * Reads a chunk's text.
     *
     * @param isBanged whether a bang stands directly before it, as unary announcements need to be told from
     *         expressions
     * @return empty when the chunk is code
     */
    static Optional<ReaderHeader> read(String chunk, boolean isBanged) {
        if (chunk.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher methodsFor = METHODS_FOR.matcher(chunk);
        if (methodsFor.matches()) {
            return Optional.of(methods(methodsFor, methodsFor.group("rest")));
        }
        Matcher methods = METHODS.matcher(chunk);
        if (methods.matches() && (isBanged || methods.group("selector").equals("methodsFor"))) {
            return Optional.of(methods(methods, ""));
        }
        Matcher comment = COMMENT_STAMP.matcher(chunk);
        if (comment.matches()) {
            return Optional.of(new ReaderHeader.Comment(className(comment), comment.group("receiver"),
                    Optional.ofNullable(comment.group("stamp")).map(HeaderReader::unquoted)));
        }
        Matcher categories = CATEGORIES.matcher(chunk);
        if (categories.matches()) {
            String key = categories.group("key").strip().replaceAll("\\s+", " ");
            return Optional.of(new ReaderHeader.Names(about(categories), key,
                    key.equals("categoriesForMethods")));
        }
        Matcher reorganize = REORGANIZE.matcher(chunk);
        if (isBanged && reorganize.matches()) {
            return Optional.of(new ReaderHeader.Names(about(reorganize), "reorganize", false));
        }
        Matcher cuis = CUIS.matcher(chunk);
        if (isBanged && cuis.matches()) {
            Matcher about = CUIS_ABOUT.matcher(cuis.group("rest"));
            boolean isOfClass = cuis.group("key").endsWith("Definition") && about.matches();
            return Optional.of(new ReaderHeader.Alone(isOfClass ? about.group("name") : "",
                    cuis.group("key") + ":"));
        }
        return Optional.empty();
    }

    private static ReaderHeader.Methods methods(Matcher header, String arguments) {
        Optional<String> category = Optional.empty();
        Optional<String> stamp = Optional.empty();
        Optional<String> condition = Optional.empty();
        String rest = arguments;
        Matcher categoryMatch = CATEGORY.matcher(rest);
        if (categoryMatch.matches()) {
            category = Optional.ofNullable(categoryMatch.group("string"))
                    .or(() -> Optional.ofNullable(categoryMatch.group("word"))
                            .filter(word -> !word.equals("nil")))
                    .map(HeaderReader::unquoted);
            rest = categoryMatch.group("rest");
        }
        Matcher stampMatch = STAMP.matcher(rest);
        if (stampMatch.matches()) {
            stamp = Optional.of(unquoted(stampMatch.group("stamp")));
            rest = stampMatch.group("rest");
        }
        Matcher conditionMatch = CONDITION.matcher(rest);
        if (conditionMatch.matches()) {
            condition = Optional.of(conditionMatch.group("condition").strip());
        }
        return new ReaderHeader.Methods(className(header), header.group("receiver"), category, stamp,
                condition);
    }

    private static String about(Matcher header) {
        return className(header).orElse(header.group("receiver"));
    }

    private static Optional<String> className(Matcher header) {
        String receiver = header.group("receiver");
        String side = header.group("side") == null ? "" : " class";
        if (receiver.startsWith("(")) {
            Matcher named = NAMED_CLASS.matcher(receiver);
            return named.matches()
                    ? Optional.of(named.group("name") + (named.group("side") == null ? side : " class"))
                    : Optional.empty();
        }
        return Optional.of((receiver.startsWith("Smalltalk.") ? receiver.substring(10) : receiver) + side);
    }

    private static String unquoted(String literal) {
        String bare = literal.startsWith("#") ? literal.substring(1) : literal;
        return bare.startsWith("'") ? bare.substring(1, bare.length() - 1).replace("''", "'") : bare;
    }
}
