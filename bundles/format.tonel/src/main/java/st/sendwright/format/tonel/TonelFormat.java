package st.sendwright.format.tonel;

import java.util.List;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;
import st.sendwright.language.PlacedText;
import st.sendwright.language.SmalltalkText;
import st.sendwright.language.SourceFormat;
import st.sendwright.language.SourceItem;
import st.sendwright.language.SourceText;

/**
 * Tonel: a class a file, headers in Smalltalk Object Notation, methods in brackets. All versions, and what
 * Dolphin, GemStone and VAST add to them.
 *
 * <p>Source: E. Lorenzano, <i>Tonel, a file-per-class format for Monticello repositories</i>, 2017.
 */
@Component(service = SourceFormat.class, property = "sendwright.name=tonel")
public final class TonelFormat implements SourceFormat {

    /** More than any other format: nothing else begins so. */
    private static final int SURE = 97;

    private static final Pattern TYPE = Pattern.compile("(?:Class|Trait|Extension|Package)\\s*\\{");

    /** {@code properties.st} and a package's {@code package.st} of old hold nothing but a map. */
    private static final Pattern PROPERTIES = Pattern.compile("\\{\\s*(?:#\\w+\\s*:|\\})");

    @Override
    public String name() {
        return "tonel";
    }

    @Override
    public boolean isDeclarative() {
        return true;
    }

    @Override
    public int confidence(String fileName, String text) {
        int start = SmalltalkText.codeStart(text);
        boolean isTonel = TYPE.matcher(text).region(start, text.length()).lookingAt()
                || isProperties(fileName)
                        && PROPERTIES.matcher(text).region(start, text.length()).lookingAt();
        return isTonel || isClassFile(fileName) ? SURE : 0;
    }

    private static boolean isClassFile(String fileName) {
        return fileName.endsWith(".class.st") || fileName.endsWith(".trait.st")
                || fileName.endsWith(".extension.st");
    }

    private static boolean isProperties(String fileName) {
        return fileName.endsWith("properties.st") || fileName.endsWith("package.st");
    }

    @Override
    public List<SourceItem> read(SourceText file) {
        return List.copyOf(new TonelReader(new PlacedText(file)).read());
    }
}
