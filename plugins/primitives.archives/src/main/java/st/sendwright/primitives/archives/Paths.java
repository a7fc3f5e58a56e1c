package st.sendwright.primitives.archives;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import st.sendwright.plugin.PrimitiveFailedException;
import st.sendwright.primitives.Failure;

/** Names of files. */
final class Paths {

    private Paths() {
    }

    /** @throws PrimitiveFailedException as a wrong argument for what is no name */
    static Path of(String name) throws PrimitiveFailedException {
        try {
            return Path.of(name);
        } catch (InvalidPathException _) {
            throw new PrimitiveFailedException(Failure.WRONG_ARGUMENT);
        }
    }
}
