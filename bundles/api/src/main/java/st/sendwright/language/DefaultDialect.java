package st.sendwright.language;

import java.util.List;

/** What holds where no dialect was chosen or found. */
final class DefaultDialect extends PatternDialect {

    DefaultDialect() {
        super("default", List.of(), "any that no other claims", SyntaxOptions.DEFAULT, PrimitiveNumbering.NONE,
                List.of());
    }
}
