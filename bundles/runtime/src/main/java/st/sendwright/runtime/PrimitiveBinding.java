package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import st.sendwright.language.CodeDraft;
import st.sendwright.language.Dialect;
import st.sendwright.language.Literal;
import st.sendwright.language.PrimitiveName;
import st.sendwright.language.PrimitiveNumbering;

/**
 * Finds the primitive that serves a method whose pragma may mean another system's.
 *
 * <p>Where a dialect's numbering knows what is meant, the draft gets the pragma that names the primitive here. So
 * what a method is bound to is in the heap under its own name, and an image needs no dialect to be loaded again.
 */
final class PrimitiveBinding {

    private final PrimitiveTable primitives;

    PrimitiveBinding(PrimitiveTable primitives) {
        this.primitives = primitives;
    }

    /** The draft with this VM's own name for its primitive, or as it is when there is none. */
    CodeDraft translate(CodeDraft draft, Dialect dialect) {
        return meant(draft, dialect)
                .filter(name -> !isMark(name) && primitives.serves(name, draft.arguments()))
                .map(name -> draft.withPrimitive(naming(name, draft.primitive().orElseThrow())))
                .orElse(draft);
    }

    /**
     * The mark that another system puts on the method for its unwinding or its exceptions. What finds a Context by a
     * mark relies on the code of the marked method, so another system's method cannot have ours.
     */
    Optional<PrimitiveName> mark(CodeDraft draft, Dialect dialect) {
        return meant(draft, dialect).filter(PrimitiveBinding::isMark);
    }

    private static boolean isMark(PrimitiveName name) {
        return name.module().equals(PrimitiveTable.MARKS);
    }

    private static Optional<PrimitiveName> meant(CodeDraft draft, Dialect dialect) {
        return draft.primitive()
                .flatMap(pragma -> dialect.primitives().primitive(asked(pragma, draft.arguments())));
    }

    /** What a translated draft asks for when nothing here does it. */
    Optional<String> unbound(CodeDraft draft) {
        return draft.primitive().filter(pragma -> !isServed(pragma, draft.arguments()))
                .map(pragma -> asked(pragma, draft.arguments()).designation());
    }

    private boolean isServed(CodeDraft.Pragma pragma, int arguments) {
        return name(pragma).filter(name -> primitives.serves(name, arguments)).isPresent();
    }

    /** The name that a pragma gives in this VM's own way. */
    static Optional<PrimitiveName> name(CodeDraft.Pragma pragma) {
        return pragma.arguments().size() >= 2 && pragma.arguments().get(0) instanceof Literal.Str name
                && pragma.arguments().get(1) instanceof Literal.Str module
                ? Optional.of(new PrimitiveName(module.value(), name.value())) : Optional.empty();
    }

    private static PrimitiveNumbering.Entry asked(CodeDraft.Pragma pragma, int arguments) {
        String designation = name(pragma).map(PrimitiveName::toString)
                .orElseGet(() -> switch (pragma.arguments().getFirst()) {
                    case Literal.Int number -> number.value().toString();
                    case Literal.Str name -> name.value();
                    default -> throw new IllegalStateException("the compiler let " + pragma + " pass");
                });
        return new PrimitiveNumbering.Entry(designation, arguments);
    }

    private static CodeDraft.Pragma naming(PrimitiveName name, CodeDraft.Pragma original) {
        List<Literal> arguments = new ArrayList<>(3);
        arguments.add(new Literal.Str(name.name()));
        arguments.add(new Literal.Str(name.module()));
        boolean hasError = original.selector().endsWith("error:");
        if (hasError) {
            arguments.add(original.arguments().getLast());
        }
        return new CodeDraft.Pragma(hasError ? "primitive:module:error:" : "primitive:module:", arguments);
    }
}
