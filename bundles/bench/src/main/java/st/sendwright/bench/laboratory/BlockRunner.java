package st.sendwright.bench.laboratory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs programs in another Smalltalk, which is started for a block of iterations, reads a source file, warms up, and
 * takes the time of each iteration itself.
 */
final class BlockRunner {

    /** One block. */
    record Block(double[] warmUp, double[] counted) {
    }

    private static final Pattern ITERATION = Pattern.compile("bench-iteration ([0-9]+) (-?[0-9]+)");
    private static final Pattern WARM_UP = Pattern.compile("bench-warm-up ([0-9]+)");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
    private static final int NANOS_PER_MICRO = 1_000;
    private static final String FILE = "{file}";
    /**
     * Warms up until iterations get no faster, as {@link WarmUp} has it, or a time has passed; counts for a time; then
     * prints what it found. The clocks are those that systems have.
     */
    private static final String DRIVER = """

            | clock times answers start best limit end isSteady warmUp |
            clock := (Time respondsTo: #microsecondClock)
                ifTrue: [[Time microsecondClock]]
                ifFalse: [(Time respondsTo: #primUTCMicrosecondsClock)
                    ifTrue: [[Time primUTCMicrosecondsClock]]
                    ifFalse: [(Time respondsTo: #millisecondClock)
                        ifTrue: [[Time millisecondClock * 1000]]
                        ifFalse: [[Time millisecondClockValue * 1000]]]].
            times := OrderedCollection new.
            answers := OrderedCollection new.
            best := [:from :to |
                (times copyFrom: from to: to) inject: (times at: from) into: [:least :each | least min: each]].
            isSteady := [times size >= 10 and: [
                (best value: times size - 4 value: times size) * 100
                    >= ((best value: 1 value: times size - 5) * 98)]].
            limit := clock value + %1$d.
            [isSteady value or: [times size > 0 and: [clock value > limit]]] whileFalse: [
                start := clock value.
                answers add: (%3$s).
                times add: clock value - start].
            warmUp := times size.
            end := clock value + %2$d.
            [times size < (warmUp + 3) or: [clock value < end]] whileTrue: [
                start := clock value.
                answers add: (%3$s).
                times add: clock value - start].
            Transcript show: 'bench-warm-up ', warmUp printString; cr.
            1 to: times size do: [:i |
                Transcript show: 'bench-iteration ', (times at: i) printString, ' ', (answers at: i) printString; cr]!
            """;

    private final String name;
    private final List<String> command;
    private final Path folder;

    /**
     * @param command in one word of which <code>{file}</code> stands for the source file
     * @param folder for that file
     */
    BlockRunner(String name, List<String> command, Path folder) {
        this.name = name;
        this.command = List.copyOf(command);
        this.folder = folder;
    }

    /** The words of a template, as a shell would part them; empty when none holds <code>{file}</code>. */
    static List<String> words(String template) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(template);
        while (matcher.find()) {
            words.add(matcher.group(1) != null ? matcher.group(1)
                    : matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
        }
        return words.stream().anyMatch(each -> each.contains(FILE)) ? words : List.of();
    }

    String name() {
        return name;
    }

    /**
     * Runs a block and checks all answers.
     *
     * @param warmUpSeconds after which the warm-up ends, steady or not
     * @param seconds how long iterations are counted
     * @param limitSeconds after which all of it is given up
     */
    Block run(Program program, int size, long expected, double warmUpSeconds, double seconds, double limitSeconds)
            throws BenchException, IOException {
        Path file = folder.resolve(program.name() + ".st");
        Files.writeString(file, Smalltalk.source(Smalltalk.RANDOM) + "\n" + Smalltalk.source(program.source())
                + DRIVER.formatted((long) (warmUpSeconds * 1e6), (long) (seconds * 1e6),
                        program.expression(size)));
        List<String> words = command.stream().map(each -> each.replace(FILE, file.toString())).toList();
        Process process = new ProcessBuilder(words).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(nothing().toFile())).start();
        Timer watch = new Timer("bench-limit", true);
        watch.schedule(new TimerTask() {
            @Override
            public void run() {
                process.destroyForcibly();
            }
        }, (long) (limitSeconds * 1e3) + 1);
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            return block(program, expected, reader.readAllLines());
        } finally {
            watch.cancel();
            process.destroyForcibly();
        }
    }

    private Path nothing() throws IOException {
        Path file = folder.resolve("nothing");
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
        return file;
    }

    private Block block(Program program, long expected, List<String> lines) throws BenchException {
        List<Double> nanos = new ArrayList<>();
        int warmUp = 0;
        for (String line : lines) {
            Matcher warm = WARM_UP.matcher(line);
            if (warm.find()) {
                warmUp = Integer.parseInt(warm.group(1));
            }
            Matcher matcher = ITERATION.matcher(line);
            if (matcher.find()) {
                long answer = Long.parseLong(matcher.group(2));
                if (answer != expected) {
                    throw new BenchException(name + " answered " + answer + " to " + program.name() + ", not "
                            + expected + ".");
                }
                nanos.add(Math.max(1.0, Double.parseDouble(matcher.group(1))) * NANOS_PER_MICRO);
            }
        }
        if (nanos.size() <= warmUp) {
            String last = lines.isEmpty() ? "nothing" : "'" + lines.getLast().strip() + "'";
            throw new BenchException(name + " ran no iteration of " + program.name()
                    + "; the last that it printed was " + last + ".");
        }
        double[] all = nanos.stream().mapToDouble(Double::doubleValue).toArray();
        return new Block(Arrays.copyOf(all, warmUp), Arrays.copyOfRange(all, warmUp, all.length));
    }
}
