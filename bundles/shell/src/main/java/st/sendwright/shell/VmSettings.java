package st.sendwright.shell;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import st.sendwright.heap.HeapStress;
import st.sendwright.heap.HeapStress.Tenuring;
import st.sendwright.jit.CompilePolicy.Where;
import st.sendwright.jit.JitMode;
import st.sendwright.primitives.Permission;
import st.sendwright.vm.Permissions;
import st.sendwright.vm.VmOptions;

/** The options that say how a VM is started; {@code run} and {@code bench} share them. */
abstract class VmSettings {

    private static final int LEAST_RECURSION_LIMIT = 1_000;

    @Option(names = "--image", paramLabel = "FILE")
    Path image;

    @Option(names = "--from-source")
    boolean fromSource;

    @Option(names = "--heap-max", paramLabel = "SIZE", converter = HeapSize.class)
    long heapMaxBytes = VmOptions.DEFAULT_HEAP_MAX_BYTES;

    @Option(names = "--recursion-limit", paramLabel = "N")
    int recursionLimit = VmOptions.DEFAULT_RECURSION_LIMIT;

    @Option(names = "--stress", paramLabel = "MODE,...", split = ",")
    List<String> stress = new ArrayList<>();

    @Option(names = "--jit", paramLabel = "MODE", converter = JitModes.class)
    JitMode jit = JitMode.OFF;

    @Option(names = "--jit-compile", paramLabel = "WHERE")
    Where jitCompile;

    @Option(names = "--code-cache-size", paramLabel = "SIZE", converter = CodeCacheSize.class)
    Long codeCacheBytes;

    @Option(names = "--deny", paramLabel = "WHAT,...", split = ",")
    List<String> denied = new ArrayList<>();

    @Option(names = "--files-root", paramLabel = "DIR")
    Path filesRoot;

    @Option(names = "--perf-map")
    boolean perfMap;

    @Option(names = "--count-sends")
    boolean countSends;

    @Option(names = "--no-stall-watch")
    boolean noStallWatch;

    /** Finds what picocli cannot: values that are wrong together or out of range. */
    void check() throws UsageException {
        if (recursionLimit < LEAST_RECURSION_LIMIT) {
            throw new UsageException("--recursion-limit " + recursionLimit + " is too little; at least "
                    + LEAST_RECURSION_LIMIT + " frames are needed.");
        }
        for (String mode : stress) {
            if (!mode.matches("collect(=[0-9]{1,9})?|verify|compact|tenure=(all|least)")) {
                throw new UsageException("--stress " + mode + ": the modes are collect, collect=BYTES, verify, compact,"
                        + " tenure=all and tenure=least.");
            }
        }
        if (perfMap && jit == JitMode.OFF) {
            throw new UsageException("--perf-map names machine code, and the JIT is off; give --jit, too.");
        }
        if (countSends && jit == JitMode.OFF) {
            throw new UsageException("--count-sends counts sends of machine code, and the JIT is off; give --jit, too.");
        }
        if (jitCompile != null && jit == JitMode.OFF) {
            throw new UsageException("--jit-compile says where methods are compiled, and the JIT is off; give --jit, too.");
        }
        if (codeCacheBytes != null && jit == JitMode.OFF) {
            throw new UsageException("--code-cache-size is room for machine code, and the JIT is off; give --jit, too.");
        }
        for (String word : denied) {
            if (Permission.named(word).isEmpty()) {
                throw new UsageException("--deny " + word + ": what can be denied is " + Arrays.stream(Permission.values())
                        .map(Permission::word).collect(Collectors.joining(", ")) + ".");
            }
        }
        if (filesRoot != null && !Files.isDirectory(filesRoot)) {
            throw new UsageException("--files-root " + filesRoot + ": there is no such folder.");
        }
        if (image != null && fromSource) {
            throw new UsageException("--image and --from-source exclude each other.");
        }
    }

    private HeapStress heapStress() {
        HeapStress modes = HeapStress.NONE;
        for (String mode : stress) {
            modes = switch (mode) {
                case "collect" -> modes.withCollectEveryBytes(0);
                case "verify" -> modes.withVerify();
                case "compact" -> modes.withCompact();
                case "tenure=all" -> modes.withTenuring(Tenuring.ALL);
                case "tenure=least" -> modes.withTenuring(Tenuring.LEAST);
                default -> modes.withCollectEveryBytes(Long.parseLong(mode.substring("collect=".length())));
            };
        }
        return modes;
    }

    private Permissions permissions() {
        return new Permissions(denied.stream().map(word -> Permission.named(word).orElseThrow())
                .collect(Collectors.toUnmodifiableSet()), Optional.ofNullable(filesRoot));
    }

    /** How to start the VM. */
    VmOptions vmOptions(Console console, InputStream in, List<String> arguments, boolean interactive) {
        VmOptions options = VmOptions.defaults()
                .withJit(jit)
                .withPerfMap(perfMap)
                .withCountSends(countSends)
                .withWatched(!noStallWatch)
                .withFromSource(fromSource)
                .withHeapMaxBytes(heapMaxBytes)
                .withRecursionLimit(recursionLimit)
                .withStress(heapStress())
                .withArguments(arguments)
                .withStreams(in, console.programOutput(), console.programErrors())
                .withInteractive(interactive)
                .withPermissions(permissions());
        if (jitCompile != null) {
            options = options.withCompileWhere(jitCompile);
        }
        if (codeCacheBytes != null) {
            options = options.withCodeCacheBytes(codeCacheBytes);
        }
        return image == null ? options : options.withImage(image);
    }
}
