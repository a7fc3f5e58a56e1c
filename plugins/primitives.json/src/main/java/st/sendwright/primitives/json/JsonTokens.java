package st.sendwright.primitives.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import st.sendwright.plugin.PrimitiveFailedException;
import st.sendwright.primitives.Failure;

/**
 * Reads tokens from a text, or from bytes of UTF-8 that come piece by piece. Tokens are lists of a kind, one of the constants, and what
 * goes with it, in turn.
 */
final class JsonTokens implements AutoCloseable {

    /** All bytes were read, and more may come. */
    private static final int MORE = 0;
    private static final int END = 1;
    /** Goes with a list of what is wrong, the line, and the column, from 1: of Characters in a text, of bytes in bytes. */
    private static final int WRONG = 2;
    private static final int OBJECT = 3;
    private static final int OBJECT_END = 4;
    private static final int ARRAY = 5;
    private static final int ARRAY_END = 6;
    /** Goes with the text. */
    private static final int NAME = 7;
    /** Goes with a text, a number, true, false or nil. */
    private static final int VALUE = 8;

    private static final int MOST_TOKENS = 100_000;
    private static final int MOST_DIGITS = 100_000;
    private static final int MOST_CHARACTERS = 100_000_000;
    private static final int MOST_DEPTH = 1000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNumberLength(MOST_DIGITS)
                    .maxStringLength(MOST_CHARACTERS).maxNestingDepth(MOST_DEPTH).build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

    private final JsonParser parser;
    /** Null for a text. */
    private final ByteArrayFeeder feeder;
    private boolean isOver;

    private JsonTokens(JsonParser parser, ByteArrayFeeder feeder) {
        this.parser = parser;
        this.feeder = feeder;
    }

    static JsonTokens of(String text) throws IOException {
        return new JsonTokens(FACTORY.createParser(text), null);
    }

    static JsonTokens ofBytes() throws IOException {
        JsonParser parser = FACTORY.createNonBlockingByteArrayParser();
        return new JsonTokens(parser, (ByteArrayFeeder) parser.getNonBlockingInputFeeder());
    }

    /**
     * Takes more bytes; none say that there are no more.
     *
     * @throws PrimitiveFailedException as a wrong argument when it reads a text or has not read all bytes that it has
     */
    void feed(byte[] bytes) throws IOException, PrimitiveFailedException {
        if (feeder == null || !feeder.needMoreInput() || isOver) {
            throw new PrimitiveFailedException(Failure.WRONG_ARGUMENT);
        }
        if (bytes.length == 0) {
            feeder.endOfInput();
        } else {
            feeder.feedInput(bytes, 0, bytes.length);
        }
    }

    /** The tokens that follow, at most so many; fewer when they end with {@link #MORE}, {@link #END} or {@link #WRONG}. */
    List<?> next(long most) throws IOException, PrimitiveFailedException {
        if (most < 1 || most > MOST_TOKENS) {
            throw new PrimitiveFailedException(Failure.OUT_OF_RANGE);
        }
        List<Object> tokens = new ArrayList<>();
        boolean goesOn = true;
        for (long count = 0; count < most && goesOn; count++) {
            try {
                goesOn = add(isOver ? null : parser.nextToken(), tokens);
            } catch (JsonProcessingException wrong) {
                goesOn = wrong(wrong.getOriginalMessage(), wrong.getLocation(), tokens);
            }
        }
        return tokens;
    }

    /** Whether more may follow. */
    private boolean add(JsonToken token, List<Object> tokens) throws IOException {
        switch (token) {
            case null -> {
                isOver = true;
                put(END, null, tokens);
                return false;
            }
            case NOT_AVAILABLE -> {
                put(MORE, null, tokens);
                return false;
            }
            case START_OBJECT -> put(OBJECT, null, tokens);
            case END_OBJECT -> put(OBJECT_END, null, tokens);
            case START_ARRAY -> put(ARRAY, null, tokens);
            case END_ARRAY -> put(ARRAY_END, null, tokens);
            case FIELD_NAME -> put(NAME, parser.currentName(), tokens);
            case VALUE_STRING -> put(VALUE, parser.getText(), tokens);
            case VALUE_NUMBER_INT -> put(VALUE, parser.getNumberValue(), tokens);
            case VALUE_NUMBER_FLOAT -> {
                if (isCutOff()) {
                    return wrong("the number ends too early", parser.currentLocation(), tokens);
                }
                double number = parser.getDoubleValue();
                if (Double.isInfinite(number)) {
                    return wrong("the number is too large for a Float", parser.currentTokenLocation(), tokens);
                }
                put(VALUE, number, tokens);
            }
            case VALUE_TRUE -> put(VALUE, true, tokens);
            case VALUE_FALSE -> put(VALUE, false, tokens);
            default -> put(VALUE, null, tokens);
        }
        return true;
    }

    /** Jackson takes a number for one that ends behind its point where the input ends there. */
    private boolean isCutOff() throws IOException {
        return !Character.isDigit(parser.getTextCharacters()[parser.getTextOffset() + parser.getTextLength() - 1]);
    }

    private static void put(int kind, Object value, List<Object> tokens) {
        tokens.add(kind);
        tokens.add(value);
    }

    private boolean wrong(String what, JsonLocation place, List<Object> tokens) {
        isOver = true;
        put(WRONG, Arrays.asList(what, place == null ? 0 : place.getLineNr(), place == null ? 0 : place.getColumnNr()), tokens);
        return false;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
