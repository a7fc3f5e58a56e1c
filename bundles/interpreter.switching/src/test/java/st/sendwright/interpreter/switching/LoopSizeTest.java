package st.sendwright.interpreter.switching;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.attribute.CodeAttribute;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The interpreter's loop")
class LoopSizeTest {

    /** HotSpot does not compile a method of more bytes, unless it is told to. */
    private static final int HUGE_METHOD_LIMIT = 8_000;

    @Test
    void staysBelowTheSizeBeyondWhichHotSpotDoesNotCompile() throws IOException {
        assertThat(codeLength(BytecodeLoop.class, "execute"))
                .as("bytes of JVM code; move rare handlers out of line")
                .isBetween(1_000, HUGE_METHOD_LIMIT - 1);
    }

    private static int codeLength(Class<?> owner, String method) throws IOException {
        try (InputStream in = owner.getResourceAsStream(owner.getSimpleName() + ".class")) {
            ClassModel model = ClassFile.of().parse(in.readAllBytes());
            return model.methods().stream()
                    .filter(candidate -> candidate.methodName().equalsString(method))
                    .map(candidate -> (CodeAttribute) candidate.code().orElseThrow())
                    .mapToInt(CodeAttribute::codeLength)
                    .findFirst().orElseThrow();
        }
    }
}
