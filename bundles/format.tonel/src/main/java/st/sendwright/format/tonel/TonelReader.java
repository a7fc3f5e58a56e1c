package st.sendwright.format.tonel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import st.sendwright.format.tonel.BodyScanner.Damage;
import st.sendwright.language.Diagnostic.Severity;
import st.sendwright.language.PlacedText;
import st.sendwright.language.SmalltalkText;
import st.sendwright.language.SourceItem;

/** Reads one Tonel file, front to back. */
final class TonelReader {

    /** Each damage may cost a scan to the end of the file; so many are looked at. */
    private static final int MOST_DAMAGES = 100;

    private static final Pattern TYPE = Pattern.compile("(Class|Trait|Extension|Package)\\s*(?=\\{)");
    private static final Pattern METHOD = Pattern.compile(
            "(?<name>[\\p{L}_][\\p{L}\\p{N}_.]*)(?<side>\\s+(?:class|classSide|classTrait)\\b)?\\s*>>\\s*");

    /** Where reading goes on behind damage: what starts a method and stands at the start of a line. */
    private static final Pattern NEXT_METHOD = Pattern.compile(
            "^(?:\\{\\s*#'?(?:category|protocol|pragmas|tag)\\b"
            + "|[\\p{L}_][\\p{L}\\p{N}_.]*(?:\\s+(?:class|classSide|classTrait)\\b)?"
            + "\\s*>>\\s*[^\\[\\n]{1,500}\\[)",
            Pattern.MULTILINE);

    private static final Pattern KEYWORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*:");

    private final PlacedText file;
    private final String text;
    private final List<SourceItem> items = new ArrayList<>();
    private int at;
    private int damages;

    TonelReader(PlacedText file) {
        this.file = file;
        this.text = file.text();
    }

    List<SourceItem> read() {
        readHeader();
        skipSeparators();
        while (at < text.length()) {
            readMethod();
            skipSeparators();
        }
        return items;
    }

    private void readHeader() {
        int code = SmalltalkText.codeStart(text);
        Optional<SourceItem> comment = commentBefore(code);
        at = code;
        if (at < text.length() && text.charAt(at) == '{') {
            readProperties(code);
            return;
        }
        Matcher type = TYPE.matcher(text).region(at, text.length());
        if (at >= text.length()) {
            report(Severity.WARNING, "SW-TONEL-001", "there is nothing in this file but comments", 0, 0, at);
            return;
        }
        if (!type.lookingAt()) {
            damage("SW-TONEL-001", "this is no header of a Tonel file; expected Class, Trait, Extension or"
                    + " Package and a map in braces", Math.min(code, text.length()), code);
            return;
        }
        try {
            StonReader reader = new StonReader(text, type.end());
            Ston.Mapping header = reader.readMap();
            at = reader.position();
            readTyped(type.group(1), header, comment, code);
        } catch (StonException problem) {
            damage("SW-TONEL-001", "the header cannot be read: " + problem.getMessage()
                    + "; the class is not defined", problem.offset(), code);
        }
    }

    private void readTyped(String type, Ston.Mapping header, Optional<SourceItem> comment, int start) {
        switch (type) {
            case "Extension" -> {
                // Each method names its class.
            }
            case "Package" -> items.add(new SourceItem.Metadata("", "package", file.part(start, at)));
            default -> {
                Optional<String> name = header.text("name").map(TonelReader::simpleName);
                boolean isTrait = type.equals("Trait");
                Optional<String> above = isTrait ? Optional.empty()
                        : Optional.ofNullable(header.values().get("superclass"))
                        .filter(Ston.Text.class::isInstance)
                        .map(value -> simpleName(((Ston.Text) value).value()));
                if (name.isEmpty() || !isTrait && above.isEmpty()) {
                    report(Severity.ERROR, "SW-TONEL-002", "the header names no "
                            + (name.isEmpty() ? "class; expected #name" : "superclass; expected #superclass")
                            + ". The class is not defined", start, start, at);
                    return;
                }
                define(ClassHeaders.of(name.get(), above, header), start);
                comment.map(found -> new SourceItem.ClassComment(name.get(), header.text("commentStamp"),
                        found.source())).ifPresent(items::add);
                annotations(name.get(), header, start);
            }
        }
    }

    private void define(ClassHeader header, int start) {
        if (!ClassHeader.isKind(header.kind())) {
            report(Severity.WARNING, "SW-TONEL-004", "there is no kind of class named " + header.kind()
                    + "; " + header.name() + " is made with named variables only", start, start, start);
        }
        header.messages().forEach(
                message -> items.add(new SourceItem.Statements(file.placed(message, start))));
    }

    /** What Dolphin says of a class besides, and what our own file-out keeps of it. */
    private void annotations(String name, Ston.Mapping header, int start) {
        for (Map.Entry<String, Ston> entry : header.values().entrySet()) {
            boolean isKept = entry.getKey().matches("guid|sourceManager|methodProtocol|is[A-Z]\\w*");
            if (isKept && entry.getValue() instanceof Ston.Text(String value)) {
                items.add(new SourceItem.Metadata(name, entry.getKey() + ":", file.placed(value, start)));
            }
        }
        addNames(name, "categoriesForClass", header.texts("classCategories"), start);
    }

    private void addNames(String about, String key, List<String> names, int start) {
        if (!names.isEmpty()) {
            items.add(new SourceItem.Metadata(about, key, file.placed(String.join("!", names), start)));
        }
    }

    private void readProperties(int start) {
        try {
            StonReader reader = new StonReader(text, at);
            reader.readMap();
            at = reader.position();
            items.add(new SourceItem.Metadata("", "package", file.part(start, at)));
        } catch (StonException problem) {
            damage("SW-TONEL-001", "the properties cannot be read: " + problem.getMessage(), problem.offset(),
                    start);
        }
    }

