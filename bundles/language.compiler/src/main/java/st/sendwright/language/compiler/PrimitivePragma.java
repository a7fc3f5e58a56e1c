package st.sendwright.language.compiler;

import java.util.ArrayList;
import java.util.List;
import st.sendwright.language.CodeDraft;
import st.sendwright.language.Literal;

/** Checks {@code <primitive: ...>} and brings its parts into one order. */
final class PrimitivePragma {

    private PrimitivePragma() {
    }

    /**
     * The pragma as {@link CodeDraft.Pragma} describes it.
     *
     * @throws SourceException when a part is unknown, given twice or of the wrong kind
     */
    static CodeDraft.Pragma of(String selector, List<Literal> arguments, int offset) throws SourceException {
        Literal primitive = null;
        Literal module = null;
        Literal error = null;
        int from = 0;
        for (Literal argument : arguments) {
            int colon = selector.indexOf(':', from);
            String key = selector.substring(from, colon + 1);
            from = colon + 1;
            switch (key) {
                case "primitive:" -> primitive = once(primitive, number(argument), key, offset);
                case "module:" -> module = once(module, text(argument), key, offset);
                case "error:" -> error = once(error, name(argument), key, offset);
                default -> throw wrong("'" + key + "' is no part of a primitive: expected primitive:,"
                        + " module: or error:", offset);
            }
        }
        StringBuilder name = new StringBuilder("primitive:");
        List<Literal> parts = new ArrayList<>(3);
        parts.add(primitive);
        if (module != null) {
            name.append("module:");
            parts.add(module);
        }
        if (error != null) {
            name.append("error:");
            parts.add(error);
        }
        return new CodeDraft.Pragma(name.toString(), parts);
    }

    /** The name of the temporary that receives the failure code, or null. */
    static String errorName(CodeDraft.Pragma primitive) {
        return primitive != null && primitive.selector().endsWith("error:")
                && primitive.arguments().getLast() instanceof Literal.Sym name ? name.value() : null;
    }

    private static Literal once(Literal before, Literal now, String key, int offset) throws SourceException {
        if (before != null) {
            throw wrong("'" + key + "' is given twice", offset);
        }
        if (now == null) {
            throw wrong("the argument of '" + key + "' is of the wrong kind: expected an Integer or a String"
                    + " after primitive:, a String after module:, a name after error:", offset);
        }
        return now;
    }

    private static Literal number(Literal argument) {
        return argument instanceof Literal.Int ? argument : text(argument);
    }

    private static Literal text(Literal argument) {
        return switch (argument) {
            case Literal.Str text -> text;
            case Literal.Sym symbol -> new Literal.Str(symbol.value());
            default -> null;
        };
    }

    private static Literal name(Literal argument) {
        return switch (argument) {
            case Literal.Sym symbol -> symbol;
            case Literal.Str text -> new Literal.Sym(text.value());
            default -> null;
        };
    }

    private static SourceException wrong(String message, int offset) {
        return new SourceException(Problem.PRIMITIVE, message, offset);
    }
}
