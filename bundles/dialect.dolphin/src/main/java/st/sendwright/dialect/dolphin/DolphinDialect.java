package st.sendwright.dialect.dolphin;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;
import st.sendwright.language.Dialect;
import st.sendwright.language.PrimitiveNumbering;
import st.sendwright.language.SyntaxOptions;
import st.sendwright.language.SyntaxOptions.Underscore;

/** Dolphin Smalltalk. An underscore is a letter; names may be qualified, and backslashes name characters. */
@Component(service = Dialect.class, property = "sendwright.name=dolphin")
public final class DolphinDialect implements Dialect {

    private static final SyntaxOptions SYNTAX = SyntaxOptions.DEFAULT
            .withUnderscore(Underscore.LETTER).withNumberedCharacters(false);

    private static final Set<String> CLASS_DEFINITIONS = Set.of(
            "subclass:instanceVariableNames:classVariableNames:poolDictionaries:classInstanceVariableNames:",
            "variableSubclass:instanceVariableNames:classVariableNames:poolDictionaries:"
                    + "classInstanceVariableNames:",
            "variableByteSubclass:instanceVariableNames:classVariableNames:poolDictionaries:"
                    + "classInstanceVariableNames:",
            "subclass:instanceVariableNames:classVariableNames:imports:classInstanceVariableNames:"
                    + "classConstants:",
            "variableSubclass:instanceVariableNames:classVariableNames:imports:"
                    + "classInstanceVariableNames:classConstants:",
            "variableByteSubclass:instanceVariableNames:classVariableNames:imports:"
                    + "classInstanceVariableNames:classConstants:");

    private static final Pattern HEADER =
            Pattern.compile("^\\s*\"Filed out from Dolphin Smalltalk[^\"]*\"!", Pattern.MULTILINE);
    private static final Pattern CATEGORIES =
            Pattern.compile("^![\\w.]+(?: class)? categoriesFor(?:Class!|Methods!|: ?#)", Pattern.MULTILINE);
    private static final Pattern PACKAGE =
            Pattern.compile("^package (?:paxVersion: \\d+;|name: '[^']*'\\.$)|^[\\w.]+ guid: \\(GUID fromString: ",
            Pattern.MULTILINE);
    private static final Pattern CLASS_CONSTANTS =
            Pattern.compile("^\\s*classConstants: \\{", Pattern.MULTILINE);

    private final PrimitiveNumbering primitives;

    /** Reads the table; made by the component runtime. */
    public DolphinDialect() {
        primitives = PrimitiveNumbering.resource(DolphinDialect.class, "primitives.table");
    }

    @Override
    public String name() {
        return "dolphin";
    }

    @Override
    public List<String> aliases() {
        return List.of();
    }

    @Override
    public String description() {
        return "Dolphin Smalltalk";
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
        if (CATEGORIES.matcher(firstLines).find()) {
            return 95;
        }
        if (PACKAGE.matcher(firstLines).find()) {
            return 95;
        }
        if (CLASS_CONSTANTS.matcher(firstLines).find()) {
            return 95;
        }
        if (fileName.endsWith(".cls")) {
            return 60;
        }
        if (fileName.endsWith(".pax")) {
            return 60;
        }
        return 0;
    }

    @Override
    public List<Mark> marks() {
        return List.of(new Mark(HEADER, "a file-out header"),
                new Mark(CATEGORIES, "a list of categories"),
                new Mark(PACKAGE, "a statement of a Dolphin package"),
                new Mark(CLASS_CONSTANTS, "a class definition with constants"));
    }
}
