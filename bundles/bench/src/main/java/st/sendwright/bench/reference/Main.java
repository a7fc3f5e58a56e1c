package st.sendwright.bench.reference;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs benchmarks on demand: for each line {@code NAME SIZE} of standard input it prints {@code NANOS RESULT}. It keeps
 * running, so that the JVM gets warm, and waits without using a processor.
 */
public final class Main {

    private Main() {
    }

    /** Ends with standard input. */
    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Map<String, Reference> references = new HashMap<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            Reference reference = references.computeIfAbsent(words[0],
                    name -> References.named(name).orElseThrow());
            int size = Integer.parseInt(words[1]);
            long start = System.nanoTime();
            long result = reference.run(size);
            long nanos = System.nanoTime() - start;
            out.println(nanos + " " + result);
        }
    }
}
