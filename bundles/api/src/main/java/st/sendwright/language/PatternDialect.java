package st.sendwright.language;

import java.util.List;

/** A dialect that is known by forms in a file's first lines. <b>Thread</b>: any. <b>State</b>: immutable. */
public abstract class PatternDialect implements Dialect {

    private final String name;
    private final List<String> aliases;
    private final String description;
    private final SyntaxOptions syntax;
    private final PrimitiveNumbering primitives;
    private final List<Mark> marks;

    /** The parameters are what the methods of the same names answer. */
    protected PatternDialect(String name, List<String> aliases, String description, SyntaxOptions syntax,
            PrimitiveNumbering primitives, List<Mark> marks) {
        this.name = name;
        this.aliases = List.copyOf(aliases);
        this.description = description;
        this.syntax = syntax;
        this.primitives = primitives;
        this.marks = List.copyOf(marks);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final List<String> aliases() {
        return aliases;
    }

    @Override
    public final String description() {
        return description;
    }

    @Override
    public final SyntaxOptions syntax() {
        return syntax;
    }

    @Override
    public final PrimitiveNumbering primitives() {
        return primitives;
    }

    @Override
    public final List<Mark> marks() {
        return marks;
    }

    /** The highest confidence of the marks that the lines have. */
    @Override
    public int confidence(String fileName, String firstLines) {
        return marks.stream().filter(mark -> mark.pattern().matcher(firstLines).find())
                .mapToInt(Mark::confidence).max().orElse(0);
    }
}
