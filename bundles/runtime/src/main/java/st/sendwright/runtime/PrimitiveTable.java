package st.sendwright.runtime;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import st.sendwright.language.PrimitiveName;
import st.sendwright.model.MethodLayout;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveSet;

/**
 * Primitives by index, and the index of each name that a method has used. A name keeps its index for the
 * life of the VM, bound or not, so that a set which comes later serves methods that are already there.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class PrimitiveTable {

    /** Index of the mark on {@code ensure:} and {@code ifCurtailed:}. It always fails. */
    static final int UNWIND_MARK = MethodLayout.UNWIND_MARK;
    /** Index of the mark on {@code on:do:}. It always fails. */
    static final int HANDLER_MARK = MethodLayout.HANDLER_MARK;

    /** Module of the marks. */
    static final String MARKS = "Contexts";

    private static final int ANY_NUMBER = -1;
    private static final Primitive UNBOUND = frame -> frame.fail(Failure.UNBOUND);
    private static final Primitive MARK = frame -> Primitive.FAILED;

    private final Map<String, Integer> indices = new HashMap<>();
    private Primitive[] code = new Primitive[1024];
    private String[] names = new String[1024];
    private int[] arguments = new int[1024];
    private int size = 1;

    PrimitiveTable() {
        code[0] = UNBOUND;
        arguments[0] = ANY_NUMBER;
        names[0] = "none";
        bind(MARKS, "unwindMark", ANY_NUMBER, MARK);
        bind(MARKS, "handlerMark", ANY_NUMBER, MARK);
    }

    /** Binds all primitives of a set, replacing those of the same names. */
    void bind(PrimitiveSet set) {
        for (PrimitiveSet.Binding binding : set.bindings()) {
            bind(set.module(), binding.name(), binding.arguments(), binding.code());
        }
    }

    private void bind(String module, String name, int takes, Primitive primitive) {
        int index = indexOf(module, name);
        code[index] = primitive;
        arguments[index] = takes;
    }

    /** The index of a name, given out now when it is new. */
    int indexOf(String module, String name) {
        String key = module + "." + name;
        Integer known = indices.get(key);
        if (known != null) {
            return known;
        }
        if (size > MethodLayout.MAX_PRIMITIVE) {
            throw new IllegalStateException("more than " + MethodLayout.MAX_PRIMITIVE + " primitive names in use");
        }
        if (size == code.length) {
            code = Arrays.copyOf(code, size * 2);
            names = Arrays.copyOf(names, size * 2);
            arguments = Arrays.copyOf(arguments, size * 2);
        }
        code[size] = UNBOUND;
        arguments[size] = ANY_NUMBER;
        names[size] = key;
        indices.put(key, size);
        return size++;
    }

    Primitive at(int index) {
        return code[index];
    }

    /** Whether the primitive of an index can be called from a method with so many arguments. */
    boolean takes(int index, int count) {
        return arguments[index] == ANY_NUMBER || arguments[index] == count;
    }

    /** Whether a primitive of that name is there and can be called from a method with so many arguments. */
    boolean serves(PrimitiveName name, int count) {
        Integer index = indices.get(name.toString());
        return index != null && code[index] != UNBOUND && takes(index, count);
    }

    /** {@code module.name} of an index. */
    String name(int index) {
        return names[index];
    }
}
