package st.sendwright.language;

import java.util.Objects;

/**
 * What a primitive of this VM is called, as in {@code <primitive: 'at' module: 'Objects'>}.
 *
 * @param module the group, such as {@code "Objects"}
 * @param name unique in the group, such as {@code "at"}
 */
public record PrimitiveName(String module, String name) {

    public PrimitiveName {
        Objects.requireNonNull(module);
        Objects.requireNonNull(name);
    }

    /**
     * Reads {@code module.name}.
     *
     * @throws IllegalArgumentException when there is no dot with something on either side
     */
    public static PrimitiveName parse(String dotted) {
        int dot = dotted.indexOf('.');
        if (dot <= 0 || dot == dotted.length() - 1) {
            throw new IllegalArgumentException("'" + dotted + "' is no name of a primitive: expected"
                    + " module.name, such as Objects.at");
        }
        return new PrimitiveName(dotted.substring(0, dot), dotted.substring(dot + 1));
    }

    /** {@code module.name}. */
    @Override
    public String toString() {
        return module + "." + name;
    }
}
