package st.sendwright.shell;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import st.sendwright.language.Dialect;

/** {@code --dialect NAME}: what sources are read as whose load order does not say. */
final class DialectOption {

    @Option(names = "--dialect", paramLabel = "NAME")
    String name;

    /** Set by {@link #choose}. */
    private Optional<Dialect> chosen = Optional.empty();

    /**
     * Finds the dialect that was named.
     *
     * @throws UsageException with the names there are when it is none of them
     */
    void choose(List<Dialect> installed) throws UsageException {
        if (name == null || name.equalsIgnoreCase("auto")) {
            return;
        }
        chosen = Dialect.DEFAULT.isCalled(name) ? Optional.of(Dialect.DEFAULT)
                : installed.stream().filter(dialect -> dialect.isCalled(name)).findFirst();
        if (chosen.isEmpty()) {
            throw new UsageException("--dialect " + name + ": there is no such dialect. Installed are "
                    + (installed.isEmpty() ? "none" : installed.stream().map(Dialect::name)
                            .collect(Collectors.joining(", "))) + "; default and auto are always there.");
        }
    }

    /** Empty for what the sources themselves say. */
    Optional<Dialect> chosen() {
        return chosen;
    }
}
