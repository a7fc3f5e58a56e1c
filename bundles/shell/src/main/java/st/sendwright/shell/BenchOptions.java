package st.sendwright.shell;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of {@code bench}. */
@Command(name = "sendwright bench")
final class BenchOptions extends VmSettings {

    private static final double MOST_SECONDS = 3_600;
    private static final long MOST_ELEMENTS = 1_000_000_000;

    @Parameters(paramLabel = "SUITE", arity = "0..1")
    String suite = "seed";

    @Option(names = "--json", paramLabel = "FILE")
    Path json;

    @Option(names = "--seconds", paramLabel = "N")
    double seconds = 2;

    @Option(names = "--elements", paramLabel = "N")
    long elements = 10_000_000;

    @Override
    void check() throws UsageException {
        super.check();
        if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
            throw new UsageException("--seconds " + seconds + ": more than 0 and at most 3600 are possible.");
        }
        if (!(elements >= 10 && elements <= MOST_ELEMENTS)) {
            throw new UsageException("--elements " + elements + ": from 10 to 1000000000 are possible.");
        }
    }
}
