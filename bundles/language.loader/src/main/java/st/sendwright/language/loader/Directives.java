package st.sendwright.language.loader;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import st.sendwright.language.PlacedText;
import st.sendwright.language.SmalltalkText;
import st.sendwright.language.SourceLoader.Directive;
import st.sendwright.language.SourceText;

/**
 * The {@code @name value} pairs of a load order: those that hold until another of the same name comes, and those
 * of one line.
 */
final class Directives {

    private Map<String, Directive> holding = Map.of();

    /** One pair as it stands in a line. */
    record Found(String name, Directive directive, int start, int end) {
    }

    /** Lets a pair hold for the lines that follow. */
    void hold(Map<String, Directive> found) {
        holding = with(found);
    }

    /** What holds for a line that gives these itself. */
    Map<String, Directive> with(Map<String, Directive> own) {
        Map<String, Directive> all = new HashMap<>(holding);
        all.putAll(own);
        return all;
    }

    /**
     * Reads the pair that begins at {@code start} with {@code @}.
     *
     * @return empty when the name or the value is missing
     */
    static Optional<Found> at(PlacedLine line, int start) {
        int nameEnd = line.endOfWord(start);
        int value = line.skipSeparators(nameEnd);
        int valueEnd = line.endOfWord(value);
        boolean isWhole = nameEnd > start + 1 && valueEnd > value && line.charAt(value) != '#'
                && line.charAt(value) != '@';
        return isWhole ? Optional.of(new Found(line.text(start + 1, nameEnd),
                new Directive(line.text(value, valueEnd), line.part(start, valueEnd)), start, valueEnd))
                : Optional.empty();
    }

    /** A line of a load order, by offsets into the whole file. */
    record PlacedLine(PlacedText file, int start, int end) {

        char charAt(int offset) {
            return file.text().charAt(offset);
        }

        int skipSeparators(int from) {
            int at = from;
            while (at < end && SmalltalkText.isSeparator(charAt(at))) {
                at++;
            }
            return at;
        }

        int endOfWord(int from) {
            int at = from;
            while (at < end && !SmalltalkText.isSeparator(charAt(at))) {
                at++;
            }
            return at;
        }

        String text(int from, int to) {
            return file.text().substring(from, to);
        }

        SourceText part(int from, int to) {
            return file.part(from, to);
        }
    }
}
