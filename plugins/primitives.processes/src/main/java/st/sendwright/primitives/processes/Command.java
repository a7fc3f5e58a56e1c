package st.sendwright.primitives.processes;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import st.sendwright.plugin.PrimitiveFailedException;
import st.sendwright.primitives.Failure;

/** What to start, and how. */
final class Command {

    private final ProcessBuilder builder;

    /**
     * @param words the program and its arguments, at least one text
     * @param environment names and values that are set besides those of the VM, in turn; nil as a value removes one. The first element says
     *        whether those of the VM count
     * @param folder where it works; empty for where the VM does
     * @param streams whether each of standard input, output and error is that of the VM, and whether the error goes where the output does
     * @throws PrimitiveFailedException as a wrong argument when something is of another kind
     */
    Command(List<?> words, List<?> environment, Optional<Path> folder, List<?> streams)
            throws IOException, PrimitiveFailedException {
        builder = new ProcessBuilder(texts(words));
        setEnvironment(environment);
        if (folder.isPresent()) {
            if (!Files.isDirectory(folder.get())) {
                throw new NoSuchFileException(folder.get().toString());
            }
            builder.directory(folder.get().toFile());
        }
        check(streams.size() == 4 && streams.stream().allMatch(Boolean.class::isInstance));
        if ((Boolean) streams.get(0)) {
            builder.redirectInput(ProcessBuilder.Redirect.INHERIT);
        }
        if ((Boolean) streams.get(1)) {
            builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
        }
        if ((Boolean) streams.get(2)) {
            builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        }
        builder.redirectErrorStream((Boolean) streams.get(3));
    }

    private void setEnvironment(List<?> changes) throws PrimitiveFailedException {
        check(changes.size() % 2 == 1 && changes.getFirst() instanceof Boolean);
        Map<String, String> environment = builder.environment();
        if (!(Boolean) changes.getFirst()) {
            environment.clear();
        }
        for (int index = 1; index < changes.size(); index += 2) {
            check(changes.get(index) instanceof String && (changes.get(index + 1) == null || changes.get(index + 1) instanceof String));
            try {
                if (changes.get(index + 1) == null) {
                    environment.remove(changes.get(index));
                } else {
                    environment.put((String) changes.get(index), (String) changes.get(index + 1));
                }
            } catch (IllegalArgumentException _) {
                throw new PrimitiveFailedException(Failure.WRONG_ARGUMENT);
            }
        }
    }

    private static List<String> texts(List<?> words) throws PrimitiveFailedException {
        check(!words.isEmpty());
        List<String> texts = new ArrayList<>();
        for (Object each : words) {
            check(each instanceof String text && text.indexOf('\0') < 0);
            texts.add((String) each);
        }
        return texts;
    }

    private static void check(boolean isGood) throws PrimitiveFailedException {
        if (!isGood) {
            throw new PrimitiveFailedException(Failure.WRONG_ARGUMENT);
        }
    }

    /**
     * Starts it.
     *
     * @throws PrimitiveFailedException as not found when there is no such program, as denied when it must not be run
     */
    Process start() throws IOException, PrimitiveFailedException {
        try {
            return builder.start();
        } catch (IOException failed) {
            Path program = program();
            if (program == null) {
                throw new PrimitiveFailedException(Failure.NOT_FOUND);
            }
            if (!Files.isExecutable(program)) {
                throw new PrimitiveFailedException(Failure.DENIED);
            }
            throw failed;
        }
    }

    /** The file that was meant, or null: Java does not say why a program does not start. */
    private Path program() {
        String name = builder.command().getFirst();
        if (name.contains("/")) {
            Path file = builder.directory() == null ? Path.of(name) : builder.directory().toPath().resolve(name);
            return Files.exists(file) ? file : null;
        }
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path file = Path.of(folder, name);
            if (Files.exists(file)) {
                return file;
            }
        }
        return null;
    }
}
