package st.sendwright.runtime;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
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
    /** Who hears of exceptions; null for the kernel's own primitives. */
    private Owner[] owners = new Owner[1024];
    private final Map<String, PrimitiveSet> kernelSets = new TreeMap<>();
    private Consumer<Owner> removals = owner -> { };
    private boolean somebodyThrew;
    private int size = 1;

    PrimitiveTable() {
        code[0] = UNBOUND;
        arguments[0] = ANY_NUMBER;
        names[0] = "none";
        bind(MARKS, "unwindMark", ANY_NUMBER, MARK);
        bind(MARKS, "handlerMark", ANY_NUMBER, MARK);
    }

    /** Who has bound primitives that may be exchanged. */
    interface Owner {

        /** Whether back ends may do in machine code what they do. */
        boolean isCore();

        /** The set whose open resources go with them; null when another has taken its place that goes on with these. */
        PrimitiveSet leaves();

        /** One has thrown an exception. */
        void threw(Throwable fault);

        /** One has not. Only asked after {@link #threw}. */
        void answered();
    }

    /** Says who hears of owners whose primitives were unbound. */
    void tellOfRemovals(Consumer<Owner> listener) {
        removals = listener;
    }

    /** Binds the kernel's own primitives, which stay. */
    void bind(PrimitiveSet set) {
        kernelSets.put(set.module(), set);
        set.bindings().forEach(each -> bind(set.module(), each.name(), each.arguments(), each.code()));
    }

    /** Binds primitives that others may take the place of. */
    void bind(String module, List<PrimitiveSet.Binding> bindings, Owner owner) {
        for (PrimitiveSet.Binding each : bindings) {
            owners[bind(module, each.name(), each.arguments(), each.code())] = owner;
        }
    }

    /** The primitives of an owner fail from now on as those do that were never there. */
    void unbind(Owner owner) {
        for (int i = 0; i < size; i++) {
            if (owners[i] == owner) {
                owners[i] = null;
                code[i] = UNBOUND;
                arguments[i] = ANY_NUMBER;
            }
        }
        removals.accept(owner);
    }

    /** Who has bound the primitive of an index; null for nobody, or the kernel. */
    Owner owner(int index) {
        return owners[index];
    }

    /** Whether a module is one of the kernel's own, which nobody else may bind. */
    boolean isKernels(String module) {
        return kernelSets.containsKey(module);
    }

    /** The kernel's own set of a module. */
    PrimitiveSet kernelSet(String module) {
        return kernelSets.get(module);
    }

    /** The kernel's own sets. */
    Collection<PrimitiveSet> kernelSets() {
        return kernelSets.values();
    }

    /** A primitive has thrown an exception. */
    void threw(int index, Throwable fault) {
        if (owners[index] != null) {
            somebodyThrew = true;
            owners[index].threw(fault);
        }
    }

    /** A primitive has done what it should. */
    void answered(int index) {
        if (somebodyThrew && owners[index] != null) {
            owners[index].answered();
        }
    }

    private int bind(String module, String name, int takes, Primitive primitive) {
        int index = indexOf(module, name);
        code[index] = primitive;
        arguments[index] = takes;
        return index;
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
            owners = Arrays.copyOf(owners, size * 2);
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

    /** The same where back ends may do in machine code what it does, else empty. */
    String nameForBackEnds(int index) {
        boolean mayBeCompiled = owners[index] == null ? code[index] != UNBOUND : owners[index].isCore();
        return mayBeCompiled ? names[index] : "";
    }
}
