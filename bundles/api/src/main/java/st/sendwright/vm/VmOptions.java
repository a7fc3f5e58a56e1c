package st.sendwright.vm;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How to start a VM.
 *
 * @param image image to start from; empty for the kernel library's own
 * @param fromSource build the kernel from its sources instead of an image
 * @param heapMaxBytes most bytes of live objects and allocation area together, at least 16 MiB
 * @param recursionLimit frames of one Process before it gets an error, at least 1000
 * @param collectEveryBytes stress: collect after so many bytes of allocation, 0 for at every allocation; -1 for no stress
 * @param verifyAlways stress: verify the heap after every collection
 * @param arguments what {@code Smalltalk arguments} answers
 * @param in standard input of the program
 * @param out standard output; the VM buffers and flushes
 * @param err standard error
 * @param interactive whether somebody can still act when all processes wait; otherwise that is a deadlock
 */
public record VmOptions(Optional<Path> image, boolean fromSource, long heapMaxBytes, int recursionLimit,
        long collectEveryBytes, boolean verifyAlways, List<String> arguments, InputStream in, OutputStream out,
        OutputStream err, boolean interactive) {

    public static final long DEFAULT_HEAP_MAX_BYTES = 1L << 30;
    public static final long LEAST_HEAP_MAX_BYTES = 16L << 20;
    /** {@link #collectEveryBytes} outside stress runs. */
    public static final long NO_STRESS = -1;
    public static final int DEFAULT_RECURSION_LIMIT = 1_000_000;

    public VmOptions {
        arguments = List.copyOf(arguments);
    }

    /** The kernel's image, default limits, the JVM's standard streams. */
    public static VmOptions defaults() {
        return new VmOptions(Optional.empty(), false, DEFAULT_HEAP_MAX_BYTES, DEFAULT_RECURSION_LIMIT, NO_STRESS,
                false,
                List.of(), System.in, System.out, System.err, false);
    }

    public VmOptions withImage(Path file) {
        return new VmOptions(Optional.of(file), fromSource, heapMaxBytes, recursionLimit, collectEveryBytes,
                verifyAlways, arguments, in, out, err, interactive);
    }

    public VmOptions withFromSource(boolean value) {
        return new VmOptions(image, value, heapMaxBytes, recursionLimit, collectEveryBytes, verifyAlways, arguments, in,
                out, err, interactive);
    }

    public VmOptions withHeapMaxBytes(long bytes) {
        return new VmOptions(image, fromSource, bytes, recursionLimit, collectEveryBytes, verifyAlways, arguments, in,
                out, err, interactive);
    }

    public VmOptions withRecursionLimit(int frames) {
        return new VmOptions(image, fromSource, heapMaxBytes, frames, collectEveryBytes, verifyAlways, arguments, in,
                out, err, interactive);
    }

    /**
     * With stress modes.
     *
     * @param everyBytes see {@link #collectEveryBytes}
     */
    public VmOptions withStress(long everyBytes, boolean verify) {
        return new VmOptions(image, fromSource, heapMaxBytes, recursionLimit, everyBytes, verify, arguments, in, out,
                err, interactive);
    }

    public VmOptions withArguments(List<String> values) {
        return new VmOptions(image, fromSource, heapMaxBytes, recursionLimit, collectEveryBytes, verifyAlways, values,
                in, out, err, interactive);
    }

    public VmOptions withStreams(InputStream input, OutputStream output, OutputStream error) {
        return new VmOptions(image, fromSource, heapMaxBytes, recursionLimit, collectEveryBytes, verifyAlways,
                arguments, input, output, error, interactive);
    }

    public VmOptions withInteractive(boolean value) {
        return new VmOptions(image, fromSource, heapMaxBytes, recursionLimit, collectEveryBytes, verifyAlways,
                arguments, in, out, err, value);
    }
}
