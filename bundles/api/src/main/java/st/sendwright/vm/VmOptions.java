package st.sendwright.vm;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import st.sendwright.heap.HeapStress;
import st.sendwright.jit.CompilePolicy;
import st.sendwright.jit.CompilePolicy.Where;
import st.sendwright.jit.JitMode;

/**
 * How to start a VM.
 *
 * @param image image to start from; empty for the kernel library's own
 * @param fromSource build the kernel from its sources instead of an image
 * @param heapMaxBytes most bytes of live objects and allocation area together, at least 16 MiB
 * @param recursionLimit frames of one Process before it gets an error, at least 1000
 * @param stress modes for tests
 * @param arguments what {@code Smalltalk arguments} answers
 * @param in standard input of the program
 * @param out standard output; the VM buffers and flushes
 * @param err standard error
 * @param jit whether and when methods are compiled to machine code
 * @param perfMap whether names of machine code are written where Linux's {@code perf} finds them
 * @param countSends whether machine code counts the sends that it makes; they take longer then
 * @param compileWhere whether compiling keeps programs waiting; empty leaves it to the {@link CompilePolicy}
 * @param codeCacheBytes room for machine code, a multiple of {@link #CODE_CACHE_UNIT_BYTES}; reserved only with a JIT
 * @param watched whether providers that do not answer are noticed and left; without it a call of one costs nothing beyond the call
 * @param permissions what primitives may do outside of the VM
 * @param interactive whether somebody can still act when all processes wait; otherwise that is a deadlock
 */
public record VmOptions(Optional<Path> image, boolean fromSource, long heapMaxBytes, int recursionLimit,
        HeapStress stress, List<String> arguments, InputStream in, OutputStream out,
        OutputStream err, boolean interactive, JitMode jit, boolean perfMap, boolean countSends,
        Optional<Where> compileWhere, long codeCacheBytes, boolean watched,
        Permissions permissions) {

    public static final long DEFAULT_HEAP_MAX_BYTES = 1L << 30;
    public static final long LEAST_HEAP_MAX_BYTES = 16L << 20;
    public static final int DEFAULT_RECURSION_LIMIT = 1_000_000;
    public static final long DEFAULT_CODE_CACHE_BYTES = 16L << 20;
    /** The stubs that all machine code shares have room in it, and some methods. */
    public static final long LEAST_CODE_CACHE_BYTES = 16L << 10;
    /** Calls reach no further than their 32-bit distances. */
    public static final long MOST_CODE_CACHE_BYTES = 1L << 30;
    /** A page. */
    public static final long CODE_CACHE_UNIT_BYTES = 4096;

    public VmOptions {
        arguments = List.copyOf(arguments);
        if (codeCacheBytes < LEAST_CODE_CACHE_BYTES || codeCacheBytes > MOST_CODE_CACHE_BYTES
                || codeCacheBytes % CODE_CACHE_UNIT_BYTES != 0) {
            throw new IllegalArgumentException(codeCacheBytes + " bytes for machine code: a multiple of "
                    + CODE_CACHE_UNIT_BYTES + " from " + LEAST_CODE_CACHE_BYTES + " to " + MOST_CODE_CACHE_BYTES
                    + " is possible");
        }
    }

    /** The kernel's image, default limits, the JVM's standard streams. */
    public static VmOptions defaults() {
        return new VmOptions(Optional.empty(), false, DEFAULT_HEAP_MAX_BYTES, DEFAULT_RECURSION_LIMIT,
                HeapStress.NONE, List.of(), System.in, System.out, System.err, false, JitMode.OFF,
                false, false, Optional.empty(), DEFAULT_CODE_CACHE_BYTES, true, Permissions.ALL);
    }

    public VmOptions withImage(Path file) {
        Draft draft = new Draft(this);
        draft.image = Optional.of(file);
        return draft.options();
    }

    public VmOptions withFromSource(boolean value) {
        Draft draft = new Draft(this);
        draft.fromSource = value;
        return draft.options();
    }

    public VmOptions withHeapMaxBytes(long bytes) {
        Draft draft = new Draft(this);
        draft.heapMaxBytes = bytes;
        return draft.options();
    }

    public VmOptions withRecursionLimit(int frames) {
        Draft draft = new Draft(this);
        draft.recursionLimit = frames;
        return draft.options();
    }

    public VmOptions withStress(HeapStress modes) {
        Draft draft = new Draft(this);
        draft.stress = modes;
        return draft.options();
    }

    public VmOptions withArguments(List<String> values) {
        Draft draft = new Draft(this);
        draft.arguments = values;
        return draft.options();
    }

    public VmOptions withStreams(InputStream input, OutputStream output, OutputStream error) {
        Draft draft = new Draft(this);
        draft.in = input;
        draft.out = output;
        draft.err = error;
        return draft.options();
    }

    public VmOptions withInteractive(boolean value) {
        Draft draft = new Draft(this);
        draft.interactive = value;
        return draft.options();
    }

    public VmOptions withJit(JitMode mode) {
        Draft draft = new Draft(this);
        draft.jit = mode;
        return draft.options();
    }

    public VmOptions withPerfMap(boolean value) {
        Draft draft = new Draft(this);
        draft.perfMap = value;
        return draft.options();
    }

    public VmOptions withCountSends(boolean value) {
        Draft draft = new Draft(this);
        draft.countSends = value;
        return draft.options();
    }

    public VmOptions withCompileWhere(Where where) {
        Draft draft = new Draft(this);
        draft.compileWhere = Optional.of(where);
        return draft.options();
    }

    public VmOptions withCodeCacheBytes(long bytes) {
        Draft draft = new Draft(this);
        draft.codeCacheBytes = bytes;
        return draft.options();
    }

    public VmOptions withWatched(boolean value) {
        Draft draft = new Draft(this);
        draft.watched = value;
        return draft.options();
    }

    public VmOptions withPermissions(Permissions what) {
        Draft draft = new Draft(this);
        draft.permissions = what;
        return draft.options();
    }

    /** All values, of which some are being changed. */
    private static final class Draft {
        private Optional<Path> image;
        private boolean fromSource;
        private long heapMaxBytes;
        private int recursionLimit;
        private HeapStress stress;
        private List<String> arguments;
        private InputStream in;
        private OutputStream out;
        private OutputStream err;
        private boolean interactive;
        private JitMode jit;
        private boolean perfMap;
        private boolean countSends;
        private Optional<Where> compileWhere;
        private long codeCacheBytes;
        private boolean watched;
        private Permissions permissions;

        private Draft(VmOptions from) {
            image = from.image;
            fromSource = from.fromSource;
            heapMaxBytes = from.heapMaxBytes;
            recursionLimit = from.recursionLimit;
            stress = from.stress;
            arguments = from.arguments;
            in = from.in;
            out = from.out;
            err = from.err;
            interactive = from.interactive;
            jit = from.jit;
            perfMap = from.perfMap;
            countSends = from.countSends;
            compileWhere = from.compileWhere;
            codeCacheBytes = from.codeCacheBytes;
            watched = from.watched;
            permissions = from.permissions;
        }

        private VmOptions options() {
            return new VmOptions(image, fromSource, heapMaxBytes, recursionLimit, stress, arguments, in, out, err, interactive,
                    jit, perfMap, countSends, compileWhere, codeCacheBytes, watched, permissions);
        }
    }
}
