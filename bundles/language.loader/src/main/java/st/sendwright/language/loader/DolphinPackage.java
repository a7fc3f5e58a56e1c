package st.sendwright.language.loader;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import st.sendwright.language.SourceItem;
import st.sendwright.language.SourceText;

/**
 * What a Dolphin package file ({@code .pax}, or the older {@code .pac}) says of itself before its code: a do-it
 * that builds the package. The sources of its classes stand in {@code .cls} files beside it.
 *
 * @param name of the package
 * @param description where all that is said
 * @param classNames with their namespaces, in the file's order
 * @param globals names of the global variables and aliases that it makes
 * @param prerequisites paths of other packages, without an extension, as written
 */
record DolphinPackage(String name, SourceText description, List<String> classNames, List<String> globals,
        List<String> prerequisites) {

    private static final Pattern NAME = Pattern.compile("\\bPackage\\s+name:\\s*'((?:[^']|'')*+)'");
    private static final Pattern SECTION = Pattern.compile("\\bpackage\\s+(?:set|add)?(classNames|globalNames"
            + "|variableNames|globalAliases|aliasVariableNames|prerequisites)\\b:?(?<body>(?:[^'.]|'(?:[^']|'')*+'"
            + "|\\.(?!\\s))*+)\\.(?:\\s|\\z)", Pattern.CASE_INSENSITIVE);
    /** May hold anything, so it is left out before the rest is looked for. */
    private static final Pattern COMMENT = Pattern.compile("\\bbasicComment:\\s*'(?:[^']|'')*+'");
    private static final Pattern SYMBOL = Pattern.compile(
            "#\\{\\s*([\\p{L}_][\\p{L}\\p{N}_.]*)[^}]*\\}|#'?([\\p{L}_][\\p{L}\\p{N}_.]*)'?(?!\\p{L})");
    private static final Pattern ALIAS = Pattern.compile("\\s*(?:[\\p{L}\\p{N}_]+\\.)*(?<new>[\\p{L}\\p{N}_]+)"
            + "\\s*:=\\s*(?:[\\p{L}\\p{N}_]+\\.)*(?<old>[\\p{L}\\p{N}_]+)\\s*");
    private static final Pattern STRING = Pattern.compile("'((?:[^']|'')*+)'");
    private static final Pattern SCRIPT = Pattern.compile(
            "\\bbasicScriptAt:\\s*#(\\w+)\\s+put:\\s*'((?:[^']|'')*+)'");

    /** The package that a file's items describe; empty when they describe none. */
    static Optional<DolphinPackage> in(List<SourceItem> items) {
        StringBuilder text = new StringBuilder();
        SourceText first = null;
        for (SourceItem item : items) {
            if (item instanceof SourceItem.Metadata metadata && metadata.key().equals("package")) {
                first = first == null ? metadata.source() : first;
                text.append(COMMENT.matcher(metadata.source().text()).replaceAll("basicComment: ''"))
                        .append(".\n");
            }
        }
        Matcher name = NAME.matcher(text);
        return name.find() ? Optional.of(read(unquoted(name.group(1)), first, text.toString()))
                : Optional.empty();
    }

    private static DolphinPackage read(String name, SourceText first, String text) {
        Set<String> classes = new LinkedHashSet<>();
        Set<String> globals = new LinkedHashSet<>();
        Set<String> prerequisites = new LinkedHashSet<>();
        Matcher section = SECTION.matcher(text);
        while (section.find()) {
            switch (section.group(1).toLowerCase(Locale.ROOT)) {
                case "classnames" -> addAll(SYMBOL, section.group("body"), classes);
                case "prerequisites" -> addAll(STRING, section.group("body"), prerequisites);
                default -> addAll(SYMBOL, section.group("body"), globals);
            }
        }
        SourceText description = new SourceText(text, first.file(), first.line(), first.column());
        return new DolphinPackage(name, description, List.copyOf(classes), List.copyOf(globals),
                List.copyOf(prerequisites));
    }

    private static void addAll(Pattern pattern, String text, Set<String> found) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            boolean isSecond = matcher.groupCount() > 1 && matcher.group(1) == null;
            found.add(unquoted(matcher.group(isSecond ? 2 : 1)));
        }
    }

    private static String unquoted(String text) {
        return text.replace("''", "'");
    }

    /** A script such as {@code postinstall}, to be run. */
    Optional<SourceText> script(String when) {
        Matcher script = SCRIPT.matcher(description.text());
        while (script.find()) {
            // A script is a chunk of its own and may end as one.
            String code = unquoted(script.group(2)).replaceFirst("[!\\s]+\\z", "");
            if (script.group(1).equals(when) && !code.isBlank()) {
                return Optional.of(new SourceText(code, description.file(),
                        description.lineAt(script.start()), 1));
            }
        }
        return Optional.empty();
    }

    /** The files of the classes' sources that stand beside the package's own. */
    List<Path> classFiles(Path packageFile) {
        List<Path> files = new ArrayList<>();
        for (String className : classNames) {
            Path file = packageFile.resolveSibling(className + ".cls");
            if (Files.isRegularFile(file)) {
                files.add(file);
            }
        }
        return files;
    }

    /** Whether an item gives something another name, for which it has to be there. */
    static boolean isAlias(SourceItem item) {
        return item instanceof SourceItem.Statements(SourceText source)
                && ALIAS.matcher(source.text()).matches();
    }

    /** Whether an item gives a class of a namespace the name that it has here anyway. */
    static boolean isTrivialAlias(SourceItem item) {
        if (!(item instanceof SourceItem.Statements(SourceText source))) {
            return false;
        }
        Matcher alias = ALIAS.matcher(source.text());
        return alias.matches() && alias.group("new").equals(alias.group("old"));
    }

    /** The file of a prerequisite, where there is one. */
    static Optional<Path> fileOf(String prerequisite, Path packageFile) {
        String path = prerequisite.replace('\\', '/');
        return List.of(".pax", ".pac").stream()
                .map(extension -> packageFile.resolveSibling(path + extension).normalize())
                .filter(Files::isRegularFile).findFirst();
    }

    /** A prerequisite's own name. */
    static String nameOf(String prerequisite) {
        return prerequisite.substring(Math.max(prerequisite.lastIndexOf('\\'), prerequisite.lastIndexOf('/')) + 1);
    }

    /** Whether the kernel library stands in for a prerequisite. */
    static boolean isInKernel(String prerequisite) {
        return nameOf(prerequisite).matches("Dolphin|Dolphin Base.*|SUnit|SUnitPreload|Dolphin Legacy Date & Time");
    }

    /** Whether a prerequisite is a part of Dolphin's own system, which is not loaded over the kernel's classes. */
    static boolean isOfSystem(String prerequisite, Path file) {
        return isInKernel(prerequisite) || nameOf(prerequisite).matches("(?:Dolphin|Development System).*")
                || file.toString().replace('\\', '/').contains("Object Arts/");
    }
}
