package st.sendwright.dialect.squeak;

import java.util.List;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;
import st.sendwright.language.Dialect;
import st.sendwright.language.PatternDialect;
import st.sendwright.language.PrimitiveNumbering;
import st.sendwright.language.SyntaxOptions;
import st.sendwright.language.SyntaxOptions.Underscore;

/** Squeak, Pharo and Cuis. A lone underscore assigns in old sources and in Cuis, and is part of a name otherwise. */
@Component(service = Dialect.class, property = "sendwright.name=squeak")
public final class SqueakDialect extends PatternDialect {

    private static final SyntaxOptions SYNTAX = SyntaxOptions.DEFAULT
            .withUnderscore(Underscore.ASSIGNS_ALONE).withDottedNames(false).withCharacterEscapes(false)
            .withNumberedCharacters(false);

    private static final Pattern HEADER =
            Pattern.compile("^\\s*'From (?:Squeak|Pharo|Cuis|Croquet|Etoys)[^']*'", Pattern.MULTILINE);
    private static final Pattern STAMP =
            Pattern.compile("^!\\s*[\\w.]+(?: class)?(?: methodsFor: '[^'\\n]*' stamp: '"
            + "| commentStamp: '[^'\\n]*' prior: )", Pattern.MULTILINE);
    private static final Pattern CUIS =
            Pattern.compile("^!(?:classDefinition: (?:#\\w+|'[^'\\n]*') category: |provides: '|requires: ')",
            Pattern.MULTILINE);

    /** Reads the table of primitives; made by the component runtime. */
    public SqueakDialect() {
        super("squeak", List.of("pharo", "cuis"), "Squeak, Pharo and Cuis", SYNTAX,
                PrimitiveNumbering.resource(SqueakDialect.class, "primitives.table"), List.of(
                        new Mark(100, HEADER, "a file-out header"),
                        new Mark(80, STAMP, "a stamp of author and time"),
                        new Mark(90, CUIS, "a line of a Cuis package")));
    }
}
