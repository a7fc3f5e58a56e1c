package st.sendwright.it.ansi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A protocol of the standard.
 *
 * @param name as the standard writes it, without the angle brackets
 * @param conformsTo the names of the protocols it takes over
 * @param ourClass the class whose instances conform to it; {@code Array class} for what Array itself answers
 * @param messages the selectors that it defines or refines
 */
record AnsiProtocol(String name, List<String> conformsTo, String ourClass, List<String> messages) {

    static List<AnsiProtocol> read(Path file) throws IOException {
        List<AnsiProtocol> protocols = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.startsWith("#")) {
                String[] fields = line.split("\t", -1);
                protocols.add(new AnsiProtocol(fields[0], words(fields[1], ","), fields[2], words(fields[3], " ")));
            }
        }
        return List.copyOf(protocols);
    }

    private static List<String> words(String text, String separator) {
        return text.isEmpty() ? List.of() : List.of(text.split(separator));
    }
}
