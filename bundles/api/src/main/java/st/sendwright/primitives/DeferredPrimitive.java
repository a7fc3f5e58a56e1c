package st.sendwright.primitives;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import st.sendwright.primitives.PrimitiveSet.Binding;

/**
 * A primitive whose code is looked for when it is first called. The JVM makes a class of each method reference that it meets, which
 * takes a tenth of a millisecond or more; a set has dozens, and a short program calls few of them.
 *
 * <p><b>Thread</b>: as its code.
 */
public final class DeferredPrimitive implements Primitive {

    private final String name;
    private final Function<String, Primitive> codes;
    private Primitive code;

    private DeferredPrimitive(String name, Function<String, Primitive> codes) {
        this.name = name;
        this.codes = codes;
    }

    /**
     * What a set binds.
     *
     * @param codes answers the code of each name that follows; a {@code switch} with a method reference for each does
     * @param primitives in each the primitive's name, a blank, and how many arguments it takes: -1 for any number
     */
    public static List<Binding> bindings(Function<String, Primitive> codes, String... primitives) {
        return Stream.of(primitives).map(each -> binding(each, codes)).toList();
    }

    private static Binding binding(String primitive, Function<String, Primitive> codes) {
        int blank = primitive.indexOf(' ');
        String name = primitive.substring(0, blank);
        return new Binding(name, Integer.parseInt(primitive.substring(blank + 1)), new DeferredPrimitive(name, codes));
    }

    @Override
    public long run(PrimitiveFrame frame) {
        Primitive found = code;
        if (found == null) {
            found = codes.apply(name);
            code = found;
        }
        return found.run(frame);
    }
}
