package st.sendwright.dialect.smalltalk80;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;
import st.sendwright.language.Dialect;
import st.sendwright.language.PrimitiveNumbering;
import st.sendwright.language.SyntaxOptions;
import st.sendwright.language.SyntaxOptions.Underscore;

/** Smalltalk-80 as the Blue Book has it. The left arrow of its character set is our underscore, so that assigns and is in no name. */
@Component(service = Dialect.class, property = "sendwright.name=smalltalk80")
public final class Smalltalk80Dialect implements Dialect {

    private static final SyntaxOptions SYNTAX = SyntaxOptions.DEFAULT
            .withUnderscore(Underscore.ASSIGNS).withDottedNames(false).withCompileTimeExpressions(false)
            .withCharacterEscapes(false).withNumberedCharacters(false);

    private static final Set<String> CLASS_DEFINITIONS = Set.of(
            "subclass:instanceVariableNames:classVariableNames:poolDictionaries:category:",
            "variableSubclass:instanceVariableNames:classVariableNames:poolDictionaries:category:",
            "variableByteSubclass:instanceVariableNames:classVariableNames:poolDictionaries:category:",
            "variableWordSubclass:instanceVariableNames:classVariableNames:poolDictionaries:category:");

    private static final Pattern HEADER =
            Pattern.compile("^\\s*'From (?:Xerox )?Smalltalk-80[^']*'", Pattern.MULTILINE);

    private final PrimitiveNumbering primitives;

    /** Reads the table; made by the component runtime. */
    public Smalltalk80Dialect() {
        primitives = PrimitiveNumbering.resource(Smalltalk80Dialect.class, "primitives.table");
    }

    @Override
    public String name() {
        return "smalltalk80";
    }

    @Override
    public List<String> aliases() {
        return List.of("st80", "bluebook");
    }

    @Override
    public String description() {
        return "Smalltalk-80 as the Blue Book has it";
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
        if (HEADER.matcher(firstLines).find()) {
            return 100;
        }
        return 0;
    }

    @Override
    public List<Mark> marks() {
        return List.of(new Mark(HEADER, "a file-out header"));
    }
}
