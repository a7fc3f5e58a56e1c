package st.sendwright.memory.executable;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * The functions of the system that runs this process.
 *
 * <p>Each shape of call takes the linker tens of milliseconds the first time, so there is one: six integers
 * in, one out. Both calling conventions of x86-64 pass integers and addresses of any size in whole registers
 * or slots of the stack that the caller clears, and a function does not see arguments that it lacks.
 */
final class SystemPages implements NativePages {

    static final int MOST_ARGUMENTS = 6;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final FunctionDescriptor SHAPE = FunctionDescriptor.of(LONG, LONG, LONG, LONG, LONG, LONG, LONG);

    private final SymbolLookup library;
    private final MethodHandle caller;
    private final MemoryLayout stateLayout = Linker.Option.captureStateLayout();
    private final VarHandle error;
    private final Map<Function, MemorySegment> symbols = new EnumMap<>(Function.class);

    private SystemPages(SymbolLookup library, String stateName) {
        this.library = library;
        this.error = stateLayout.varHandle(MemoryLayout.PathElement.groupElement(stateName));
        this.caller = Linker.nativeLinker().downcallHandle(SHAPE, Linker.Option.captureCallState(stateName));
    }

    static SystemPages linux() {
        return new SystemPages(Linker.nativeLinker().defaultLookup(), "errno");
    }

    static SystemPages windows() {
        return new SystemPages(SymbolLookup.libraryLookup("kernel32", Arena.global()), "GetLastError");
    }

    @Override
    public synchronized Answer call(Function function, long... arguments) {
        MemorySegment symbol = symbols.computeIfAbsent(function, wanted -> library.findOrThrow(wanted.symbol()));
        long[] all = Arrays.copyOf(arguments, MOST_ARGUMENTS);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = arena.allocate(stateLayout);
            long value = (long) caller.invokeExact(
                    symbol, captured, all[0], all[1], all[2], all[3], all[4], all[5]);
            return new Answer(function.answersInt() ? (int) value : value, (int) error.get(captured, 0L));
        } catch (Throwable failure) {
            throw new AssertionError("the call of " + function.symbol() + " failed", failure);
        }
    }
}
