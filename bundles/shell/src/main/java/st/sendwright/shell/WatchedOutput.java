package st.sendwright.shell;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Remembers why writing failed, which a {@link java.io.PrintStream} around it does not.
 *
 * <p>Thread: any.
 */
final class WatchedOutput extends FilterOutputStream {

    /** What Linux, macOS and BSD say when whoever read has gone. */
    private static final String READER_GONE = "Broken pipe";

    private volatile IOException failure;

    WatchedOutput(OutputStream target) {
        super(target);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /**
     * Why output is missing that somebody wanted; empty when none is. A reader that has gone, such as
     * {@code head}, has seen what it wanted.
     */
    Optional<String> loss() {
        return Optional.ofNullable(failure).map(IOException::getMessage)
                .filter(message -> !message.contains(READER_GONE));
    }
}
