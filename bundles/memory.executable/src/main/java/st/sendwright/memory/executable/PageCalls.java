package st.sendwright.memory.executable;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;

/**
 * Calls of one attempt to get memory, with what it takes to undo them: the last first, and each of them even
 * when another fails.
 */
final class PageCalls {

    private static final int MOST_DECIMAL = 4096;

    private final NativePages pages;
    private final Map<Integer, String> errorNames;
    private final Deque<Undo> undoing = new ArrayDeque<>();

    /** A call that releases something. */
    record Undo(LongPredicate failed, NativePages.Function function, long... arguments) {
    }

    PageCalls(NativePages pages, Map<Integer, String> errorNames) {
        this.pages = pages;
        this.errorNames = errorNames;
    }

    /** Calls a function; when the result is one of a failure, undoes all and throws. */
    long acquire(LongPredicate failed, NativePages.Function function, long... arguments)
            throws ExecutableMemoryException {
        NativePages.Answer answer = pages.call(function, arguments);
        if (failed.test(answer.value())) {
            ExecutableMemoryException refusal = new ExecutableMemoryException(
                    written(function, arguments) + " was refused: " + words(answer.error()));
            undoAfter(refusal);
            throw refusal;
        }
        return answer.value();
    }

    /** Adds what releases something that has been acquired. */
    Undo onUndo(LongPredicate failed, NativePages.Function function, long... arguments) {
        Undo undo = new Undo(failed, function, arguments);
        undoing.push(undo);
        return undo;
    }

    /** Releases one thing that is not needed any more; a failure is one of the whole attempt. */
    void release(Undo undo) throws ExecutableMemoryException {
        undoing.removeIf(other -> other == undo);
        acquire(undo.failed(), undo.function(), undo.arguments());
    }

    /** Calls a function that can only fail when something is badly wrong. */
    void require(LongPredicate failed, NativePages.Function function, long... arguments) {
        NativePages.Answer answer = pages.call(function, arguments);
        if (failed.test(answer.value())) {
            throw new IllegalStateException(
                    written(function, arguments) + " was refused: " + words(answer.error()));
        }
    }

    /**
     * Releases all that was acquired.
     *
     * @throws IllegalStateException when the system refuses to take something back; all else is released
     */
    void undo() {
        IllegalStateException first = null;
        while (!undoing.isEmpty()) {
            try {
                Undo undo = undoing.pop();
                require(undo.failed(), undo.function(), undo.arguments());
            } catch (IllegalStateException refusal) {
                if (first == null) {
                    first = refusal;
                } else {
                    first.addSuppressed(refusal);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private void undoAfter(ExecutableMemoryException refusal) {
        try {
            undo();
        } catch (IllegalStateException leak) {
            refusal.addSuppressed(leak);
        }
    }

    private String words(int error) {
        String name = errorNames.get(error);
        return name == null ? "error " + error : "error " + error + ", " + name;
    }

    private static String written(NativePages.Function function, long... arguments) {
        return Arrays.stream(arguments).mapToObj(PageCalls::written)
                .collect(Collectors.joining(", ", function.symbol() + "(", ")"));
    }

    private static String written(long argument) {
        return Math.abs(argument) < MOST_DECIMAL ? Long.toString(argument) : "0x" + Long.toHexString(argument);
    }
}
