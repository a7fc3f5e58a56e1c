package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A piece of a random program: text with other pieces in between, which knows what may stand in its place.
 *
 * @param parts strings and pieces
 */
record Piece(Sort sort, List<Object> parts) {

    /** What may stand in a piece's place. */
    enum Sort {
        /** Any expression, so also one out of it. */
        EXPRESSION,
        /** Its parts are statements of which each may be left out. */
        SEQUENCE,
        /** Nothing; but its parts may change. */
        FIXED
    }

    private static final List<String> SIMPLEST = List.of("nil", "1");

    static Piece expression(Object... parts) {
        return new Piece(Sort.EXPRESSION, List.of(parts));
    }

    static Piece fixed(Object... parts) {
        return new Piece(Sort.FIXED, List.of(parts));
    }

    static Piece sequence(List<Piece> statements) {
        return new Piece(Sort.SEQUENCE, List.copyOf(statements));
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (Object part : parts) {
            text.append(part instanceof Piece piece ? piece.text() : part);
            if (sort == Sort.SEQUENCE) {
                text.append(". ");
            }
        }
        return text.toString();
    }

    private boolean isSimplest() {
        return parts.size() == 1 && parts.getFirst() instanceof String text && SIMPLEST.contains(text);
    }

    /** Pieces that could stand in this one's place, each one step simpler; the boldest steps first. */
    Stream<Piece> simpler() {
        Stream<Piece> whole = switch (sort) {
            case EXPRESSION -> isSimplest() ? Stream.empty()
                    : Stream.concat(SIMPLEST.stream().map(Piece::expression), expressions());
            case SEQUENCE -> shorter();
            case FIXED -> Stream.empty();
        };
        return Stream.concat(whole, IntStream.range(0, parts.size()).boxed()
                .filter(i -> parts.get(i) instanceof Piece)
                .flatMap(i -> ((Piece) parts.get(i)).simpler().map(other -> with(i, other))));
    }

    /** The expressions in this one that are in no other. */
    private Stream<Piece> expressions() {
        return parts.stream().filter(Piece.class::isInstance).map(Piece.class::cast)
                .flatMap(piece -> piece.sort == Sort.EXPRESSION ? Stream.of(piece) : piece.expressions());
    }

    private Stream<Piece> shorter() {
        return shorter(parts).map(rest -> new Piece(sort, rest));
    }

    /** A list without its halves, its quarters, and so on down to each single element. */
    static <T> Stream<List<T>> shorter(List<T> list) {
        return Stream.iterate(list.size(), size -> size >= 1, size -> size == 1 ? 0 : (size + 1) / 2)
                .flatMap(size -> IntStream.iterate(0, from -> from < list.size(), from -> from + size)
                        .mapToObj(from -> {
                            List<T> rest = new ArrayList<>(list.subList(0, from));
                            rest.addAll(list.subList(Math.min(list.size(), from + size), list.size()));
                            return rest;
                        }));
    }

    private Piece with(int index, Piece part) {
        Object[] changed = parts.toArray();
        changed[index] = part;
        return new Piece(sort, Arrays.asList(changed));
    }
}
