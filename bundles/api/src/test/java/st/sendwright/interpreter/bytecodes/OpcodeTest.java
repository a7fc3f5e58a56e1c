package st.sendwright.interpreter.bytecodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.model.Bytecode;

@DisplayName("The opcode constants")
class OpcodeTest {

    @Test
    void areThoseOfTheBytecodeTable() throws IllegalAccessException {
        Map<String, Integer> constants = new TreeMap<>();
        for (Field field : Opcode.class.getDeclaredFields()) {
            if (field.getType() == int.class) {
                constants.put(field.getName(), field.getInt(null));
            }
        }
        Map<String, Integer> table = new TreeMap<>();
        for (Bytecode bytecode : Bytecode.values()) {
            table.put(bytecode.name(), bytecode.opcode());
        }

        assertThat(constants).isEqualTo(table);
    }
}
