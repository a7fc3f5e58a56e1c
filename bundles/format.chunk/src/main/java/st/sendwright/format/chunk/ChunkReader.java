package st.sendwright.format.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import st.sendwright.format.chunk.ChunkScanner.Chunk;
import st.sendwright.language.Diagnostic.Severity;
import st.sendwright.language.PlacedText;
import st.sendwright.language.SmalltalkText;
import st.sendwright.language.SourceItem;
import st.sendwright.language.SourceText;

/** Reads one file of chunks, front to back. */
final class ChunkReader {

    /** Each damage that hides to the end of the file costs a scan to its end; so many are looked at. */
    private static final int MOST_DAMAGES = 100;

    private static final Pattern DOLPHIN_METADATA = Pattern.compile(
            "(?<about>[\\p{L}_][\\p{L}\\p{N}_.]*(?:\\s+class)?)\\s+(?<key>guid:|sourceManager:|methodProtocol:"
            + "|is[A-Z]\\w*:(?=\\s*(?:true|false)\\s*\\z))\\s*(?<value>.*)", Pattern.DOTALL);
    private static final Pattern PACKAGE = Pattern.compile(
            "\\|\\s*package\\s*\\|.*|package\\s*(?::=\\s*Package\\s+name:.*|(?!:=|_)[\\p{L}].*)?"
            + "|SystemOrganization\\s+addCategory:.*|Smalltalk\\s+createPackage:.*", Pattern.DOTALL);
    private static final Pattern BINARY = Pattern.compile(
            "\\b(?:fromBinaryStoreBytes:|binaryStoreBytes)\\s*\\(\\s*ByteArray\\s+fromBase64String:");
    private static final String STYLE = "]style[";

    private final PlacedText file;
    private final String text;
    private final ChunkScanner scanner;
    private final List<SourceItem> items = new ArrayList<>();
    private int at;
    private int damages;

    ChunkReader(PlacedText file, ChunkScanner scanner) {
        this.file = file;
        this.text = file.text();
        this.scanner = scanner;
    }

    List<SourceItem> read(int from) {
        at = from;
        while (at < text.length()) {
            switch (scanner.next(at)) {
                case Chunk.Complete chunk -> {
                    at = chunk.next();
                    if (!chunk.isEmpty()) {
                        readChunk(chunk);
                    }
                }
                case Chunk.AtEnd chunk -> {
                    at = text.length();
                    if (!chunk.isEmpty()) {
                        readLastChunk(chunk);
                    }
                }
                case Chunk.Broken chunk -> skipDamage(chunk);
            }
        }
        return items;
    }

    private void readChunk(Chunk.Complete chunk) {
        String source = text.substring(chunk.start(), chunk.end());
        if (source.startsWith(STYLE)) {
            return;
        }
        boolean isBanged = chunk.start() > 0 && text.charAt(chunk.start() - 1) == '!';
        Optional<ReaderHeader> header = HeaderReader.read(source.replace("!!", "!"), isBanged);
        if (header.isEmpty()) {
            items.addAll(statements(plainItem(source, chunk.start(), chunk.end()), source, chunk.start(), chunk.end()));
            return;
        }
        switch (header.get()) {
            case ReaderHeader.Methods methods -> readMethods(methods, chunk);
            case ReaderHeader.Comment comment -> readComment(comment, chunk);
            case ReaderHeader.Names names -> readNames(names, chunk);
            case ReaderHeader.Alone alone -> items.add(new SourceItem.Metadata(alone.about(), alone.key(),
                    file.unescaped(chunk.start(), chunk.end())));
        }
    }

    /**
     * The statements of a chunk one by one, so that one that fails does not take the others with it. A chunk whose
     * statements share temporaries, or that may return before its end, stays whole.
     */
    private List<SourceItem> statements(SourceItem item, String source, int start, int end) {
        boolean isWhole = !(item instanceof SourceItem.Statements) || source.contains("!!") || source.indexOf('^') >= 0
                || source.startsWith("|", SmalltalkText.codeStart(source));
        if (isWhole) {
            return List.of(item);
        }
        List<SourceItem> parts = new PlainStatements(new PlacedText(file.part(start, end))).read(0);
        boolean areParts = parts.size() > 1 && parts.stream().allMatch(part ->
                part instanceof SourceItem.Statements(SourceText text) && source.contains(text.text()));
        return areParts ? parts : List.of(item);
    }

