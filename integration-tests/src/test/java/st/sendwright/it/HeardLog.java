package st.sendwright.it;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The warnings and errors that a logger of this JVM, and those below it, are given until this is closed. */
public final class HeardLog extends Handler {

    private final Logger logger;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private HeardLog(Logger logger) {
        this.logger = logger;
    }

    /** Begins to listen; they are not written anywhere else meanwhile. */
    public static HeardLog of(String name) {
        Logger logger = Logger.getLogger(name);
        HeardLog heard = new HeardLog(logger);
        logger.addHandler(heard);
        logger.setUseParentHandlers(false);
        return heard;
    }

    /** Each message, with what was thrown. */
    public List<String> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord record) {
        if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
            lines.add(record.getMessage() + (record.getThrown() == null ? "" : ": " + record.getThrown()));
        }
    }

    @Override
    public void flush() {
        // Nothing is buffered.
    }

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
