package st.sendwright.interpreter.threaded;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import st.sendwright.memory.executable.ExecutableMemories;
import st.sendwright.memory.executable.ExecutableMemory;
import st.sendwright.memory.executable.ExecutableMemoryException;
import st.sendwright.memory.executable.Mode;

/**
 * The interpreter's code where it is executed. Its memory is given back when nobody can reach this object any more, and so
 * never while a thread is in it.
 */
final class PlacedCode {

    private static final MethodHandle ENTER = Linker.nativeLinker().downcallHandle(
            FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

    private final MemorySegment enter;

    private PlacedCode(MemorySegment enter) {
        this.enter = enter;
    }

    /** What the system gives memory by. */
    interface Reservation {
        ExecutableMemory reserve(long bytes) throws ExecutableMemoryException;
    }

    /** @throws IllegalStateException when the system has no executable memory for it */
    static PlacedCode place(InterpreterCode code) {
        return place(code, bytes -> ExecutableMemories.reserve(bytes, Mode.DUAL_MAPPING));
    }

    static PlacedCode place(InterpreterCode code, Reservation system) {
        long page = ExecutableMemories.PAGE_BYTES;
        long bytes = (code.bytes().length + page - 1) / page * page;
        ExecutableMemory memory;
        try {
            memory = system.reserve(bytes);
        } catch (ExecutableMemoryException denied) {
            throw new IllegalStateException(denied.getMessage(), denied);
        }
        long address = memory.executableAddress();
        MemorySegment writable = MemorySegment.ofAddress(memory.writableAddress()).reinterpret(bytes);
        writable.asSlice(0, code.bytes().length).copyFrom(MemorySegment.ofArray(code.bytes()));
        for (int opcode = 0; opcode < code.handlers().length; opcode++) {
            writable.setAtIndex(ValueLayout.JAVA_LONG, opcode, address + code.handlers()[opcode]);
        }
        memory.published(address, bytes);
        return new PlacedCode(MemorySegment.ofAddress(address + code.enter())
                .reinterpret(1, Arena.ofAuto(), enter -> memory.close()));
    }

    /** Executes bytecodes from the saved registers on; answers {@link InterpreterCode#LEFT} or {@link InterpreterCode#POLL}. */
    int execute(long mutator) {
        try {
            return (int) (long) ENTER.invokeExact(enter, mutator);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new AssertionError("the interpreter's code could not be entered", failure);
        } finally {
            Reference.reachabilityFence(enter);
        }
    }
}
