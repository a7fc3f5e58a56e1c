package st.sendwright.primitives.core.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;
import st.sendwright.model.SymbolTable;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.PrimitiveFrame;
import st.sendwright.primitives.core.system.Answers;

/** Files and folders by name. */
final class Folders {

    private Folders() {
    }

    /** The Symbol file, directory or other; nil where there is nothing of that name. */
    static long kind(PrimitiveFrame frame) {
        return PathArgument.with(frame, 0, path -> {
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                return MutatorBlock.nil(frame.mutator());
            }
            String kind = Files.isRegularFile(path) ? "file"
                    : Files.isDirectory(path) ? "directory" : "other";
            return Answers.orNeedsRoom(SymbolTable.intern(frame.mutator(), kind));
        });
    }

    /** Whether there is a symbolic link of that name, wherever it leads. */
    static long isLink(PrimitiveFrame frame) {
        return PathArgument.withEntry(frame, 0,
                path -> MutatorBlock.bool(frame.mutator(), Files.isSymbolicLink(path)));
    }

    static long sizeOf(PrimitiveFrame frame) {
        return PathArgument.with(frame, 0, path -> Oop.smallInteger(Files.size(path)));
    }

    static long delete(PrimitiveFrame frame) {
        return PathArgument.withEntry(frame, 0, path -> {
            Files.delete(path);
            return frame.receiver();
        });
    }

    static long rename(PrimitiveFrame frame) {
        if (!StringObjects.isText(frame.mutator(), frame.argument(1))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        return PathArgument.withEntry(frame, 0, from -> PathArgument.withEntry(frame, 1, to -> {
            Files.move(from, to);
            return frame.receiver();
        }));
    }

    /** Makes the folder and those it lies in; it may exist already. */
    static long createDirectory(PrimitiveFrame frame) {
        return PathArgument.with(frame, 0, path -> {
            Files.createDirectories(path);
            return frame.receiver();
        });
    }

    /** The names in a folder, sorted. */
    static long list(PrimitiveFrame frame) {
        return PathArgument.with(frame, 0, path -> Answers.texts(frame, names(path)));
    }

    static long workingDirectory(PrimitiveFrame frame) {
        return Answers.text(frame, Path.of("").toAbsolutePath().toString());
    }

    static long temporaryDirectory(PrimitiveFrame frame) {
        return Answers.text(frame, System.getProperty("java.io.tmpdir"));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
