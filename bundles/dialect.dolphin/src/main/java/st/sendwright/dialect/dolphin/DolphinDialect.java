package st.sendwright.dialect.dolphin;

import java.util.List;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;
import st.sendwright.language.Dialect;
import st.sendwright.language.PatternDialect;
import st.sendwright.language.PrimitiveNumbering;
import st.sendwright.language.SyntaxOptions;
import st.sendwright.language.SyntaxOptions.Underscore;

/** Dolphin Smalltalk. An underscore is a letter; names may be qualified, and backslashes name characters. */
@Component(service = Dialect.class, property = "sendwright.name=dolphin")
public final class DolphinDialect extends PatternDialect {

    private static final SyntaxOptions SYNTAX = SyntaxOptions.DEFAULT
            .withUnderscore(Underscore.LETTER).withNumberedCharacters(false);

    private static final int BY_NAME_ALONE = 60;
    private static final Pattern HEADER =
            Pattern.compile("^\\s*\"Filed out from Dolphin Smalltalk[^\"]*\"!", Pattern.MULTILINE);
    private static final Pattern CATEGORIES =
            Pattern.compile("^![\\w.]+(?: class)? categoriesFor(?:Class!|Methods!|: ?#)", Pattern.MULTILINE);
    private static final Pattern PACKAGE =
            Pattern.compile("^package (?:paxVersion: \\d+;|name: '[^']*'\\.$)|^[\\w.]+ guid: \\(GUID fromString: ",
            Pattern.MULTILINE);
    private static final Pattern CLASS_CONSTANTS =
            Pattern.compile("^\\s*classConstants: \\{", Pattern.MULTILINE);

    /** Reads the table of primitives; made by the component runtime. */
    public DolphinDialect() {
        super("dolphin", List.of(), "Dolphin Smalltalk", SYNTAX,
                PrimitiveNumbering.resource(DolphinDialect.class, "primitives.table"), List.of(
                        new Mark(100, HEADER, "a file-out header"),
                        new Mark(95, CATEGORIES, "a list of categories"),
                        new Mark(95, PACKAGE, "a statement of a Dolphin package"),
                        new Mark(95, CLASS_CONSTANTS, "a class definition with constants")));
    }

    @Override
    public int confidence(String fileName, String firstLines) {
        boolean isNamedSo = fileName.endsWith(".cls") || fileName.endsWith(".pax");
        return Math.max(super.confidence(fileName, firstLines), isNamedSo ? BY_NAME_ALONE : 0);
    }
}
