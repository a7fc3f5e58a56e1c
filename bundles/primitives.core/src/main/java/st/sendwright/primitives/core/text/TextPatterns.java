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
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;

/** Searches texts for regular expressions, in the syntax of {@link Pattern}. */
final class TextPatterns {

    /** So many looks at a character a search may take: some patterns would need years. */
    private static final int MOST_LOOKS = 50_000_000;

    private TextPatterns() {
    }

    /** Ends a search that takes too long. */
    private static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLong() {
            super("the search for a regular expression took too long", null, false, false);
        }
    }

    /** A text that counts how often it is looked at. */
    private static final class Counted implements CharSequence {
        private final String text;
        private int looks;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++looks > MOST_LOOKS) {
                throw new TooLong();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Arguments: the expression, and the first and last index to search between, from 1. Answers the first and
     * last index of the match and of each group, in one Array; 0 and -1 for a group without a match, nil when
     * there is no match at all. Fails with {@link Failure#WRONG_ARGUMENT} when the expression cannot be read and
     * with {@link Failure#OUT_OF_RANGE} when the search takes too long.
     */
    static long search(PrimitiveFrame frame) {
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
        int from = isEven ? (int) first - 1 : text.offsetByCodePoints(0, (int) first - 1);
        int to = isEven ? (int) last : text.offsetByCodePoints(0, (int) last);
        try {
            Matcher matcher = Pattern.compile(StringObjects.text(frame.argument(0)), Pattern.MULTILINE)
                    .matcher(new Counted(text)).region(from, to).useTransparentBounds(true)
                    .useAnchoringBounds(false);
            return matcher.find() ? places(mutator, matcher, text, isEven) : MutatorBlock.nil(mutator);
        } catch (PatternSyntaxException _) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        } catch (TooLong | StackOverflowError _) {
            return frame.fail(Failure.OUT_OF_RANGE);
        }
    }

    private static long places(long mutator, Matcher matcher, String text, boolean isEven) {
        int groups = matcher.groupCount() + 1;
        long array = Allocation.allocatePointers(mutator, KnownClass.ARRAY.index(), ObjectFormat.VARIABLE,
                groups * 2L);
        if (array == Allocation.NO_ROOM) {
            return Primitive.NEEDS_ROOM;
        }
        for (int group = 0; group < groups; group++) {
            boolean isMatched = matcher.start(group) >= 0;
            int start = isMatched ? index(text, matcher.start(group), isEven) + 1 : 0;
            int end = isMatched ? index(text, matcher.end(group), isEven) : -1;
            WriteBarrier.putSlot(mutator, array, group * 2L, Oop.smallInteger(start));
            WriteBarrier.putSlot(mutator, array, group * 2L + 1, Oop.smallInteger(end));
        }
        return array;
    }

    private static int index(String text, int offset, boolean isEven) {
        return isEven ? offset : text.codePointCount(0, offset);
    }
}
