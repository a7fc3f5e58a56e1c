package st.sendwright.dialect.smalltalk80;

import java.util.List;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;
import st.sendwright.language.Dialect;
import st.sendwright.language.PatternDialect;
import st.sendwright.language.PrimitiveNumbering;
import st.sendwright.language.SyntaxOptions;
import st.sendwright.language.SyntaxOptions.Underscore;

/** Smalltalk-80 as the Blue Book has it. The left arrow of its character set is our underscore, so that assigns and is in no name. */
@Component(service = Dialect.class, property = "sendwright.name=smalltalk80")
public final class Smalltalk80Dialect extends PatternDialect {

    private static final SyntaxOptions SYNTAX = SyntaxOptions.DEFAULT
            .withUnderscore(Underscore.ASSIGNS).withDottedNames(false).withCompileTimeExpressions(false)
            .withCharacterEscapes(false).withNumberedCharacters(false);

    private static final Pattern HEADER =
            Pattern.compile("^\\s*'From (?:Xerox )?Smalltalk-80[^']*'", Pattern.MULTILINE);

    /** Reads the table of primitives; made by the component runtime. */
    public Smalltalk80Dialect() {
        super("smalltalk80", List.of("st80", "bluebook"), "Smalltalk-80 as the Blue Book has it", SYNTAX,
                PrimitiveNumbering.resource(Smalltalk80Dialect.class, "primitives.table"), List.of(
                        new Mark(100, HEADER, "a file-out header")));
    }
}
