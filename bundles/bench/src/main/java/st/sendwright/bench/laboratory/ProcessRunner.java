package st.sendwright.bench.laboratory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Predicate;

/**
 * Runs programs in another process, which stays: it is told {@code NAME SIZE} in a line and answers
 * {@code NANOS RESULT}. So it gets warm, and takes turns with this VM; while it waits it uses no processor.
 */
final class ProcessRunner implements Runner {

    private static final String ITERATION = "[0-9]+ -?[0-9]+";

    private final String name;
    private final Predicate<Program> canRun;
    private final Process process;
    private final PrintWriter toProcess;
    private final BufferedReader fromProcess;

    private ProcessRunner(String name, Predicate<Program> canRun, Process process) {
        this.name = name;
        this.canRun = canRun;
        this.process = process;
        this.toProcess = new PrintWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8),
                true);
        this.fromProcess = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts the process.
     *
     * @param canRun which programs it has
     */
    static ProcessRunner start(String name, List<String> command, Predicate<Program> canRun) throws IOException {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return new ProcessRunner(name, canRun, process);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean canRun(Program program) {
        return program.kind() != Program.Kind.LOOP && canRun.test(program);
    }

    @Override
    public Iteration run(Program program, int size, double limitSeconds) throws BenchException {
        Timer watch = new Timer("bench-limit", true);
        watch.schedule(new TimerTask() {
            @Override
            public void run() {
                process.destroyForcibly();
            }
        }, (long) (limitSeconds * 1e3) + 1);
        try {
            toProcess.println(program.name() + " " + size);
            String line = fromProcess.readLine();
            if (line == null || !line.matches(ITERATION)) {
                throw new BenchException(name + " did not finish " + program.name() + " of size " + size
                        + (line == null ? "; its process has ended." : ": it printed '" + line + "'."));
            }
            String[] words = line.split(" ");
            return new Iteration(Double.parseDouble(words[0]), Long.parseLong(words[1]));
        } catch (IOException e) {
            throw new BenchException(name + " cannot be read from: " + e.getMessage() + ".");
        } finally {
            watch.cancel();
        }
    }

    @Override
    public void close() {
        toProcess.close();
        process.destroy();
    }
}
