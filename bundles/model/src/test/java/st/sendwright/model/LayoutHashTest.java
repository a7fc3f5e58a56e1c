package st.sendwright.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Source of the hash: G. Fowler, L. C. Noll, K.-P. Vo, FNV-1a. */
@DisplayName("The layout hash")
class LayoutHashTest {

    private static final long FNV_OFFSET = 0xCBF2_9CE4_8422_2325L;
    private static final long FNV_PRIME = 0x100_0000_01B3L;

    private static final List<Class<?>> LAYOUTS = List.of(Oop.class, ObjectHeader.class, ObjectFormat.class,
            MethodLayout.class, KernelLayout.Behavior.class, KernelLayout.MethodDictionary.class,
            KernelLayout.Association.class, KernelLayout.Dictionary.class, KernelLayout.Closure.class,
            KernelLayout.Context.class, KernelLayout.Message.class, KernelLayout.LinkedList.class,
            KernelLayout.Process.class, KernelLayout.Scheduler.class, KernelLayout.MethodInfo.class);

    @Test
    void isTheHashOfAllLayoutConstants() throws IllegalAccessException {
        long hash = compute();

        assertThat(LayoutHash.VALUE).as("""
                A layout has changed, so old images must be refused: \
                set LayoutHash.VALUE to 0x%016XL and build the images anew""", hash).isEqualTo(hash);
    }

    private static long compute() throws IllegalAccessException {
        long hash = FNV_OFFSET;
        for (Class<?> layout : LAYOUTS) {
            hash = mix(hash, layout.getName());
            Field[] fields = layout.getDeclaredFields();
            Arrays.sort(fields, Comparator.comparing(Field::getName));
            for (Field field : fields) {
                if (Modifier.isPublic(field.getModifiers()) && Modifier.isStatic(field.getModifiers())) {
                    hash = mix(hash, field.getName() + "=" + field.get(null));
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

    private static long mix(long hash, String text) {
        long mixed = hash;
        for (int index = 0; index < text.length(); index++) {
            mixed = (mixed ^ text.charAt(index)) * FNV_PRIME;
        }
        return (mixed ^ '\n') * FNV_PRIME;
    }
}