    private SourceItem plainItem(String source, int start, int end) {
        if (isCommentOnly(source)) {
            return new SourceItem.Metadata("", "comment", file.unescaped(start, end));
        }
        if (source.startsWith("----")) {
            return new SourceItem.Metadata("", "changesMark", file.unescaped(start, end));
        }
        if (isStringOnly(source)) {
            return new SourceItem.Metadata("", "fileOutHeader", file.unescaped(start, end));
        }
        if (source.length() <= HeaderReader.LONGEST) {
            Matcher dolphin = DOLPHIN_METADATA.matcher(source);
            if (dolphin.matches()) {
                return new SourceItem.Metadata(dolphin.group("about").replaceAll("\\s+", " "),
                        dolphin.group("key"), file.unescaped(start + dolphin.start("value"), end));
            }
        }
        if (BINARY.matcher(source).find()) {
            return new SourceItem.Metadata("", "binaryGlobal", file.unescaped(start, end));
        }
        if (PACKAGE.matcher(source).matches()) {
            return new SourceItem.Metadata("", "package", file.unescaped(start, end));
        }
        return new SourceItem.Statements(file.unescaped(start, end));
    }

    private static boolean isStringOnly(String source) {
        int at = 0;
        while (at < source.length() && source.charAt(at) == '\'') {
            at = source.indexOf('\'', at + 1) + 1;
        }
        return at > 0 && at == source.length();
    }

    private static boolean isCommentOnly(String source) {
        return SmalltalkText.codeStart(source) == source.length();
    }

    /** Statements at the end of the file need no bang to be whole; the tokens say that they are. */
    private void readLastChunk(Chunk.AtEnd chunk) {
        String source = text.substring(chunk.start(), chunk.end());
        if (!source.startsWith(STYLE)) {
            SourceItem item = plainItem(source, chunk.start(), chunk.end());
            items.addAll(statements(item, source, chunk.start(), chunk.end()));
            if (item instanceof SourceItem.Statements) {
                warnOfMissingBang(chunk.start(),
                        "the last chunk has no ! at its end; it is run as if it had one", chunk.end());
            }
        }
    }

    private void warnOfMissingBang(int start, String message, int end) {
        items.add(new SourceItem.Unreadable(file.diagnostic(Severity.WARNING, "SW-CHUNK-004", message, start),
                file.part(end, end)));
    }

    private void readMethods(ReaderHeader.Methods header, Chunk.Complete announcement) {
        boolean isExcluded = header.condition().filter("false"::equals).isPresent();
        boolean isUnsure = header.condition().filter(written -> !written.matches("true|false")).isPresent();
        if (header.className().isEmpty()) {
            items.add(new SourceItem.Unreadable(file.diagnostic(Severity.ERROR, "SW-CHUNK-005",
                    "cannot tell which class " + header.receiver() + " means; its methods are left out."
                    + " Expected a class name, with or without 'class' behind it", announcement.start()),
                    file.part(announcement.start(), announcement.end())));
        } else if (isUnsure) {
            items.add(new SourceItem.Unreadable(file.diagnostic(Severity.WARNING, "SW-CHUNK-006",
                    "the condition after ifTrue: is not evaluated; the methods are loaded",
                    announcement.start()),
                    file.part(announcement.start(), announcement.end())));
        }
        while (at < text.length()) {
            switch (scanner.next(at)) {
                case Chunk.Complete chunk -> {
                    at = chunk.next();
                    if (chunk.isEmpty()) {
                        return;
                    }
                    boolean isCode = !text.startsWith(STYLE, chunk.start());
                    if (isCode && isExcluded) {
                        items.add(new SourceItem.Metadata(header.className().orElse(header.receiver()),
                                "excludedMethod", file.unescaped(chunk.start(), chunk.end())));
                    } else if (isCode && header.className().isPresent()) {
                        items.add(new SourceItem.Method(header.className().get(), header.category(),
                                header.stamp(), file.unescaped(chunk.start(), chunk.end())));
                    }
                }
                case Chunk.AtEnd chunk -> {
                    at = text.length();
                    endWithinMethods(chunk);
                    return;
                }
                case Chunk.Broken chunk -> skipDamage(chunk);
            }
        }
    }

