package st.sendwright.primitives.core.text;

import java.util.function.IntPredicate;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.Oop;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.PrimitiveFrame;

/** Characters and what Unicode says of them, as far as the JDK knows it. */
final class Characters {

    private static final int NO_BREAK_SPACE = 0xA0;

    private Characters() {
    }

    /** The Character of a code point, which is the argument. */
    static long character(PrimitiveFrame frame) {
        long value = frame.argument(0);
        if (!Oop.isSmallInteger(value)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        long codePoint = Oop.integerValue(value);
        return codePoint >= 0 && codePoint <= Character.MAX_CODE_POINT
                ? Oop.character((int) codePoint) : frame.fail(Failure.OUT_OF_RANGE);
    }

    static long value(PrimitiveFrame frame) {
        return Oop.isCharacter(frame.receiver())
                ? Oop.smallInteger(Oop.codePoint(frame.receiver())) : frame.fail(Failure.WRONG_RECEIVER);
    }

    static long asLowercase(PrimitiveFrame frame) {
        return Oop.isCharacter(frame.receiver())
                ? Oop.character(Character.toLowerCase(Oop.codePoint(frame.receiver())))
                : frame.fail(Failure.WRONG_RECEIVER);
    }

    static long asUppercase(PrimitiveFrame frame) {
        return Oop.isCharacter(frame.receiver())
                ? Oop.character(Character.toUpperCase(Oop.codePoint(frame.receiver())))
                : frame.fail(Failure.WRONG_RECEIVER);
    }

    static long isLetter(PrimitiveFrame frame) {
        return test(frame, Character::isLetter);
    }

    static long isAlphaNumeric(PrimitiveFrame frame) {
        return test(frame, Character::isLetterOrDigit);
    }

    static long isLowercase(PrimitiveFrame frame) {
        return test(frame, Character::isLowerCase);
    }

    static long isUppercase(PrimitiveFrame frame) {
        return test(frame, Character::isUpperCase);
    }

    /** White space; unlike the JDK, the space at which no line may break belongs to it. */
    static long isSeparator(PrimitiveFrame frame) {
        return test(frame, codePoint -> Character.isWhitespace(codePoint) || codePoint == NO_BREAK_SPACE);
    }

    /** The general category of Unicode, as the number that {@link Character#getType(int)} gives it. */
    static long category(PrimitiveFrame frame) {
        return Oop.isCharacter(frame.receiver())
                ? Oop.smallInteger(Character.getType(Oop.codePoint(frame.receiver())))
                : frame.fail(Failure.WRONG_RECEIVER);
    }

    private static long test(PrimitiveFrame frame, IntPredicate property) {
        return Oop.isCharacter(frame.receiver())
                ? MutatorBlock.bool(frame.mutator(), property.test(Oop.codePoint(frame.receiver())))
                : frame.fail(Failure.WRONG_RECEIVER);
    }
}
