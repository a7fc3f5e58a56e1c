package st.sendwright.language;

import java.util.Optional;

/**
 * The names that a method or expression may use beyond its own. The runtime provides it for a class.
 *
 * <p><b>Thread</b>: the one that compiles.
 */
public interface Scope {

    /** What {@code name} means, or empty when it is nowhere declared. */
    Optional<Variable> lookup(String name);

    /**
     * Makes an undeclared name usable: in expressions a workspace variable, in methods a global that is nil
     * until somebody defines it. The compiler reports the name.
     */
    Variable.Shared declare(String name);

    /** The class's name for messages, such as {@code "Foo class"}; {@code "UndefinedObject"} for expressions. */
    String className();

    /** A scope that knows nothing and declares everything as itself; for tests and for checking syntax. */
    static Scope empty() {
        return new Scope() {
            @Override
            public Optional<Variable> lookup(String name) {
                return Optional.empty();
            }

            @Override
            public Variable.Shared declare(String name) {
                return new Variable.Shared(name, true);
            }

            @Override
            public String className() {
                return "UndefinedObject";
            }
        };
    }
}
