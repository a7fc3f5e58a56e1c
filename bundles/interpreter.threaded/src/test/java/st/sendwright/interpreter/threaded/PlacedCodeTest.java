package st.sendwright.interpreter.threaded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.lang.ref.Reference;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import st.sendwright.interpreter.bytecodes.Opcode;
import st.sendwright.memory.executable.ExecutableMemories;
import st.sendwright.memory.executable.ExecutableMemory;
import st.sendwright.memory.executable.ExecutableMemoryException;
import st.sendwright.memory.executable.Mode;
import st.sendwright.model.Bytecode;

@DisplayName("The code of the interpreter")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PlacedCodeTest {

    @Test
    void hasAPieceForEachBytecodeButThoseThatAreServedOutOfLine() {
        InterpreterCode code = InterpreterCode.make();
        int out = code.handlers()[Opcode.NON_LOCAL_RETURN];

        assertThat(IntStream.range(0, Emission.OPCODES).filter(opcode -> code.handlers()[opcode] == out))
                .containsExactlyElementsOf(IntStream.range(0, Emission.OPCODES).filter(opcode -> Bytecode.of(opcode) == null
                        || opcode == Opcode.PUSH_THIS_CONTEXT || opcode == Opcode.NON_LOCAL_RETURN).boxed().toList());
        assertThat(IntStream.of(code.handlers()).distinct().count())
                .isEqualTo(IntStream.range(0, Emission.OPCODES).filter(opcode -> Bytecode.of(opcode) != null).count() - 1);
    }

    @Test
    void isTheSameEachTimeItIsMade() {
        assertThat(InterpreterCode.make().bytes()).isEqualTo(InterpreterCode.make().bytes());
    }

    @Test
    void givesItsMemoryBackWhenNobodyCanReachIt() {
        AtomicReference<ExecutableMemory> memory = new AtomicReference<>();
        PlacedCode placed = PlacedCode.place(InterpreterCode.make(), bytes -> {
            memory.set(ExecutableMemories.reserve(bytes, Mode.DUAL_MAPPING));
            return memory.get();
        });
        System.gc();
        assertThat(isOpen(memory.get())).isTrue();
        Reference.reachabilityFence(placed);
        placed = null;

        while (isOpen(memory.get())) {
            System.gc();
        }
    }

    private static boolean isOpen(ExecutableMemory memory) {
        try {
            return memory.executableAddress() != 0;
        } catch (IllegalStateException closed) {
            return false;
        }
    }

    @Test
    void saysWhyThereIsNoMemoryForIt() {
        ExecutableMemoryException denied = mock();
        when(denied.getMessage()).thenReturn("the system forbids it");

        assertThatIllegalStateException().isThrownBy(() -> PlacedCode.place(InterpreterCode.make(), bytes -> {
            throw denied;
        })).withMessage("the system forbids it").withCause(denied);
    }
}
