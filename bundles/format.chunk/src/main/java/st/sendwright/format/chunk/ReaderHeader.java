package st.sendwright.format.chunk;

import java.util.Optional;

/** What a chunk announces about the chunks after it. */
sealed interface ReaderHeader {

    /**
     * Methods follow.
     *
     * @param className empty when the receiver is an expression that only a running system can answer
     * @param receiver the receiver as written
     * @param condition what stands after {@code ifTrue:}
     */
    record Methods(Optional<String> className, String receiver, Optional<String> category,
            Optional<String> stamp, Optional<String> condition) implements ReaderHeader {
    }

    /** A class comment follows, as raw text. */
    record Comment(Optional<String> className, String receiver, Optional<String> stamp)
            implements ReaderHeader {
    }

    /** Names follow up to an empty chunk, or to two of them in a row when they come in groups. */
    record Names(String about, String key, boolean inGroups) implements ReaderHeader {
    }

    /** Nothing follows: the chunk says it all. */
    record Alone(String about, String key) implements ReaderHeader {
    }
}
