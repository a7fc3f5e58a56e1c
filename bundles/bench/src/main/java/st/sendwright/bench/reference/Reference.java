package st.sendwright.bench.reference;

/** A benchmark in plain Java. An instance may be run again and again. Thread: one at a time. */
public interface Reference {

    /** Does the work and answers the number that the benchmark in Smalltalk answers for the same size. */
    long run(int size);
}
