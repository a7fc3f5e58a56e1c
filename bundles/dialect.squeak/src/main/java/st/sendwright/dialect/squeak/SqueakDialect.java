package st.sendwright.dialect.squeak;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;
import st.sendwright.language.Dialect;
import st.sendwright.language.PrimitiveNumbering;
import st.sendwright.language.SyntaxOptions;
import st.sendwright.language.SyntaxOptions.Underscore;

/** Squeak, Pharo and Cuis. A lone underscore assigns in old sources and in Cuis, and is part of a name otherwise. */
@Component(service = Dialect.class, property = "sendwright.name=squeak")
public final class SqueakDialect implements Dialect {

    private static final SyntaxOptions SYNTAX = SyntaxOptions.DEFAULT
            .withUnderscore(Underscore.ASSIGNS_ALONE).withDottedNames(false).withCharacterEscapes(false)
            .withNumberedCharacters(false);

    private static final Set<String> CLASS_DEFINITIONS = Set.of(
            "subclass:instanceVariableNames:classVariableNames:poolDictionaries:category:",
            "variableSubclass:instanceVariableNames:classVariableNames:poolDictionaries:category:",
            "variableByteSubclass:instanceVariableNames:classVariableNames:poolDictionaries:category:",
            "variableWordSubclass:instanceVariableNames:classVariableNames:poolDictionaries:category:",
            "subclass:instanceVariableNames:classVariableNames:package:",
            "subclass:instanceVariableNames:classVariableNames:poolDictionaries:package:",
            "subclass:instanceVariableNames:classVariableNames:category:",
            "subclass:uses:instanceVariableNames:classVariableNames:poolDictionaries:category:",
            "subclass:uses:instanceVariableNames:classVariableNames:package:",
            "weakSubclass:instanceVariableNames:classVariableNames:poolDictionaries:category:",
            "ephemeronSubclass:instanceVariableNames:classVariableNames:poolDictionaries:category:",
            "immediateSubclass:instanceVariableNames:classVariableNames:poolDictionaries:category:");

    private static final Pattern HEADER =
            Pattern.compile("^\\s*'From (?:Squeak|Pharo|Cuis|Croquet|Etoys)[^']*'", Pattern.MULTILINE);
    private static final Pattern STAMP =
            Pattern.compile("^!\\s*[\\w.]+(?: class)?(?: methodsFor: '[^'\\n]*' stamp: '"
            + "| commentStamp: '[^'\\n]*' prior: )", Pattern.MULTILINE);
    private static final Pattern CUIS =
            Pattern.compile("^!(?:classDefinition: (?:#\\w+|'[^'\\n]*') category: |provides: '|requires: ')",
            Pattern.MULTILINE);

    private final PrimitiveNumbering primitives;

    /** Reads the table; made by the component runtime. */
    public SqueakDialect() {
        primitives = PrimitiveNumbering.resource(SqueakDialect.class, "primitives.table");
    }

    @Override
    public String name() {
        return "squeak";
    }

    @Override
    public List<String> aliases() {
        return List.of("pharo", "cuis");
    }

    @Override
    public String description() {
        return "Squeak, Pharo and Cuis";
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
        if (STAMP.matcher(firstLines).find()) {
            return 80;
        }
        if (CUIS.matcher(firstLines).find()) {
            return 90;
        }
        return 0;
    }

    @Override
    public List<Mark> marks() {
        return List.of(new Mark(HEADER, "a file-out header"),
                new Mark(STAMP, "a stamp of author and time"),
                new Mark(CUIS, "a line of a Cuis package"));
    }
}
