package st.sendwright.shell;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of {@code bench}. */
@Command(name = "sendwright bench")
final class BenchOptions extends VmSettings {

    private static final double MOST_SECONDS = 3_600;

    @Parameters(paramLabel = "SUITE", arity = "0..1")
    String suite = "seed";

    @Option(names = "--json", paramLabel = "FILE")
    Path json;

    @Option(names = "--seconds", paramLabel = "N")
    double seconds = 2;

    @Override
    void check() throws UsageException {
        super.check();
        if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
            throw new UsageException("--seconds " + seconds + ": more than 0 and at most 3600 are possible.");
        }
    }
}
