package st.sendwright.primitives.core.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import st.sendwright.model.Allocation;
import st.sendwright.model.KnownClass;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;
import st.sendwright.model.WriteBarrier;
import st.sendwright.plugin.SearchedText;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Outcome;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;

/** Searches texts for regular expressions, in the syntax of {@link Pattern}. */
final class TextPatterns {

    /** So many looks at a character a search may take: some patterns would need years. */
    private static final long MOST_LOOKS = 50_000_000;
    /** One that takes more keeps only its own Process waiting, which costs as much as some of these. */
    private static final long FEW_LOOKS = 50_000;
    private static final int[] NO_MATCH = {};

    private TextPatterns() {
    }

    /**
     * What is searched, and where.
     *
     * @param isEven whether every Character is one of Java's
     * @param from offset of the first character
     * @param to offset behind the last one
     */
    private record Search(String text, String pattern, boolean isEven, int from, int to) {

        /**
         * The first and last index of the match and of each group, or {@link #NO_MATCH}.
         *
         * @throws PatternSyntaxException when the pattern is none
         * @throws SearchedText.GivenUpException when it takes more looks
         */
        int[] places(long looks) {
            Matcher matcher = Pattern.compile(RegexSyntax.inJava(pattern), Pattern.MULTILINE).matcher(new SearchedText(text, looks)).region(from, to)
                    .useTransparentBounds(true).useAnchoringBounds(false);
            if (!matcher.find()) {
                return NO_MATCH;
            }
            int[] places = new int[2 * (matcher.groupCount() + 1)];
            for (int group = 0; group <= matcher.groupCount(); group++) {
                boolean isMatched = matcher.start(group) >= 0;
                places[2 * group] = isMatched ? index(text, matcher.start(group), isEven) + 1 : 0;
                places[2 * group + 1] = isMatched ? index(text, matcher.end(group), isEven) : -1;
            }
            return places;
        }
    }

    /**
     * Arguments: the expression, and the first and last index to search between, from 1. Answers the first and
     * last index of the match and of each group, in one Array; 0 and -1 for a group without a match, nil when
     * there is no match at all. Fails with {@link Failure#WRONG_ARGUMENT} when the expression cannot be read and
     * with {@link Failure#OUT_OF_RANGE} when the search takes too long.
     */
    static long search(PrimitiveFrame frame) {
        Outcome outcome = frame.awaited();
        if (outcome != null) {
            return outcome.fault() == null ? array(frame.mutator(), (int[]) outcome.value()) : failure(frame, outcome.fault());
        }
        long mutator = frame.mutator();
        if (!StringObjects.isText(mutator, frame.receiver())) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (!StringObjects.isText(mutator, frame.argument(0)) || !Oop.isSmallInteger(frame.argument(1))
                || !Oop.isSmallInteger(frame.argument(2))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        String text = StringObjects.text(frame.receiver());
        long first = Oop.integerValue(frame.argument(1));
        long last = Oop.integerValue(frame.argument(2));
        long size = StringObjects.size(frame.receiver());
        if (first < 1 || last > size || last < first - 1) {
            return frame.fail(Failure.INDEX_OUT_OF_BOUNDS);
        }
        boolean isEven = text.length() == size;
        Search search = new Search(text, StringObjects.text(frame.argument(0)), isEven,
                isEven ? (int) first - 1 : text.offsetByCodePoints(0, (int) first - 1),
                isEven ? (int) last : text.offsetByCodePoints(0, (int) last));
        try {
            return array(mutator, search.places(FEW_LOOKS));
        } catch (SearchedText.GivenUpException _) {
            return frame.await(() -> search.places(MOST_LOOKS));
        } catch (PatternSyntaxException | StackOverflowError fault) {
            return failure(frame, fault);
        }
    }

    private static long failure(PrimitiveFrame frame, Throwable fault) {
        return switch (fault) {
            case PatternSyntaxException _ -> frame.fail(Failure.WRONG_ARGUMENT);
            case SearchedText.GivenUpException _ -> frame.fail(Failure.OUT_OF_RANGE);
            case StackOverflowError _ -> frame.fail(Failure.OUT_OF_RANGE);
            default -> throw new IllegalStateException(fault);
        };
    }

    private static long array(long mutator, int[] places) {
        if (places == NO_MATCH) {
            return MutatorBlock.nil(mutator);
        }
        long array = Allocation.allocatePointers(mutator, KnownClass.ARRAY.index(), ObjectFormat.VARIABLE, places.length);
        if (array == Allocation.NO_ROOM) {
            return Primitive.NEEDS_ROOM;
        }
        for (int i = 0; i < places.length; i++) {
            WriteBarrier.putSlot(mutator, array, i, Oop.smallInteger(places[i]));
        }
        return array;
    }

    private static int index(String text, int offset, boolean isEven) {
        return isEven ? offset : text.codePointCount(0, offset);
    }
}
