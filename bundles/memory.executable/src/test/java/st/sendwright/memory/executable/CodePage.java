package st.sendwright.memory.executable;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.function.Consumer;
import java.util.function.LongBinaryOperator;
import st.sendwright.asm.x64.Assembler;

import static st.sendwright.asm.x64.Register.RCX;
import static st.sendwright.asm.x64.Register.RDI;
import static st.sendwright.asm.x64.Register.RDX;
import static st.sendwright.asm.x64.Register.RSI;

/**
 * Functions of two integers, assembled and run: the arguments are in RDI and RSI on every system, the result
 * in RAX.
 */
final class CodePage implements AutoCloseable {

    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
    private static final int GRAIN = 16;

    private final ExecutableMemory memory;
    private final MethodHandle caller;
    private long used;

    CodePage() throws ExecutableMemoryException {
        memory = ExecutableMemories.reserve(ExecutableMemories.DEFAULT_BYTES, Mode.DUAL_MAPPING);
        caller = Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(
                ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    }

    /** A function that may change RCX, RDX, R8 to R11 and XMM0 to XMM5, and ends by running into its end. */
    LongBinaryOperator function(Consumer<Assembler> body) {
        Assembler asm = new Assembler();
        if (WINDOWS) {
            asm.push(RDI);
            asm.push(RSI);
            asm.mov(RDI, RCX);
            asm.mov(RSI, RDX);
        }
        body.accept(asm);
        if (WINDOWS) {
            asm.pop(RSI);
            asm.pop(RDI);
        }
        asm.ret();
        asm.emitConstants();
        MemorySegment start = MemorySegment.ofAddress(put(asm.code()));
        return (first, second) -> {
            try {
                return (long) caller.invokeExact(start, first, second);
            } catch (Throwable failure) {
                throw new AssertionError(failure);
            }
        };
    }

    /** Where the next code will be executed. */
    long nextAddress() {
        return memory.executableAddress() + used;
    }

    /** Writes code and answers where it is executed. */
    long put(byte[] code) {
        long address = nextAddress();
        MemorySegment.ofAddress(memory.writableAddress() + used).reinterpret(code.length)
                .copyFrom(MemorySegment.ofArray(code));
        memory.published(address, code.length);
        used += code.length + GRAIN - 1 & -GRAIN;
        return address;
    }

    @Override
    public void close() {
        memory.close();
    }
}
