package st.sendwright.language.loader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Diagnostic.Severity;
import st.sendwright.language.SourceText;

/**
 * The files of packages of GNU Smalltalk in the order in which they are loaded: those of a package's prerequisites
 * before its own. Those of tests come only for packages that are asked for, each behind its package.
 *
 * <p>A prerequisite is looked for in the same descriptions and in those of the directories beside them.
 */
final class GnuPackageOrder {

    /** The dialect of all their files. */
    static final String DIALECT = "gnu";
    private static final String DESCRIPTION = "package.xml";
    /** The kernel library has what is in these. */
    private static final Set<String> IN_KERNEL = Set.of("Kernel", "SUnit");

    private final Set<Path> files = new LinkedHashSet<>();
    private final Set<String> namespaces = new LinkedHashSet<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final Map<String, Placed> byName = new LinkedHashMap<>();
    private final Set<GnuPackage> entered = new HashSet<>();
    private final Set<Path> neighboursRead = new HashSet<>();

    /**
     * A package.
     *
     * @param file its description
     */
    private record Placed(GnuPackage itself, Path file) {
    }

    private GnuPackageOrder() {
    }

    static boolean isDescription(Path file) {
        return file.getFileName() != null && file.getFileName().toString().equals(DESCRIPTION);
    }

    /** Whether a file that is named itself can only be a description of packages, whatever it is called. */
    static boolean isXml(Path file) {
        return file.toString().endsWith(".xml");
    }

    /** The files of what one description describes; an error when that is no package. */
    static SourceDirectory of(Path description) {
        GnuPackageOrder order = new GnuPackageOrder();
        List<Placed> packages = order.read(description, Severity.ERROR);
        if (packages.isEmpty() && order.diagnostics.isEmpty()) {
            order.diagnostics.add(SourceDirectory.about(description, Severity.ERROR, "SW-LOAD-045", "this describes"
                    + " no package of GNU Smalltalk; expected <package> with a <filein> for each file to load"));
        }
        return order.completed(packages);
    }

    /**
     * The files of all packages that some descriptions describe; empty when they describe none, with a warning for
     * each that is no XML.
     */
    static SourceDirectory of(List<Path> descriptions) {
        GnuPackageOrder order = new GnuPackageOrder();
        List<Placed> packages = descriptions.stream()
                .flatMap(file -> order.read(file, Severity.WARNING).stream()).toList();
        return order.completed(packages);
    }

    private SourceDirectory completed(List<Placed> packages) {
        for (Placed placed : packages) {
            enter(placed);
            add(placed, placed.itself().tests());
        }
        List<SourceText> statements = namespaces.stream()
                .map(name -> SourceText.of("Smalltalk addSubspace: #" + name, DESCRIPTION)).toList();
        return new SourceDirectory(List.copyOf(files), diagnostics, Optional.of(DIALECT), statements);
    }

    private List<Placed> read(Path description, Severity severity) {
        SourceDecoder.Decoded decoded = SourceDecoder.read(description);
        decoded.diagnostic().ifPresent(diagnostics::add);
        if (decoded.text().isEmpty()) {
            return List.of();
        }
        try {
            List<Placed> found = GnuPackage.in(decoded.text().get()).stream()
                    .map(itself -> new Placed(itself, description)).toList();
            for (Placed placed : found) {
                byName.putIfAbsent(placed.itself().name(), placed);
                placed.itself().provided().forEach(other -> byName.putIfAbsent(other, placed));
            }
            return found;
        } catch (GnuPackage.MalformedException problem) {
            diagnostics.add(Diagnostic.at(severity, "SW-LOAD-043", "this description of packages is no XML: "
                    + problem.getMessage() + "; what it describes is not loaded by it", decoded.text().get(),
                    problem.offset()));
            return List.of();
        }
    }

    /** Packages that need each other come in the order in which they are met. */
    private void enter(Placed placed) {
        if (!entered.add(placed.itself())) {
            return;
        }
        namespaces.addAll(placed.itself().namespaces());
        add(placed, placed.itself().itself());
    }

    private void add(Placed placed, GnuPackage.Part part) {
        List<GnuPackage.Mention> missing = new ArrayList<>();
        for (GnuPackage.Mention prerequisite : part.prerequisites()) {
            if (!IN_KERNEL.contains(prerequisite.text())) {
                named(prerequisite.text(), placed.file()).ifPresentOrElse(this::enter, () -> missing.add(prerequisite));
            }
        }
        if (!missing.isEmpty()) {
            String names = String.join(", ", missing.stream().map(GnuPackage.Mention::text).distinct().toList());
            diagnostics.add(Diagnostic.at(Severity.WARNING, "SW-LOAD-030", "package '" + placed.itself().name()
                    + "' needs packages that are not loaded: " + names + "; load their files first if it does not do"
                    + " without", placed.itself().description(), missing.getFirst().offset()));
        }
        part.files().forEach(file -> addFile(placed, file));
    }

    private Optional<Placed> named(String name, Path description) {
        Path directory = description.toAbsolutePath().normalize().getParent();
        if (!byName.containsKey(name) && directory.getParent() != null && neighboursRead.add(directory.getParent())) {
            try (Stream<Path> neighbours = Files.list(directory.getParent())) {
                neighbours.sorted().map(neighbour -> neighbour.resolve(DESCRIPTION)).filter(Files::isRegularFile)
                        .forEach(file -> read(file, Severity.WARNING));
            } catch (IOException problem) {
                diagnostics.add(SourceDirectory.unreadable(directory.getParent(), problem));
            }
        }
        return Optional.ofNullable(byName.get(name));
    }

    private void addFile(Placed placed, GnuPackage.Mention mention) {
        String path = mention.text().replace('\\', '/');
        Path file = placed.file().resolveSibling(placed.itself().directory()).resolve(path).normalize();
        if (Files.isRegularFile(file)) {
            files.add(file);
        } else {
            diagnostics.add(Diagnostic.at(Severity.ERROR, "SW-LOAD-044", "there is no file " + file + "; package '"
                    + placed.itself().name() + "' has it as a <filein>, relative to its description",
                    placed.itself().description(), mention.offset()));
        }
    }
}