    private void endWithinMethods(Chunk.AtEnd chunk) {
        if (chunk.isEmpty()) {
            warnOfMissingBang(Math.max(0, chunk.end() - 1),
                    "the file ends within a category of methods; expected a last \"! !\"", chunk.end());
            return;
        }
        items.add(new SourceItem.Unreadable(file.diagnostic(Severity.ERROR, "SW-CHUNK-003",
                "the file ends within the method that starts here; expected a ! behind it. The method is left"
                + " out", chunk.start()), file.part(chunk.start(), chunk.end())));
    }

    private void skipDamage(Chunk.Broken chunk) {
        damages++;
        boolean isTooMuch = damages >= MOST_DAMAGES;
        int resume = isTooMuch ? text.length() : chunk.resume();
        String what = chunk.isString() ? ChunkFormat.UNTERMINATED_STRING : ChunkFormat.UNTERMINATED_COMMENT;
        String message = isTooMuch
                ? what + "; this is damage " + MOST_DAMAGES + ", the rest of the file is left out" : what;
        items.add(new SourceItem.Unreadable(
                file.diagnostic(Severity.ERROR, chunk.isString() ? "SW-CHUNK-001" : "SW-CHUNK-002", message,
                        chunk.opened()),
                file.part(chunk.start(), Math.max(chunk.start(), resume))));
        at = resume;
    }

    private void readComment(ReaderHeader.Comment header, Chunk.Complete announcement) {
        switch (scanner.raw(at)) {
            case Chunk.Complete chunk -> {
                at = chunk.next();
                skipClosingBang();
                items.add(header.className()
                        .<SourceItem>map(name -> new SourceItem.ClassComment(name, header.stamp(),
                                file.unescaped(chunk.start(), chunk.end())))
                        .orElseGet(() -> new SourceItem.Metadata(header.receiver(), "commentStamp:",
                                file.unescaped(chunk.start(), chunk.end()))));
            }
            case Chunk chunk -> failAtEnd(announcement, "the comment");
        }
    }

    /** Passes over a bang that stands on the same line as the one before it, as in {@code ! !}. */
    private void skipClosingBang() {
        int next = at;
        while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
            next++;
        }
        if (next > at && next < text.length() && text.charAt(next) == '!') {
            at = next + 1;
        }
    }

    private void readNames(ReaderHeader.Names header, Chunk.Complete announcement) {
        int emptiesInARow = 0;
        int needed = header.inGroups() ? 2 : 1;
        List<Chunk.Complete> names = new ArrayList<>();
        while (emptiesInARow < needed) {
            if (!(scanner.raw(at) instanceof Chunk.Complete chunk)) {
                failAtEnd(announcement, "the list of " + header.key());
                return;
            }
            at = chunk.next();
            if (!chunk.isEmpty()) {
                names.add(chunk);
            } else if (header.inGroups() && !names.isEmpty()) {
                addGroup(header.about(), names);
                names.clear();
            }
            emptiesInARow = chunk.isEmpty() ? emptiesInARow + 1 : 0;
        }
        if (!header.inGroups()) {
            int from = names.isEmpty() ? at : names.getFirst().start();
            int end = names.isEmpty() ? at : names.getLast().end();
            items.add(new SourceItem.Metadata(header.about(), header.key(), file.unescaped(from, end)));
        }
    }

    /** A selector and the categories of its method. */
    private void addGroup(String about, List<Chunk.Complete> names) {
        Chunk.Complete selector = names.getFirst();
        int from = names.size() > 1 ? names.get(1).start() : selector.end();
        int end = names.size() > 1 ? names.getLast().end() : selector.end();
        items.add(new SourceItem.Metadata(about, "categoriesFor: #"
                + text.substring(selector.start(), selector.end()), file.unescaped(from, end)));
    }

    private void failAtEnd(Chunk.Complete announcement, String what) {
        items.add(new SourceItem.Unreadable(file.diagnostic(Severity.ERROR, "SW-CHUNK-003",
                "the file ends within " + what + " announced here; expected a ! behind it",
                announcement.start()), file.part(announcement.start(), text.length())));
        at = text.length();
    }
}
