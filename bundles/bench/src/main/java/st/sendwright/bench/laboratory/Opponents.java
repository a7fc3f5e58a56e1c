package st.sendwright.bench.laboratory;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import st.sendwright.jit.JitMode;
import st.sendwright.laboratory.BenchOutput;
import st.sendwright.laboratory.BenchRequest;
import st.sendwright.laboratory.BenchRequest.Comparison;

/** The processes with which programs are compared; closing ends them and removes their files. */
final class Opponents implements AutoCloseable {

    private static final String JAVASCRIPT = "/st/sendwright/bench/javascript/programs.js";
    /** What a line with a program's name looks like in the JavaScript. */
    private static final String HAS = "\n    %s: ";

    private final Path folder;
    private final List<Runner> runners = new ArrayList<>();
    private final List<BlockRunner> blocks = new ArrayList<>();
    /** For a bench that is interrupted. */
    private final Thread hook = new Thread(this::end, "bench-end");

    private Opponents(Path folder) {
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Starts them. Who is not on this machine is said and left out.
     *
     * @param location where the classes of this bundle are
     */
    static Opponents start(BenchRequest request, String location, BenchOutput output)
            throws IOException, BenchException {
        Opponents opponents = new Opponents(Files.createTempDirectory("sendwright-bench-"));
        try {
            for (Comparison each : request.comparisons()) {
                opponents.add(each, request.vmOptions().jit(), location, output);
            }
            return opponents;
        } catch (IOException | BenchException e) {
            opponents.close();
            throw e;
        }
    }

    private void add(Comparison comparison, JitMode jit, String location, BenchOutput output)
            throws IOException, BenchException {
        switch (comparison) {
            case Comparison.Java() -> runners.add(ProcessRunner.start("java",
                    List.of(java(), "-XX:+UseSerialGC", "-cp", classPath(location),
                            "st.sendwright.bench.reference.Main"),
                    program -> true));
            case Comparison.Node() -> addNode(output);
            case Comparison.Command(var template) -> {
                List<String> words = BlockRunner.words(template);
                if (words.isEmpty()) {
                    throw new BenchException("--compare-command '" + template
                            + "' does not say where the file goes; write {file} there, such as 'gst {file}'.");
                }
                blocks.add(new BlockRunner(template, words, folder));
            }
            case Comparison.Build(var distribution) -> addBuild(distribution, jit);
        }
    }

    private void addNode(BenchOutput output) throws IOException {
        Optional<Path> node = onPath("node");
        if (node.isEmpty()) {
            output.error("there is no node on the path: programs are not compared with it.");
            return;
        }
        String script = Smalltalk.source(JAVASCRIPT);
        Path file = Files.writeString(folder.resolve("programs.js"), script);
        runners.add(ProcessRunner.start("node", List.of(node.get().toString(), file.toString()),
                program -> script.contains(HAS.formatted(program.name()))));
    }

    /** The other build compiles when this one does, or the ratio would say nothing. */
    private void addBuild(Path distribution, JitMode jit) throws BenchException {
        Path jar = distribution.resolve("sendwright.jar");
        if (!Files.exists(jar)) {
            throw new BenchException("--compare-build " + distribution + " is no distribution: it has no sendwright.jar."
                    + " Give a folder such as runtime-launcher/target/dist of another working copy.");
        }
        List<String> command = new ArrayList<>();
        command.add(java());
        for (String each : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!each.startsWith("-XX:AOT") && !each.startsWith("-Dsendwright.") && !each.startsWith("-javaagent")) {
                command.add(each);
            }
        }
        command.addAll(List.of("-jar", jar.toString()));
        if (jit != JitMode.OFF) {
            command.add("--jit=" + jit.name().toLowerCase(Locale.ROOT));
        }
        command.addAll(List.of("--no-repl", "{file}"));
        blocks.add(new BlockRunner("build " + distribution, command, folder));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String classPath(String location) {
        return Path.of(URI.create(location.startsWith("reference:") ? location.substring("reference:".length())
                : location)).toString();
    }

    /** Only absolute folders count: what lies in the current one is nobody's choice. */
    private static Optional<Path> onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> Path.of(folder).isAbsolute())
                .flatMap(folder -> Stream.of(Path.of(folder, program), Path.of(folder, program + ".exe")))
                .filter(Files::isExecutable).findFirst();
    }

    List<Runner> runners() {
        return runners;
    }

    List<BlockRunner> blocks() {
        return blocks;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM ends: the hook does it.
            return;
        }
        end();
    }

    private void end() {
        runners.forEach(Runner::close);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the files of a benchmark cannot be removed", e);
        }
    }
}
