package st.sendwright.language;

import java.util.List;
import java.util.Set;

/** What holds where no dialect was chosen or found. */
final class DefaultDialect implements Dialect {

    @Override
    public String name() {
        return "default";
    }

    @Override
    public List<String> aliases() {
        return List.of();
    }

    @Override
    public String description() {
        return "any that no other claims";
    }

    @Override
    public SyntaxOptions syntax() {
        return SyntaxOptions.DEFAULT;
    }

    @Override
    public Set<String> classDefinitions() {
        return Set.of();
    }

    @Override
    public PrimitiveNumbering primitives() {
        return PrimitiveNumbering.NONE;
    }

    @Override
    public int confidence(String fileName, String firstLines) {
        return 0;
    }

    @Override
    public List<Mark> marks() {
        return List.of();
    }
}
