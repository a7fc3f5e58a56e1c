package st.sendwright.format.tonel;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value of Smalltalk Object Notation, as far as the headers of source files use it. */
sealed interface Ston {

    /** A string, symbol, number, {@code true}, {@code false} or {@code nil}: what it says. */
    record Text(String value) implements Ston {
    }

    /** A list. */
    record Sequence(List<Ston> values) implements Ston {
    }

    /** A map, in its written order. */
    record Mapping(Map<String, Ston> values) implements Ston {

        /** What a key says; empty when it is absent, no text, or {@code nil}. */
        Optional<String> text(String key) {
            return values.get(key) instanceof Text(String value) && !value.equals("nil")
                    ? Optional.of(value) : Optional.empty();
        }

        /** The texts of a list; a single text counts as a list of one. */
        List<String> texts(String key) {
            return switch (values.get(key)) {
                case Sequence(List<Ston> list) -> list.stream().filter(Text.class::isInstance)
                        .map(value -> ((Text) value).value()).toList();
                case Text(String value) when !value.isBlank() && !value.equals("nil") -> List.of(value);
                case null, default -> List.of();
            };
        }
    }
}
