package st.sendwright.language;

import java.util.Objects;

/**
 * Where dialects differ in syntax.
 *
 * @param underscore what {@code _} means
 * @param compileTimeExpressions whether {@code ##(...)} and {@code #{...}} are accepted
 * @param escapedStrings whether {@code e'...'} reads backslash escapes
 * @param dottedNames whether {@code Foo.Bar} is one name; otherwise the dot ends a statement
 * @param characterEscapes whether {@code $\n} is a line feed; otherwise it is a backslash before {@code n}
 * @param numberedCharacters whether <code>$&lt;65&gt;</code> is a character; otherwise it is {@code $<} before 65
 */
public record SyntaxOptions(Underscore underscore, boolean compileTimeExpressions, boolean escapedStrings,
        boolean dottedNames, boolean characterEscapes, boolean numberedCharacters) {

    /** What an underscore means. */
    public enum Underscore {
        /** It assigns wherever it stands, as the left arrow that it once was: {@code a_b} is {@code a := b}. */
        ASSIGNS,
        /** It assigns when it stands alone and is part of a name otherwise. */
        ASSIGNS_ALONE,
        /** It is a letter. */
        LETTER
    }

    /** Accepts the most; nothing in it changes the meaning of ANSI source. */
    public static final SyntaxOptions DEFAULT =
            new SyntaxOptions(Underscore.ASSIGNS_ALONE, true, false, true, true, true);

    public SyntaxOptions {
        Objects.requireNonNull(underscore);
    }

    public SyntaxOptions withUnderscore(Underscore meaning) {
        return new SyntaxOptions(meaning, compileTimeExpressions, escapedStrings, dottedNames, characterEscapes,
                numberedCharacters);
    }

    public SyntaxOptions withCompileTimeExpressions(boolean accepted) {
        return new SyntaxOptions(underscore, accepted, escapedStrings, dottedNames, characterEscapes,
                numberedCharacters);
    }

    public SyntaxOptions withEscapedStrings(boolean accepted) {
        return new SyntaxOptions(underscore, compileTimeExpressions, accepted, dottedNames, characterEscapes,
                numberedCharacters);
    }

    public SyntaxOptions withDottedNames(boolean accepted) {
        return new SyntaxOptions(underscore, compileTimeExpressions, escapedStrings, accepted, characterEscapes,
                numberedCharacters);
    }

    public SyntaxOptions withCharacterEscapes(boolean accepted) {
        return new SyntaxOptions(underscore, compileTimeExpressions, escapedStrings, dottedNames, accepted,
                numberedCharacters);
    }

    public SyntaxOptions withNumberedCharacters(boolean accepted) {
        return new SyntaxOptions(underscore, compileTimeExpressions, escapedStrings, dottedNames,
                characterEscapes, accepted);
    }
}
