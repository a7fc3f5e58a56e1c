package st.sendwright.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The command line as a user meets it: {@code ./sendwright} as a process, its output whole. */
public final class SendwrightProcess {

    /** The source tree. */
    public static final Path ROOT = Path.of(System.getProperty("sendwright.root")).toAbsolutePath()
            .normalize();
    /** The built distribution. */
    public static final Path DIST = Path.of(System.getProperty("sendwright.dist")).toAbsolutePath()
            .normalize();

    /** What starts of the built distribution have loaded ahead of time, so that all but the first are shorter. */
    private static final Path CACHE = ROOT.resolve("integration-tests/target/cache");
    private static final long LIMIT_SECONDS = 300;
    private static final List<String> DEFAULT_INTERRUPT = List.of("env", "--default-signal=INT");

    private final List<String> command = new ArrayList<>(List.of(ROOT.resolve("sendwright").toString()));
    private final ProcessBuilder builder = new ProcessBuilder();
    private String input = "";

    private SendwrightProcess() {
        builder.directory(ROOT.toFile());
        builder.environment().put("SENDWRIGHT_DIST", DIST.toString());
        builder.environment().put("XDG_CACHE_HOME", CACHE.toString());
        builder.environment().put("JAVA_HOME_25", System.getProperty("java.home"));
    }

    /**
     * What came of it.
     *
     * @param out all of standard output
     * @param err all of standard error
     */
    public record Outcome(int exitCode, String out, String err) {
    }

    /** A process with these arguments, in the root of the source tree. */
    public static SendwrightProcess with(String... arguments) {
        SendwrightProcess process = new SendwrightProcess();
        process.command.addAll(List.of(arguments));
        return process;
    }

    /** Runs another program, such as a script, in place of {@code ./sendwright}. */
    public SendwrightProcess program(Path program) {
        command.set(0, program.toString());
        return this;
    }

    public SendwrightProcess in(Path folder) {
        builder.directory(folder.toFile());
        return this;
    }

    /** Has another distribution started. It will not be so often: nothing is loaded ahead of time. */
    public SendwrightProcess distribution(Path dist) {
        return environment("SENDWRIGHT_DIST", dist.toString()).environment("SENDWRIGHT_AOT", "off");
    }

    public SendwrightProcess environment(String name, String value) {
        builder.environment().put(name, value);
        return this;
    }

    public SendwrightProcess input(String text) {
        this.input = text;
        return this;
    }

    /**
     * Starts it, sends it the signal of Ctrl-C after each of so many lines of its output, and waits for its end; the lines
     * are part of the outcome. A process in the background is born ignoring that signal: {@code env} undoes it
     * where it can.
     */
    public Outcome runAndInterruptAfterLines(int lines) throws IOException, InterruptedException {
        Process process = startInterruptible();
        CompletableFuture<String> err = collect(process.getErrorStream());
        InputStream out = process.getInputStream();
        StringBuilder read = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            read.append(line(out));
            interrupt(process);
        }
        return outcome(process, collect(out), err, read.toString());
    }

    /** The same with one signal as soon as something holds, which is asked again and again. */
    public Outcome runAndInterruptWhen(Callable<Boolean> isTime) throws Exception {
        Process process = startInterruptible();
        CompletableFuture<String> out = collect(process.getInputStream());
        CompletableFuture<String> err = collect(process.getErrorStream());
        while (!isTime.call()) {
            Thread.yield();
        }
        interrupt(process);
        return outcome(process, out, err, "");
    }

    private Process startInterruptible() throws IOException, InterruptedException {
        if (resetsSignals()) {
            command.addAll(0, DEFAULT_INTERRUPT);
        }
        Process process = builder.command(command).start();
        process.getOutputStream().close();
        return process;
    }

    private static void interrupt(Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    /** Starts it, reads one line of its output, gives it its input and waits for its end; the line is part of the outcome. */
    public Outcome runWithInputAfterOneLine() throws IOException, InterruptedException {
        Process process = builder.command(command).start();
        CompletableFuture<String> err = collect(process.getErrorStream());
        InputStream out = process.getInputStream();
        String line = line(out);
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        return outcome(process, collect(out), err, line);
    }

    private static String line(InputStream out) throws IOException {
        StringBuilder line = new StringBuilder();
        int read = out.read();
        while (read >= 0 && read != '\n') {
            line.append((char) read);
            read = out.read();
        }
        return line.append('\n').toString();
    }

    /** Whether {@code env} here can give a program the default action of a signal. */
    public static boolean resetsSignals() throws IOException, InterruptedException {
        List<String> trial = new ArrayList<>(DEFAULT_INTERRUPT);
        trial.add("true");
        return new ProcessBuilder(trial).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start().waitFor() == 0;
    }

    /** Starts it and waits for its end. */
    public Outcome run() throws IOException, InterruptedException {
        Process process = builder.command(command).start();
        CompletableFuture<String> out = collect(process.getInputStream());
        CompletableFuture<String> err = collect(process.getErrorStream());
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The process need not read its input; what it printed instead tells why.
            input = "";
        }
        return outcome(process, out, err, "");
    }

    private Outcome outcome(Process process, CompletableFuture<String> out, CompletableFuture<String> err,
            String readBefore) throws InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            String stacks = ThreadDumps.ofChildren();
            process.destroyForcibly();
            throw new AssertionError(command + " did not end; so far it printed\n" + out.join() + err.join() + stacks);
        }
        return new Outcome(process.exitValue(), readBefore + out.join(), err.join());
    }

    /** A copy of the distribution that a test may damage. */
    public static Path copyOfDistribution(Path folder) throws IOException {
        Path copy = folder.resolve("dist");
        try (var tree = Files.walk(DIST)) {
            for (Path path : tree.toList()) {
                Path target = copy.resolve(DIST.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
        return copy;
    }

    private static CompletableFuture<String> collect(InputStream stream) {
        return CompletableFuture.supplyAsync(() -> {
            try (stream) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, runnable -> Thread.ofVirtual().start(runnable));
    }
}
