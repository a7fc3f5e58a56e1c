package st.sendwright.format.gnu;

import java.util.List;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;
import st.sendwright.language.PlacedText;
import st.sendwright.language.SourceFormat;
import st.sendwright.language.SourceItem;
import st.sendwright.language.SourceText;

/**
 * The bracket syntax of GNU Smalltalk, with statements and bang chunks between definitions. Files without a
 * definition in brackets are left to others.
 *
 * <p>Source: <i>GNU Smalltalk User's Manual</i>, "The syntax of GNU Smalltalk".
 */
@Component(service = SourceFormat.class, property = "sendwright.name=gnu")
public final class GnuFormat implements SourceFormat {

    /** More than a chunk file is sure of: chunks in a file with brackets are read here, too. */
    private static final int SURE = 95;

    /** What stands before a bracket that no expression has; only files with this are read for real. */
    private static final Pattern BRACKET = Pattern.compile(
            "(?:\\bsubclass:\\s*#?'?[\\p{L}\\p{N}_.]+'?|\\bextend|\\bclass|\\bEval"
            + "|\\bcurrent:\\s*[\\p{L}\\p{N}_.]+|>>[^\\[\\]\\n]{1,200})\\s*\\[");

    /** The text after these is raw in a chunk file, so that its tokens say nothing. */
    private static final Pattern RAW_CHUNK = Pattern.compile(
            "^!\\s*[\\p{L}_][\\p{L}\\p{N}_.]*(?: class)?\\s+(?:commentStamp:|categoriesFor)",
            Pattern.MULTILINE);

    /** How a class file of Tonel begins, behind its comment. */
    private static final Pattern TONEL = Pattern.compile(
            "(?:\\s|\"[^\"]*\")*+(?:Class|Trait|Extension|Package)\\s*\\{");

    @Override
    public String name() {
        return "gnu";
    }

    @Override
    public int confidence(String fileName, String text) {
        if (!BRACKET.matcher(text).find() || RAW_CHUNK.matcher(text).find()
                || TONEL.matcher(text).lookingAt()) {
            return 0;
        }
        GnuReader reader = new GnuReader(new PlacedText(SourceText.of(text, fileName)), start(text));
        reader.read();
        return reader.definitions() > 0 ? SURE : 0;
    }

    @Override
    public List<SourceItem> read(SourceText file) {
        return List.copyOf(new GnuReader(new PlacedText(file), start(file.text())).read());
    }

    /** Where the source starts: after the line that names the program to run a script with. */
    private static int start(String text) {
        if (!text.startsWith("#!")) {
            return 0;
        }
        int end = text.indexOf('\n');
        return end < 0 ? text.length() : end + 1;
    }
}
