package st.sendwright.shell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of {@code fileout}. */
@Command(name = "sendwright fileout")
final class FileOutOptions extends VmSettings {

    private static final Set<String> FORMATS = Set.of("chunk", "tonel");

    @Option(names = "--load-order", paramLabel = "FILE")
    List<Path> loadOrders = new ArrayList<>();

    @Option(names = "--load", paramLabel = "FILE")
    List<Path> files = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT")
    String format = "chunk";

    @Option(names = "--output", paramLabel = "DIR")
    Path output = Path.of(".");

    @Option(names = "--overwrite")
    boolean overwrite;

    @Parameters(paramLabel = "NAME")
    List<String> names = new ArrayList<>();

    @Override
    void check() throws UsageException {
        super.check();
        if (!FORMATS.contains(format)) {
            throw new UsageException("--format " + format + ": the formats are chunk and tonel.");
        }
        if (names.isEmpty()) {
            throw new UsageException("fileout: give a class, a category of classes or a method such as"
                    + " 'Foo>>bar:'.");
        }
    }
}
