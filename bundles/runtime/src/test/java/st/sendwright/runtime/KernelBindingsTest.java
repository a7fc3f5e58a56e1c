package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.model.KernelLayout.MethodInfo;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;

@DisplayName("The kernel library's primitives")
class KernelBindingsTest {

    @Test
    void areAllBoundAndGetTheArgumentsTheyTake() {
        List<String> wrong = new ArrayList<>();
        List<Long> seen = new ArrayList<>();
        try (TestWorld world = new TestWorld()) {
            PrimitiveTable table = world.world.primitives;
            world.world.memory.forEachObject(world.world.collector().regions(), oop -> {
                if (!ObjectFormat.isMethod(ObjectHeader.format(oop))
                        || !MethodLayout.hasPrimitive(MethodLayout.header(oop))
                        || ObjectHeader.slot(MethodLayout.info(oop), MethodInfo.PRIMITIVE) == world.nil()) {
                    return;
                }
                seen.add(oop);
                world.world.methods.bindIfNew(oop);
                int index = MethodLayout.primitive(MethodLayout.header(oop));
                int arguments = MethodLayout.arguments(MethodLayout.header(oop));
                if (table.at(index) == table.at(0) || !table.takes(index, arguments)) {
                    wrong.add(table.name(index) + " with " + arguments + " arguments in #"
                            + world.world.text(ObjectHeader.slot(MethodLayout.info(oop), MethodInfo.SELECTOR)));
                }
            });
        }

        assertThat(seen).hasSizeGreaterThan(100);
        assertThat(wrong).isEmpty();
    }
}
