package st.sendwright.laboratory;

import org.osgi.annotation.versioning.ConsumerType;

/** Where a bench prints to. Thread: that of {@link Laboratory#run}. */
@ConsumerType
public interface BenchOutput {

    /** Takes text for standard output, with its line ends. */
    void print(String text);

    /** Takes one message for standard error. */
    void error(String message);

    /** Shows how far the work is, where that is of use; it stays until the next text. */
    void progress(String text);
}
