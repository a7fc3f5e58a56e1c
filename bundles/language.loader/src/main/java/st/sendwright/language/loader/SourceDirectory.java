package st.sendwright.language.loader;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Diagnostic.Severity;
import st.sendwright.language.SourceText;

/**
 * The source files in a directory and below it, sorted by path.
 *
 * <p>Where files of Tonel or FileTree are found, only these count: what else lies about in a repository is
 * scripts that build it. Where none are, but packages of GNU Smalltalk, what these name counts, in their order.
 * Hidden directories and, unless named themselves, descriptions of projects for Pharo's package loader are passed
 * over.
 *
 * @param files to load, empty when there are none
 * @param diagnostics what is wrong with the directory
 * @param dialect of the files, where the directory says it
 * @param statements to run before any of the files
 */
record SourceDirectory(List<Path> files, List<Diagnostic> diagnostics, Optional<String> dialect,
        List<SourceText> statements) {

    private static final Pattern TONEL = Pattern.compile(".*\\.(?:class|trait|extension)\\.st");
    private static final Pattern FILE_TREE = Pattern.compile(
            "(?:.*/)?[^/]+\\.package/(?:[^/]+\\.(?:class|trait|extension)/.*)?[^/]+\\.(?:st|json|md)");
    private static final Pattern CHUNKS = Pattern.compile(".*\\.(?:st|cs|cls|gst)", Pattern.CASE_INSENSITIVE);
    private static final Pattern PROJECT = Pattern.compile(
            "(?:BaselineOf|ConfigurationOf)\\w*(?:\\.package)?");

    /** Deeper nests no repository; links that lead round in circles end here at the latest. */
    private static final int DEEPEST = 40;

    SourceDirectory {
        files = List.copyOf(files);
        diagnostics = List.copyOf(diagnostics);
        statements = List.copyOf(statements);
    }

    static SourceDirectory of(Path directory) {
        TreeSet<Path> all = new TreeSet<>();
        List<Diagnostic> diagnostics = new ArrayList<>();
        try {
            Files.walkFileTree(directory, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST,
                    new Visitor(directory, all, diagnostics));
        } catch (IOException problem) {
            diagnostics.add(unreadable(directory, problem));
        }
        List<Path> declared = declared(directory, all, diagnostics);
        if (!declared.isEmpty()) {
            return new SourceDirectory(declared, diagnostics, Optional.empty(), List.of());
        }
        SourceDirectory ofGnu = GnuPackageOrder.of(all.stream().filter(GnuPackageOrder::isDescription).toList());
        diagnostics.addAll(ofGnu.diagnostics());
        return ofGnu.files().isEmpty()
                ? new SourceDirectory(chunks(directory, all, diagnostics), diagnostics, Optional.empty(), List.of())
                : new SourceDirectory(ofGnu.files(), diagnostics, ofGnu.dialect(), ofGnu.statements());
    }

    private static List<Path> declared(Path directory, Set<Path> all, List<Diagnostic> diagnostics) {
        List<Path> tonel = all.stream().filter(file -> matches(TONEL, directory, file)).toList();
        List<Path> fileTree = all.stream().filter(file -> matches(FILE_TREE, directory, file)).toList();
        warnOfMissingPackages(tonel, all, diagnostics);
        List<Path> both = new ArrayList<>(tonel);
        both.addAll(fileTree);
        return both;
    }

    private static List<Path> chunks(Path directory, Set<Path> all, List<Diagnostic> diagnostics) {
        List<Path> chunks = all.stream().filter(file -> matches(CHUNKS, directory, file)).toList();
        if (chunks.isEmpty() && diagnostics.isEmpty()) {
            diagnostics.add(about(directory, Severity.ERROR, "SW-LOAD-041", "there is no source in this"
                    + " directory nor below it; expected Tonel, FileTree, or files whose names end in .st,"
                    + " .cs, .cls or .gst"));
        }
        return chunks;
    }

    /** A directory may be a FileTree class or package itself, so that its own name counts. */
    private static boolean matches(Pattern pattern, Path directory, Path file) {
        Path root = directory.toAbsolutePath().normalize();
        Path base = root.getParent() == null || root.getParent().getParent() == null
                ? root : root.getParent().getParent();
        String path = base.relativize(file.toAbsolutePath().normalize()).toString().replace('\\', '/');
        return pattern.matcher(path).matches();
    }

    private static void warnOfMissingPackages(List<Path> tonel, Set<Path> all, List<Diagnostic> diagnostics) {
        TreeMap<Path, Integer> counts = new TreeMap<>();
        tonel.forEach(file -> counts.merge(file.resolveSibling(""), 1, Integer::sum));
        counts.forEach((folder, count) -> {
            boolean isPackage = all.contains(folder.resolve("package.st"));
            if (!isPackage) {
                diagnostics.add(about(folder, Severity.WARNING, "SW-LOAD-040", "there is no package.st beside"
                        + " the " + count + " Tonel files here; they are loaded without it, in the category that each"
                        + " names"));
            }
        });
    }

    static Diagnostic unreadable(Path path, IOException problem) {
        return about(path, Severity.ERROR, "SW-LOAD-042", "this cannot be read: " + problem
                + "; what is below it is left out");
    }

    static Diagnostic about(Path path, Severity severity, String code, String message) {
        return Diagnostic.at(severity, code, message, SourceText.of("", path.toString()), 0);
    }

    /** Collects files. */
    private static final class Visitor extends SimpleFileVisitor<Path> {

        private final Path root;
        private final Set<Path> files;
        private final List<Diagnostic> diagnostics;

        Visitor(Path root, Set<Path> files, List<Diagnostic> diagnostics) {
            this.root = root;
            this.files = files;
            this.diagnostics = diagnostics;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            String name = directory.getFileName() == null ? "" : directory.getFileName().toString();
            boolean isLeftOut = !directory.equals(root)
                    && (name.startsWith(".") || PROJECT.matcher(name).matches());
            return isLeftOut ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
                files.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException problem) {
            diagnostics.add(unreadable(file, problem));
            return FileVisitResult.CONTINUE;
        }
    }
}
