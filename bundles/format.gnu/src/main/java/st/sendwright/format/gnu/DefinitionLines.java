package st.sendwright.format.gnu;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Knows what the first line of a definition looks like, for text that cannot be read as tokens. */
final class DefinitionLines {

    private static final String NAME = "[\\p{L}_][\\p{L}\\p{N}_]*";
    private static final String GLOBAL = "[\\p{L}_][\\p{L}\\p{N}_.]*";
    private static final String PATTERN = "(?:" + NAME + "|[-+*/\\\\~<>=@%&?,|]{1,3}[ \\t]*" + NAME
            + "|(?:" + NAME + ":[ \\t]*" + NAME + "[ \\t]*){1,8})";

    private static final Pattern DEFINITION = Pattern.compile("\\n(?<line>[ \\t]*(?:"
            + "(?:" + GLOBAL + "(?:[ \\t]+class)?[ \\t]*>>[ \\t]*)?" + PATTERN + "[ \\t]*\\["
            + "|" + GLOBAL + "[ \\t]+subclass:[ \\t]*" + GLOBAL + "[ \\t]*\\["
            + "|" + GLOBAL + "[ \\t]+(?:class[ \\t]+)?extend[ \\t]*\\["
            + "|!?" + GLOBAL + "[ \\t]+(?:class[ \\t]+)?methodsFor:[ \\t]*'))");

    private DefinitionLines() {
    }

    /** Where the first line within the range starts that looks like a definition, or -1. */
    static int firstWithin(String text, int from, int to) {
        int newline = text.indexOf('\n', from);
        while (newline >= 0 && newline < to) {
            Matcher line = DEFINITION.matcher(text).region(newline, to);
            if (line.lookingAt()) {
                return line.start("line");
            }
            newline = text.indexOf('\n', newline + 1);
        }
        return -1;
    }
}
