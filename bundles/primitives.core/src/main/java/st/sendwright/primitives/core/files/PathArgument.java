package st.sendwright.primitives.core.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import st.sendwright.model.StringObjects;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.PrimitiveFrame;

/** A file name that a primitive is given, and what is said when the operating system refuses it. */
final class PathArgument {

    /** Something to do with a file, answering the primitive's result. */
    @FunctionalInterface
    interface Action {
        long run(Path path) throws IOException;
    }

    private PathArgument() {
    }

    /**
     * Runs {@code action} with the path that argument {@code index} names; any refusal is the primitive's
     * failure.
     */
    static long with(PrimitiveFrame frame, int index, Action action) {
        return with(frame, index, true, action);
    }

    /** The same with a symbolic link itself, where the name is one's. */
    static long withEntry(PrimitiveFrame frame, int index, Action action) {
        return with(frame, index, false, action);
    }

    private static long with(PrimitiveFrame frame, int index, boolean follows, Action action) {
        if (!StringObjects.isText(frame.mutator(), frame.argument(index))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        try {
            return action.run(frame.services().file(StringObjects.text(frame.argument(index)), follows));
        } catch (InvalidPathException e) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        } catch (IOException e) {
            return frame.fail(reason(e));
        }
    }

    private static Failure reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> Failure.NOT_FOUND;
            case AccessDeniedException denied -> Failure.DENIED;
            case FileAlreadyExistsException exists -> Failure.ALREADY_EXISTS;
            default -> Failure.IO_ERROR;
        };
    }
}
