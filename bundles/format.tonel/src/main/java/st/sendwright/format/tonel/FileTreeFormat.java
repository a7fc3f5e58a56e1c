package st.sendwright.format.tonel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;
import st.sendwright.language.Diagnostic.Severity;
import st.sendwright.language.PlacedText;
import st.sendwright.language.SourceFormat;
import st.sendwright.language.SourceItem;
import st.sendwright.language.SourceText;

/**
 * FileTree and Cypress: a directory a class, a file a method. What a file is about, its path says:
 * {@code My.package/Foo.class/instance/bar.st}.
 *
 * <p>Source: D. Henrichs, <i>FileTree</i> and the <i>Cypress</i> specification, 2012.
 */
@Component(service = SourceFormat.class, property = "sendwright.name=filetree")
public final class FileTreeFormat implements SourceFormat {

    /** The path leaves no doubt, whatever is in the file. */
    private static final int SURE = 99;

    private static final Pattern METHOD = Pattern.compile(
            "(?:.*[/\\\\])?(?<name>[^/\\\\]+)\\.(?:class|trait|extension)[/\\\\]"
            + "(?<side>instance|class)[/\\\\][^/\\\\]+\\.st");
    private static final Pattern ABOUT_CLASS = Pattern.compile(
            "(?:.*[/\\\\])?(?<name>[^/\\\\]+)\\.(?<kind>class|trait|extension)[/\\\\]"
            + "(?<file>[^/\\\\]+\\.(?:json|md|st))");
    private static final Pattern ABOUT_PACKAGE = Pattern.compile(
            ".*\\.package[/\\\\](?:monticello\\.meta[/\\\\])?[^/\\\\]+\\.(?:json|md|st)");

    /** Cypress writes a notice before the category. */
    private static final Pattern NOTICE = Pattern.compile("\\A\"\\s*notice[^\"]*\"\\s*\\n");

    @Override
    public String name() {
        return "filetree";
    }

    @Override
    public boolean isDeclarative() {
        return true;
    }

    @Override
    public int confidence(String fileName, String text) {
        return METHOD.matcher(fileName).matches() || ABOUT_CLASS.matcher(fileName).matches()
                || ABOUT_PACKAGE.matcher(fileName).matches() ? SURE : 0;
    }

    @Override
    public List<SourceItem> read(SourceText file) {
        PlacedText placed = new PlacedText(file);
        Matcher method = METHOD.matcher(file.file());
        if (method.matches()) {
            return List.of(method(placed, method.group("name")
                    + (method.group("side").equals("class") ? " class" : "")));
        }
        Matcher aboutClass = ABOUT_CLASS.matcher(file.file());
        if (aboutClass.matches()) {
            return aboutClass(placed, aboutClass);
        }
        return List.of(metadata(placed, "package"));
    }

    private static SourceItem metadata(PlacedText file, String key) {
        return new SourceItem.Metadata("", key, file.part(0, file.text().length()));
    }

    private static SourceItem method(PlacedText file, String className) {
        String text = file.text();
        Matcher notice = NOTICE.matcher(text);
        int start = notice.find() ? notice.end() : 0;
        int lineEnd = text.indexOf('\n', start);
        if (lineEnd < 0) {
            return new SourceItem.Unreadable(file.diagnostic(Severity.ERROR, "SW-FILETREE-002",
                    "this method of " + className + " has no source; expected its category in the first"
                            + " line and its source below", 0), file.part(0, text.length()));
        }
        String category = text.substring(start, lineEnd).strip();
        return new SourceItem.Method(className, Optional.of(category).filter(found -> !found.isEmpty()),
                Optional.empty(), file.part(lineEnd + 1, text.length()));
    }

    private static List<SourceItem> aboutClass(PlacedText file, Matcher path) {
        boolean isDefinition = path.group("file").equals("properties.json")
                && !path.group("kind").equals("extension");
        if (isDefinition) {
            return definition(file, path.group("kind").equals("trait"));
        }
        boolean isComment = path.group("file").equals("README.md") && !path.group("kind").equals("extension")
                && !file.text().isBlank();
        return isComment
                ? List.of(new SourceItem.ClassComment(path.group("name"), Optional.empty(),
                        file.part(0, file.text().length())))
                : List.of(metadata(file, "package"));
    }

    private static List<SourceItem> definition(PlacedText file, boolean isTrait) {
        try {
            Ston.Mapping header = new StonReader(file.text(), 0).readMap();
            Optional<String> name = header.text("name");
            Optional<String> above = isTrait ? Optional.empty()
                    : header.values().get("super") instanceof Ston.Text(String value)
                            ? Optional.of(value) : Optional.empty();
            if (name.isEmpty() || !isTrait && above.isEmpty()) {
                return List.of(unreadable(file, "it names no " + (name.isEmpty() ? "class; expected \"name\""
                        : "superclass; expected \"super\""), 0));
            }
            List<SourceItem> items = new ArrayList<>();
            ClassHeaders.ofFileTree(name.get(), above, header).messages()
                    .forEach(message -> items.add(new SourceItem.Statements(file.placed(message, 0))));
            return items;
        } catch (StonException problem) {
            return List.of(unreadable(file, problem.getMessage(), problem.offset()));
        }
    }

    private static SourceItem unreadable(PlacedText file, String problem, int offset) {
        return new SourceItem.Unreadable(file.diagnostic(Severity.ERROR, "SW-FILETREE-001",
                "these properties of a class cannot be read: " + problem + ". The class is not defined",
                Math.clamp(offset, 0, file.text().length())), file.part(0, file.text().length()));
    }
}
