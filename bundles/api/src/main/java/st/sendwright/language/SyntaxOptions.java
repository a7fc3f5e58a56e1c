package st.sendwright.language;

/**
 * Where dialects differ in syntax.
 *
 * @param underscoreAssignment whether a lone {@code _} assigns
 * @param compileTimeExpressions whether {@code ##(...)} and {@code #{...}} are accepted
 * @param escapedStrings whether {@code e'...'} reads backslash escapes
 */
public record SyntaxOptions(boolean underscoreAssignment, boolean compileTimeExpressions,
        boolean escapedStrings) {

    /** Accepts the most; nothing in it changes the meaning of ANSI source. */
    public static final SyntaxOptions DEFAULT = new SyntaxOptions(true, true, false);
}
