package st.sendwright.model;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One number over all layout constants: two builds with the same number understand each other's objects,
 * methods and images.
 *
 * <p>Source: G. Fowler, L. C. Noll, K.-P. Vo, the FNV-1a hash.
 */
public final class LayoutHash {

    private static final long FNV_OFFSET = 0xCBF2_9CE4_8422_2325L;
    private static final long FNV_PRIME = 0x100_0000_01B3L;

    private static final List<Class<?>> LAYOUTS = List.of(Oop.class, ObjectHeader.class, ObjectFormat.class,
            MethodLayout.class, KernelLayout.Behavior.class, KernelLayout.MethodDictionary.class,
            KernelLayout.Association.class, KernelLayout.Dictionary.class, KernelLayout.Closure.class,
            KernelLayout.Context.class, KernelLayout.Message.class, KernelLayout.LinkedList.class,
            KernelLayout.Process.class, KernelLayout.Scheduler.class, KernelLayout.MethodInfo.class);

    private static final long VALUE = compute();

    private LayoutHash() {
    }

    /** The number for the model this class belongs to. */
    public static long value() {
        return VALUE;
    }

    private static long compute() {
        long hash = FNV_OFFSET;
        for (Class<?> layout : LAYOUTS) {
            hash = mix(hash, layout.getName());
            Field[] fields = layout.getDeclaredFields();
            Arrays.sort(fields, Comparator.comparing(Field::getName));
            for (Field field : fields) {
                if (Modifier.isPublic(field.getModifiers()) && Modifier.isStatic(field.getModifiers())) {
                    hash = mix(hash, field.getName() + "=" + constant(field));
                }
            }
        }
        for (KnownClass each : KnownClass.values()) {
            hash = mix(hash, each.className() + "=" + each.index());
        }
        for (SpecialObject each : SpecialObject.values()) {
            hash = mix(hash, each.name() + "=" + each.ordinal());
        }
        for (Bytecode each : Bytecode.values()) {
            hash = mix(hash, each.name() + "=" + each.opcode() + "x" + each.count() + each.operands());
        }
        return hash;
    }

    private static Object constant(Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException impossible) {
            throw new AssertionError(field + " is public and its class too", impossible);
        }
    }

    private static long mix(long hash, String text) {
        long mixed = hash;
        for (int index = 0; index < text.length(); index++) {
            mixed = (mixed ^ text.charAt(index)) * FNV_PRIME;
        }
        return (mixed ^ '\n') * FNV_PRIME;
    }
}
