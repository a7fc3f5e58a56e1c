package st.sendwright.plugin;

/**
 * A primitive that {@link PluginSet.Declared#waitsWhenLong waits when it takes long} has begun on the VM thread, and finds that it will
 * take long. It is run once more, on a thread of its own.
 */
public final class TakesLongException extends Exception {

    private static final long serialVersionUID = 1;

    public TakesLongException() {
        // It is no failure: it needs no trace.
        super("it takes long", null, false, false);
    }
}
