package st.sendwright.it.language;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program of the corpus and what it says of itself, in comments at the place: {@code "expect: text"} is one
 * line of output, {@code "expect-error: text"} one error whose first line holds the text. Both come in the
 * order of the file, each for itself; a quote in the text is doubled.
 */
record CorpusProgram(Path file, String name, List<String> output, List<String> errors) {

    private static final Pattern EXPECTATION = Pattern.compile("\"expect(-error)?: ?((?:[^\"]|\"\")*)\"");

    /** All programs under a directory, sorted by name, except those in {@code kernel} and {@code plugins}, which other tests run. */
    static List<CorpusProgram> allUnder(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(directory)) {
            files = tree.filter(file -> file.toString().endsWith(".st"))
                    .filter(file -> !file.startsWith(directory.resolve("kernel"))
                            && !file.startsWith(directory.resolve("plugins")))
                    .sorted().toList();
        }
        List<CorpusProgram> programs = new ArrayList<>();
        for (Path file : files) {
            programs.add(read(file, directory.relativize(file).toString()));
        }
        return programs;
    }

    private static CorpusProgram read(Path file, String name) throws IOException {
        List<String> output = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        Matcher expectation = EXPECTATION.matcher(Files.readString(file));
        while (expectation.find()) {
            (expectation.group(1) == null ? output : errors).add(expectation.group(2).replace("\"\"", "\""));
        }
        return new CorpusProgram(file, name, List.copyOf(output), List.copyOf(errors));
    }
}
