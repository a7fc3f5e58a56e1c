package st.sendwright.runtime;

/** The clock of delays: milliseconds since the JVM's own origin, never negative in practice, never set back. */
final class MillisecondClock {

    private MillisecondClock() {
    }

    static long now() {
        return System.nanoTime() / 1_000_000;
    }
}
