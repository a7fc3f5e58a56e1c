package st.sendwright.bench.laboratory;

/** What runs programs, one iteration at a time, and checks nothing. */
interface Runner extends AutoCloseable {

    /**
     * One iteration.
     *
     * @param nanos how long it took
     * @param result what it answered
     */
    record Iteration(double nanos, long result) {
    }

    /** Its name in reports. */
    String name();

    /** Whether it has this program and comparing with it says anything. */
    boolean canRun(Program program);

    /**
     * Runs a program once.
     *
     * @param limitSeconds after which it is given up
     */
    Iteration run(Program program, int size, double limitSeconds) throws BenchException;

    @Override
    void close();
}
