package st.sendwright.primitives.core.text;

import st.sendwright.model.Allocation;
import st.sendwright.model.KnownClass;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;

/** Reading, replacing and joining the Characters of texts. */
final class TextAccess {

    private TextAccess() {
    }

    /** The Character at an index, from 1. */
    static long at(PrimitiveFrame frame) {
        long text = frame.receiver();
        long index = frame.argument(0);
        if (!StringObjects.isText(frame.mutator(), text)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (!isIndex(text, index)) {
            return frame.fail(Failure.INDEX_OUT_OF_BOUNDS);
        }
        int codePoint = Texts.codePoint(text, Texts.isWide(text), Oop.integerValue(index) - 1);
        return Character.isValidCodePoint(codePoint)
                ? Oop.character(codePoint) : frame.fail(Failure.OUT_OF_RANGE);
    }

    /** Stores a Character; one that a byte cannot hold does not go into a text of bytes. */
    static long atPut(PrimitiveFrame frame) {
        long text = frame.receiver();
        long index = frame.argument(0);
        long character = frame.argument(1);
        if (!StringObjects.isText(frame.mutator(), text)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (!Oop.isCharacter(character)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        if (!isIndex(text, index)) {
            return frame.fail(Failure.INDEX_OUT_OF_BOUNDS);
        }
        if (ObjectHeader.has(text, ObjectHeader.IMMUTABLE) || StringObjects.isSymbol(frame.mutator(), text)) {
            return frame.fail(Failure.IMMUTABLE);
        }
        boolean wide = Texts.isWide(text);
        int codePoint = Oop.codePoint(character);
        if (!wide && codePoint > Texts.MAX_BYTE) {
            return frame.fail(Failure.OUT_OF_RANGE);
        }
        Texts.putCodePoint(text, wide, Oop.integerValue(index) - 1, codePoint);
        return character;
    }

    /** A String or WideString of two texts in a row. Texts of other classes have a say in what that makes. */
    static long concatenate(PrimitiveFrame frame) {
        long first = frame.receiver();
        long second = frame.argument(0);
        if (!isKernelText(first)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (!isKernelText(second)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        long firstSize = StringObjects.size(first);
        long secondSize = StringObjects.size(second);
        long size = firstSize + secondSize;
        long answer = newText(frame.mutator(), Texts.isWide(first) || Texts.isWide(second), size);
        if (answer == Allocation.NO_ROOM) {
            return Primitive.NEEDS_ROOM;
        }
        Texts.copy(first, answer, 0, firstSize);
        Texts.copy(second, answer, firstSize, secondSize);
        return answer;
    }

    /** A String or WideString of an Array of Characters. */
    static long fromCharacters(PrimitiveFrame frame) {
        long array = frame.receiver();
        if (Oop.classIndex(array) != KnownClass.ARRAY.index()) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        long size = ObjectHeader.slots(array);
        int greatest = 0;
        for (long index = 0; index < size; index++) {
            long character = ObjectHeader.slot(array, index);
            if (!Oop.isCharacter(character)) {
                return frame.fail(Failure.WRONG_RECEIVER);
            }
            greatest = Math.max(greatest, Oop.codePoint(character));
        }
        boolean wide = greatest > Texts.MAX_BYTE;
        long answer = newText(frame.mutator(), wide, size);
        if (answer == Allocation.NO_ROOM) {
            return Primitive.NEEDS_ROOM;
        }
        for (long index = 0; index < size; index++) {
            Texts.putCodePoint(answer, wide, index, Oop.codePoint(ObjectHeader.slot(array, index)));
        }
        return answer;
    }

    private static long newText(long mutator, boolean wide, long size) {
        return wide
                ? Allocation.allocateWords32(mutator, KnownClass.WIDE_STRING.index(), size)
                : Allocation.allocateBytes(mutator, KnownClass.STRING.index(), size);
    }

    private static boolean isKernelText(long oop) {
        int classIndex = Oop.classIndex(oop);
        return classIndex >= KnownClass.STRING.index() && classIndex <= KnownClass.WIDE_SYMBOL.index();
    }

    private static boolean isIndex(long text, long index) {
        return Oop.isSmallInteger(index) && Oop.integerValue(index) >= 1
                && Oop.integerValue(index) <= StringObjects.size(text);
    }
}
