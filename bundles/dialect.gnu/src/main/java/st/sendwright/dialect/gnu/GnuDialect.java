package st.sendwright.dialect.gnu;

import java.util.List;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;
import st.sendwright.language.Dialect;
import st.sendwright.language.PatternDialect;
import st.sendwright.language.PrimitiveNumbering;
import st.sendwright.language.SyntaxOptions;
import st.sendwright.language.SyntaxOptions.Underscore;

/** GNU Smalltalk. Characters may be given by number, and names may be qualified. */
@Component(service = Dialect.class, property = "sendwright.name=gnu")
public final class GnuDialect extends PatternDialect {

    private static final SyntaxOptions SYNTAX = SyntaxOptions.DEFAULT
            .withUnderscore(Underscore.ASSIGNS_ALONE).withCharacterEscapes(false);

    private static final Pattern BRACKETS =
            Pattern.compile("^[A-Z][\\w.]*(?: subclass: [A-Z]\\w*| (?:class )?extend) \\[|^Eval \\[|^Namespace current: [\\w.]+ \\[",
            Pattern.MULTILINE);
    private static final Pattern PRIMITIVE =
            Pattern.compile("<primitive: VMpr_\\w+>");

    /** Reads the table of primitives; made by the component runtime. */
    public GnuDialect() {
        super("gnu", List.of("gst"), "GNU Smalltalk", SYNTAX,
                PrimitiveNumbering.resource(GnuDialect.class, "primitives.table"), List.of(
                        new Mark(90, BRACKETS, "a definition in brackets"),
                        new Mark(95, PRIMITIVE, "a primitive by its GNU name")));
    }
}
