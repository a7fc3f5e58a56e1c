package st.sendwright.primitives.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import st.sendwright.plugin.PrimitiveFailedException;
import st.sendwright.primitives.Failure;

/** Folders with all that is in them. Nothing that a symbolic link leads to is deleted or copied: the link itself is. */
final class FileTrees {

    private FileTrees() {
    }

    /**
     * Names of what is in a folder at most so deep, and what each is, in turn; a folder before what is in it. Names begin with that of
     * the folder, which comes first.
     *
     * @throws PrimitiveFailedException as out of range when there are more than {@code most}
     */
    static List<?> walk(Path folder, long depth, long most) throws IOException, PrimitiveFailedException {
        if (depth < 0 || most < 1) {
            throw new PrimitiveFailedException(Failure.WRONG_ARGUMENT);
        }
        List<Object> found = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(folder, (int) Math.min(depth, Integer.MAX_VALUE))) {
            for (Path each : (Iterable<Path>) tree::iterator) {
                if (found.size() >= 2 * most) {
                    throw new PrimitiveFailedException(Failure.OUT_OF_RANGE);
                }
                found.add(each.toString());
                found.add(FileAttributes.kind(Files.readAttributes(each, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)));
            }
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        return found;
    }

    /** Names of what is in a folder, at whatever depth, whose path from there fits {@code pattern}, sorted. */
    static List<?> glob(Path folder, String pattern, long most) throws IOException, PrimitiveFailedException {
        PathMatcher matcher = matcher(folder, pattern);
        List<String> found = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path each : (Iterable<Path>) tree::iterator) {
                if (!each.equals(folder) && matcher.matches(folder.relativize(each))) {
                    if (found.size() >= most) {
                        throw new PrimitiveFailedException(Failure.OUT_OF_RANGE);
                    }
                    found.add(each.toString());
                }
            }
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        found.sort(null);
        return found;
    }

    private static PathMatcher matcher(Path folder, String pattern) throws PrimitiveFailedException {
        try {
            PathMatcher matcher = folder.getFileSystem().getPathMatcher("glob:" + pattern);
            if (!pattern.startsWith("**/")) {
                return matcher;
            }
            // As shells have it: ** stands for no folder, too.
            PathMatcher here = folder.getFileSystem().getPathMatcher("glob:" + pattern.substring("**/".length()));
            return path -> matcher.matches(path) || here.matches(path);
        } catch (PatternSyntaxException _) {
            throw new PrimitiveFailedException(Failure.WRONG_ARGUMENT);
        }
    }

    /**
     * Copies a folder, or a file, to a place where nothing is.
     *
     * @return how many files, folders and links were made
     * @throws FileAlreadyExistsException when something is there
     * @throws PrimitiveFailedException as a wrong argument for a copy into the folder itself
     */
    static long copy(Path from, Path to) throws IOException, PrimitiveFailedException {
        if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(to.toString());
        }
        if (to.toAbsolutePath().normalize().startsWith(from.toAbsolutePath().normalize())) {
            throw new PrimitiveFailedException(Failure.WRONG_ARGUMENT);
        }
        long[] count = {0};
        Files.walkFileTree(from, Set.of(), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                return made(Files.createDirectory(target(folder)));
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                return made(Files.copy(file, target(file), StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS));
            }

            private Path target(Path each) {
                return each.equals(from) ? to : to.resolve(from.relativize(each));
            }

            private FileVisitResult made(Path target) {
                count[0]++;
                return FileVisitResult.CONTINUE;
            }
        });
        return count[0];
    }

    /** @return how many files, folders and links were deleted */
    static long delete(Path tree) throws IOException {
        long[] count = {0};
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                return deleted(file);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failed) throws IOException {
                if (failed != null) {
                    throw failed;
                }
                return deleted(folder);
            }

            private FileVisitResult deleted(Path each) throws IOException {
                Files.delete(each);
                count[0]++;
                return FileVisitResult.CONTINUE;
            }
        });
        return count[0];
    }
}
