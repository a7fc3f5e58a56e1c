package st.sendwright.language.compiler;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import st.sendwright.language.Literal;
import st.sendwright.language.Scope;
import st.sendwright.language.SourceCompiler.Kind;
import st.sendwright.language.Variable;

/** The names from outside one method: each is looked up once, and reported once when nobody declared it. */
final class OuterNames {

    private final Scope scope;
    private final Kind kind;
    private final Problems problems;
    private final Map<String, Variable> known = new HashMap<>();

    OuterNames(Scope scope, Kind kind, Problems problems) {
        this.scope = scope;
        this.kind = kind;
        this.problems = problems;
    }

    /**
     * What {@code name} means; an undeclared one is declared. Assigning an unknown name in an expression is
     * how workspace variables are made, so that is not reported.
     */
    Variable resolve(String name, int offset, boolean assigned) {
        Variable variable = known.get(name);
        if (variable == null) {
            Optional<Variable> found = scope.lookup(name);
            if (found.isPresent()) {
                variable = found.get();
            } else {
                variable = scope.declare(name);
                if (!assigned || kind == Kind.METHOD) {
                    problems.report(Problem.UNDECLARED, "'" + name + "' is not declared; it is nil until"
                            + " somebody defines it", offset);
                }
            }
            known.put(name, variable);
        }
        return variable;
    }

    /** The Association of a shared variable, for <code>#{Name}</code>. */
    Literal binding(String name, int offset) throws SourceException {
        return switch (resolve(name, offset, false)) {
            case Variable.Shared shared -> new Literal.Binding(name, shared.binding());
            case Variable.Instance instance -> throw new SourceException(Problem.UNEXPECTED, "'" + name
                    + "' is an instance variable, which has no Association: expected a shared variable",
                    offset);
        };
    }

    /** The class that a method is compiled for, such as {@code "Foo class"}; none for expressions. */
    Optional<String> className() {
        return kind == Kind.METHOD ? Optional.of(scope.className()) : Optional.empty();
    }

    /** Whether a local variable of this name hides an instance variable. */
    boolean isInstanceVariable(String name) {
        return scope.lookup(name).orElse(null) instanceof Variable.Instance;
    }
}
