package st.sendwright.primitives.core.text;

import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;
import st.sendwright.model.SymbolTable;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.PrimitiveFrame;

/** Equality, order, hash and search of texts, by code points. Width and class of a text do not count. */
final class TextComparison {

    private TextComparison() {
    }

    /** Whether the argument is a text of the same Characters. */
    static long equal(PrimitiveFrame frame) {
        long mutator = frame.mutator();
        long first = frame.receiver();
        long second = frame.argument(0);
        if (!StringObjects.isText(mutator, first)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (first == second) {
            return MutatorBlock.bool(mutator, true);
        }
        if (!StringObjects.isText(mutator, second)) {
            return MutatorBlock.bool(mutator, false);
        }
        long size = StringObjects.size(first);
        return MutatorBlock.bool(mutator, size == StringObjects.size(second)
                && mismatch(first, 0, second, size) == size);
    }

    /** -1, 0 or 1 as the receiver comes before, equals or comes after the argument. */
    static long compare(PrimitiveFrame frame) {
        return compare(frame, false);
    }

    /** As {@link #compare}, with upper and lower case of a letter taken for the same. */
    static long compareIgnoringCase(PrimitiveFrame frame) {
        return compare(frame, true);
    }

    /** The identity hash of the Symbol of the same Characters, whether there is one or not. */
    static long hash(PrimitiveFrame frame) {
        long text = frame.receiver();
        if (!StringObjects.isText(frame.mutator(), text)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        return Oop.smallInteger(StringObjects.isSymbol(frame.mutator(), text)
                ? ObjectHeader.hash(text) : SymbolTable.hash(StringObjects.text(text)));
    }

    /** The index of a Character, from a start index on; 0 when it is not there. */
    static long indexOfCharacter(PrimitiveFrame frame) {
        long text = frame.receiver();
        long start = frame.argument(1);
        if (!StringObjects.isText(frame.mutator(), text)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (!Oop.isSmallInteger(start)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        if (!Oop.isCharacter(frame.argument(0))) {
            return Oop.smallInteger(0);
        }
        int wanted = Oop.codePoint(frame.argument(0));
        long size = StringObjects.size(text);
        boolean wide = Texts.isWide(text);
        for (long index = Math.max(0, Oop.integerValue(start) - 1); index < size; index++) {
            if (Texts.codePoint(text, wide, index) == wanted) {
                return Oop.smallInteger(index + 1);
            }
        }
        return Oop.smallInteger(0);
    }

    /** The index at which a text stands in the receiver, from a start index on; 0 for none and for ''. */
    static long indexOfString(PrimitiveFrame frame) {
        long text = frame.receiver();
        long wanted = frame.argument(0);
        long start = frame.argument(1);
        if (!StringObjects.isText(frame.mutator(), text)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (!StringObjects.isText(frame.mutator(), wanted) || !Oop.isSmallInteger(start)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        long wantedSize = StringObjects.size(wanted);
        if (wantedSize == 0) {
            return Oop.smallInteger(0);
        }
        long last = StringObjects.size(text) - wantedSize;
        boolean wide = Texts.isWide(text);
        int first = Texts.codePoint(wanted, Texts.isWide(wanted), 0);
        for (long index = Math.max(0, Oop.integerValue(start) - 1); index <= last; index++) {
            if (Texts.codePoint(text, wide, index) == first
                    && mismatch(text, index, wanted, wantedSize) == wantedSize) {
                return Oop.smallInteger(index + 1);
            }
        }
        return Oop.smallInteger(0);
    }

    private static long compare(PrimitiveFrame frame, boolean ignoringCase) {
        long first = frame.receiver();
        long second = frame.argument(0);
        if (!StringObjects.isText(frame.mutator(), first)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (!StringObjects.isText(frame.mutator(), second)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        return Oop.smallInteger(order(first, second, ignoringCase));
    }

    private static int order(long first, long second, boolean ignoringCase) {
        boolean firstWide = Texts.isWide(first);
        boolean secondWide = Texts.isWide(second);
        long firstSize = StringObjects.size(first);
        long secondSize = StringObjects.size(second);
        long common = Math.min(firstSize, secondSize);
        for (long index = 0; index < common; index++) {
            int a = Texts.codePoint(first, firstWide, index);
            int b = Texts.codePoint(second, secondWide, index);
            if (ignoringCase && a != b) {
                a = folded(a);
                b = folded(b);
            }
            if (a != b) {
                return a < b ? -1 : 1;
            }
        }
        return Long.compare(firstSize, secondSize);
    }

    /** Both steps, as in {@link String#compareToIgnoreCase}: some letters agree only in one of the cases. */
    private static int folded(int codePoint) {
        return Character.toLowerCase(Character.toUpperCase(codePoint));
    }

    /** How many code points agree, from {@code start} in the first and 0 in the second text. */
    private static long mismatch(long first, long start, long second, long size) {
        boolean firstWide = Texts.isWide(first);
        boolean secondWide = Texts.isWide(second);
        if (firstWide != secondWide) {
            for (long index = 0; index < size; index++) {
                if (Texts.codePoint(first, firstWide, start + index)
                        != Texts.codePoint(second, secondWide, index)) {
                    return index;
                }
            }
            return size;
        }
        int width = firstWide ? 4 : 1;
        long bytes = size * width;
        long a = first + ObjectHeader.BYTES + start * width;
        long b = second + ObjectHeader.BYTES;
        long index = 0;
        while (bytes - index >= 8 && Memory.longAt(a + index) == Memory.longAt(b + index)) {
            index += 8;
        }
        while (index < bytes && Memory.byteAt(a + index) == Memory.byteAt(b + index)) {
            index++;
        }
        return index / width;
    }
}
