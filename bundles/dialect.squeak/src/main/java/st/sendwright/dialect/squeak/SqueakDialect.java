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

    /** Tonel and FileTree come from Pharo, unless something else is said: what such a file asks for by number is Pharo's. */
    private static final int BY_NAME_ALONE = 50;
    private static final Pattern TONEL_OR_FILETREE = Pattern.compile(
            "\\.(?:class|trait|extension)(?:\\.st|[/\\\\](?:instance|class)[/\\\\][^/\\\\]+\\.st)$");
    /** What headers of GemStone's and of Dolphin's Tonel have: keys of their own, and names with a namespace. */
    private static final Pattern FROM_ELSEWHERE = Pattern.compile(
            "^\\s*#'?(?:gs_|(?:guid|imports|classConstants)\\b)|#(?:name|superclass) *: *#?'?\\w+\\.\\w", Pattern.MULTILINE);

    /** Reads the table of primitives; made by the component runtime. */
    public SqueakDialect() {
        super("squeak", List.of("pharo", "cuis"), "Squeak, Pharo and Cuis", SYNTAX,
                PrimitiveNumbering.resource(SqueakDialect.class, "primitives.table"), List.of(
                        new Mark(100, HEADER, "a file-out header"),
                        new Mark(80, STAMP, "a stamp of author and time"),
                        new Mark(90, CUIS, "a line of a Cuis package")));
    }

    @Override
    public int confidence(String fileName, String firstLines) {
        boolean isNamedSo = TONEL_OR_FILETREE.matcher(fileName).find() && !FROM_ELSEWHERE.matcher(firstLines).find();
        return Math.max(super.confidence(fileName, firstLines), isNamedSo ? BY_NAME_ALONE : 0);
    }
}
