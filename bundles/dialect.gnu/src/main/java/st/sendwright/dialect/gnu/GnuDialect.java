package st.sendwright.dialect.gnu;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;
import st.sendwright.language.Dialect;
import st.sendwright.language.PrimitiveNumbering;
import st.sendwright.language.SyntaxOptions;
import st.sendwright.language.SyntaxOptions.Underscore;

/** GNU Smalltalk. Characters may be given by number, and names may be qualified. */
@Component(service = Dialect.class, property = "sendwright.name=gnu")
public final class GnuDialect implements Dialect {

    private static final SyntaxOptions SYNTAX = SyntaxOptions.DEFAULT
            .withUnderscore(Underscore.ASSIGNS_ALONE).withCharacterEscapes(false);

    private static final Set<String> CLASS_DEFINITIONS = Set.of(
            "subclass:",
            "subclass:instanceVariableNames:classVariableNames:poolDictionaries:category:",
            "variableSubclass:instanceVariableNames:classVariableNames:poolDictionaries:category:",
            "variableByteSubclass:instanceVariableNames:classVariableNames:poolDictionaries:category:",
            "variableWordSubclass:instanceVariableNames:classVariableNames:poolDictionaries:category:",
            "subclass:declaration:classVariableNames:poolDictionaries:category:");

    private static final Pattern BRACKETS =
            Pattern.compile("^[A-Z][\\w.]*(?: subclass: [A-Z]\\w*| (?:class )?extend) \\[|^Eval \\[|^Namespace current: [\\w.]+ \\[",
            Pattern.MULTILINE);
    private static final Pattern PRIMITIVE =
            Pattern.compile("<primitive: VMpr_\\w+>");

    private final PrimitiveNumbering primitives;

    /** Reads the table; made by the component runtime. */
    public GnuDialect() {
        primitives = PrimitiveNumbering.resource(GnuDialect.class, "primitives.table");
    }

    @Override
    public String name() {
        return "gnu";
    }

    @Override
    public List<String> aliases() {
        return List.of("gst");
    }

    @Override
    public String description() {
        return "GNU Smalltalk";
    }

    @Override
    public SyntaxOptions syntax() {
        return SYNTAX;
    }

    @Override
    public Set<String> classDefinitions() {
        return CLASS_DEFINITIONS;
    }

    @Override
    public PrimitiveNumbering primitives() {
        return primitives;
    }

    @Override
    public int confidence(String fileName, String firstLines) {
        if (BRACKETS.matcher(firstLines).find()) {
            return 90;
        }
        if (PRIMITIVE.matcher(firstLines).find()) {
            return 95;
        }
        return 0;
    }

    @Override
    public List<Mark> marks() {
        return List.of(new Mark(BRACKETS, "a definition in brackets"),
                new Mark(PRIMITIVE, "a primitive by its GNU name"));
    }
}
