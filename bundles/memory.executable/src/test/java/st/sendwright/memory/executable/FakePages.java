package st.sendwright.memory.executable;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.Set;

/**
 * A system that notes its calls, knows what it has given, and refuses the calls that it is told to refuse.
 */
final class FakePages implements NativePages {

    private static final int ACCESS_DENIED = 5;

    private final List<String> calls = new ArrayList<>();
    private final Set<Long> given = new TreeSet<>();
    private final Set<Integer> refused = new TreeSet<>();
    private int error = ACCESS_DENIED;
    private long next = 0x10_0000_0000L;

    FakePages refusing(int call, int reason) {
        refused.add(call);
        error = reason;
        return this;
    }

    /** All calls, as a programmer would write them. */
    List<String> calls() {
        return calls;
    }

    /** Addresses and handles that nobody has given back. */
    Set<Long> given() {
        return given;
    }

    @Override
    public Answer call(Function function, long... arguments) {
        calls.add(written(function, arguments));
        boolean isRefused = refused.contains(calls.size());
        return switch (function) {
            case MMAP, MREMAP -> isRefused ? new Answer(-1, error) : new Answer(give(), 0);
            case VIRTUAL_ALLOC, CREATE_FILE_MAPPING, MAP_VIEW_OF_FILE ->
                    isRefused ? new Answer(0, error) : new Answer(give(), 0);
            case MPROTECT -> new Answer(isRefused ? -1 : 0, error);
            case VIRTUAL_PROTECT, FLUSH_INSTRUCTION_CACHE -> new Answer(isRefused ? 0 : 1, error);
            case MUNMAP -> isRefused ? new Answer(-1, error) : new Answer(take(arguments[0]) ? 0 : -1, error);
            case VIRTUAL_FREE, UNMAP_VIEW_OF_FILE, CLOSE_HANDLE ->
                    isRefused ? new Answer(0, error) : new Answer(take(arguments[0]) ? 1 : 0, error);
        };
    }

    private long give() {
        long address = next;
        next += 0x1_0000_0000L;
        given.add(address);
        return address;
    }

    /** What was not given, or was taken back before, is a mistake of ours that a test must see. */
    private boolean take(long address) {
        if (!given.remove(address)) {
            throw new AssertionError("0x%x was given back and never had".formatted(address));
        }
        return true;
    }

    private static String written(Function function, long... arguments) {
        List<String> words = new ArrayList<>();
        for (int index = 0; index < arguments.length; index++) {
            boolean isPlaceForOldProtection = function == Function.VIRTUAL_PROTECT && index == 3;
            words.add(isPlaceForOldProtection ? "&old" : number(arguments[index]));
        }
        return function.symbol() + "(" + String.join(", ", words) + ")";
    }

    private static String number(long value) {
        return value == -1 ? "-1" : Long.toHexString(value);
    }
}