    /** The comment before the header, from the first quote to the last. */
    private Optional<SourceItem> commentBefore(int code) {
        int close = text.lastIndexOf('"', code - 1);
        int open = text.indexOf('"');
        if (code == 0 || close <= open || open < 0) {
            return Optional.empty();
        }
        // Writers put the comment on lines of its own.
        int start = text.charAt(open + 1) == '\n' && open + 1 < close ? open + 2 : open + 1;
        int end = text.charAt(close - 1) == '\n' && close - 1 > start ? close - 1 : close;
        String comment = text.substring(start, end).replace("\"\"", "\"");
        return Optional.of(new SourceItem.ClassComment("", Optional.empty(), file.placed(comment, start)));
    }

    private void readMethod() {
        int start = at;
        Ston.Mapping properties = new Ston.Mapping(Map.of());
        if (text.charAt(at) == '{') {
            try {
                StonReader reader = new StonReader(text, at);
                properties = reader.readMap();
                at = SmalltalkText.codeStart(text, reader.position());
            } catch (StonException problem) {
                damage("SW-TONEL-005", "what is said about the next method cannot be read: "
                        + problem.getMessage() + "; the method is left out", problem.offset(), start);
                return;
            }
        } else {
            at = SmalltalkText.codeStart(text, at);
        }
        Matcher method = METHOD.matcher(text).region(at, text.length());
        if (!method.lookingAt()) {
            if (at >= text.length() && text.charAt(start) != '{') {
                at = text.length();
                return;
            }
            damage("SW-TONEL-003", "expected a method such as Name >> selector [, and found something else",
                    Math.min(at, text.length() - 1), start);
            return;
        }
        int open = openingBracket(method.end());
        if (open < 0) {
            damage("SW-TONEL-003", "the method's name has no [ behind it", at, start);
            return;
        }
        readBody(method, open, properties, start);
    }

    /** Offset of the bracket behind a method's pattern, which is in the same line or the next few. */
    private int openingBracket(int from) {
        int bracket = from;
        while (bracket < text.length()) {
            char c = text.charAt(bracket);
            if (c == '[') {
                return bracket;
            }
            if (c == '"') {
                bracket = text.indexOf('"', bracket + 1);
                if (bracket < 0) {
                    return -1;
                }
            } else if (c == '{' || c == '}' || c == ']' || c == '\'') {
                return -1;
            }
            bracket++;
        }
        return -1;
    }

    private void readBody(Matcher method, int open, Ston.Mapping properties, int start) {
        BodyScanner scanner = new BodyScanner(text);
        int close = scanner.close(open);
        if (close < 0 || !isFollowedByMethod(close + 1)) {
            // A lost quote or bracket makes the rest of the file look odd; where it was lost nobody can say.
            Damage damage = scanner.damage();
            String what = switch (damage) {
                case STRING -> "a string in this method has no end; expected a closing '";
                case COMMENT -> "a comment in this method has no end; expected a closing \"";
                case BRACKET -> "this method's [ is not closed; expected a ] before the next method";
                case NONE -> "behind the ] that closes this method stands something else than a method;"
                        + " a bracket or a quote too many or too few";
            };
            damage("SW-TONEL-006", what + ". The method is left out",
                    damage == Damage.NONE ? close : at, start);
            return;
        }
        int pattern = method.end();
        String source = text.substring(pattern, open) + " "
                + text.substring(open + 1, Math.min(close, scanner.codeEnd()));
        String side = method.group("side") == null ? "" : " class";
        String className = simpleName(method.group("name")) + side;
        items.add(new SourceItem.Method(className,
                properties.text("category").or(() -> properties.text("protocol")), properties.text("stamp"),
                file.placed(source, pattern)));
        addNames(className, "categoriesFor: #" + selector(text.substring(pattern, open)),
                properties.texts("categories"), start);
        at = close + 1;
    }

    private boolean isFollowedByMethod(int from) {
        int next = SmalltalkText.codeStart(text, from);
        return next >= text.length() || text.charAt(next) == '{'
                || METHOD.matcher(text).region(next, text.length()).lookingAt();
    }

    /** Reports and goes on at the next line that starts a method. */
    private void damage(String code, String message, int place, int start) {
        damages++;
        boolean isTooMuch = damages >= MOST_DAMAGES;
        int behindLine = text.indexOf('\n', Math.max(start, at));
        Matcher next = NEXT_METHOD.matcher(text);
        boolean isFound = !isTooMuch && behindLine >= 0 && next.find(behindLine);
        int resume = isFound ? next.start() : text.length();
        report(Severity.ERROR, code, isTooMuch ? message + ". This is damage " + MOST_DAMAGES
                + ", the rest of the file is left out" : message, place, start, resume);
        at = resume;
    }

    private void report(Severity severity, String code, String message, int place, int start, int end) {
        items.add(new SourceItem.Unreadable(file.diagnostic(severity, code, message,
                Math.clamp(place, 0, text.length())), file.part(start, Math.max(start, end))));
    }

    private void skipSeparators() {
        while (at < text.length() && SmalltalkText.isSeparator(text.charAt(at))) {
            at++;
        }
    }

    /** What a pattern's selector is: all keywords, or what stands there first. */
    private static String selector(String pattern) {
        Matcher keyword = KEYWORD.matcher(pattern);
        StringBuilder keywords = new StringBuilder();
        while (keyword.find()) {
            keywords.append(keyword.group());
        }
        return keywords.isEmpty() ? pattern.strip().split("\\s", 2)[0] : keywords.toString();
    }

    /** Dolphin's names have their namespace before them. */
    private static String simpleName(String name) {
        return name.substring(name.lastIndexOf('.') + 1).strip();
    }
}
