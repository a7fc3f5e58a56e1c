package st.sendwright.memory.executable;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** A process that has Linux forbid it to make memory executable, and then asks for some. */
final class DeniedProcess {

    static final int CANNOT_BE_FORBIDDEN = 77;

    private static final int PR_SET_MDWE = 65;
    private static final long REFUSE_EXEC_GAIN = 1;

    private DeniedProcess() {
    }

    public static void main(String[] arguments) throws Throwable {
        Linker linker = Linker.nativeLinker();
        ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
        MethodHandle control = linker.downcallHandle(linker.defaultLookup().findOrThrow("prctl"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, word, word, word, word));
        int answer = (int) control.invokeExact(PR_SET_MDWE, REFUSE_EXEC_GAIN, 0L, 0L, 0L);
        if (answer != 0) {
            System.exit(CANNOT_BE_FORBIDDEN);
        }
        for (Mode mode : Mode.values()) {
            try (ExecutableMemory memory = ExecutableMemories.reserve(ExecutableMemories.DEFAULT_BYTES, mode)) {
                System.out.println("not forbidden: " + memory);
            } catch (ExecutableMemoryException refusal) {
                System.out.println(refusal.getMessage());
            }
        }
    }
}
