package st.sendwright.primitives.core.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntUnaryOperator;
import st.sendwright.model.Allocation;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;
import st.sendwright.model.SymbolTable;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;

/** Texts to Symbols, to the other case, and to UTF-8 and back. */
final class TextConversion {

    private TextConversion() {
    }

    /** The Symbol of the same Characters. */
    static long asSymbol(PrimitiveFrame frame) {
        long text = frame.receiver();
        if (!isValidText(frame, text)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        return orNeedsRoom(SymbolTable.intern(frame.mutator(), StringObjects.text(text)));
    }

    /** The Symbol of the receiver's Characters, or nil when there is none yet. */
    static long findSymbol(PrimitiveFrame frame) {
        long text = frame.receiver();
        if (!isValidText(frame, text)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        long symbol = SymbolTable.find(frame.mutator(), StringObjects.text(text));
        return symbol == 0 ? MutatorBlock.nil(frame.mutator()) : symbol;
    }

    /** A fresh String with each Character in lower case. */
    static long asLowercase(PrimitiveFrame frame) {
        return mapped(frame, Character::toLowerCase);
    }

    /** A fresh String with each Character in upper case; those without a single one, such as ß, stay. */
    static long asUppercase(PrimitiveFrame frame) {
        return mapped(frame, Character::toUpperCase);
    }

    /** A ByteArray; fails for lone surrogates, which UTF-8 cannot write. */
    static long utf8Encoded(PrimitiveFrame frame) {
        long text = frame.receiver();
        if (!isValidText(frame, text)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        byte[] bytes;
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder()
                    .encode(CharBuffer.wrap(StringObjects.text(text)));
            bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
        } catch (CharacterCodingException unencodable) {
            return frame.fail(Failure.OUT_OF_RANGE);
        }
        return orNeedsRoom(StringObjects.newBytes(frame.mutator(), bytes));
    }

    /** The String that a ByteArray, or a String taken as bytes, encodes; fails for malformed input. */
    static long utf8Decoded(PrimitiveFrame frame) {
        long bytes = frame.receiver();
        if (!Oop.isPointer(bytes) || !ObjectFormat.isBytes(ObjectHeader.format(bytes))) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        String text;
        try {
            int size = Math.toIntExact(ObjectFormat.byteCount(bytes));
            text = StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(Memory.bytesAt(bytes + ObjectHeader.BYTES, size))).toString();
        } catch (CharacterCodingException malformed) {
            return frame.fail(Failure.OUT_OF_RANGE);
        }
        return orNeedsRoom(StringObjects.newString(frame.mutator(), text));
    }

    private static long mapped(PrimitiveFrame frame, IntUnaryOperator mapping) {
        long text = frame.receiver();
        if (!isValidText(frame, text)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        long size = StringObjects.size(text);
        boolean fromWide = Texts.isWide(text);
        int greatest = 0;
        for (long index = 0; index < size; index++) {
            greatest = Math.max(greatest, mapping.applyAsInt(Texts.codePoint(text, fromWide, index)));
        }
        boolean wide = greatest > Texts.MAX_BYTE;
        long answer = wide
                ? Allocation.allocateWords32(frame.mutator(), KnownClass.WIDE_STRING.index(), size)
                : Allocation.allocateBytes(frame.mutator(), KnownClass.STRING.index(), size);
        if (answer == Allocation.NO_ROOM) {
            return Primitive.NEEDS_ROOM;
        }
        for (long index = 0; index < size; index++) {
            int codePoint = Texts.codePoint(text, fromWide, index);
            Texts.putCodePoint(answer, wide, index, mapping.applyAsInt(codePoint));
        }
        return answer;
    }

    /** Whether it is a text of code points only; a WideString's words can be written as numbers. */
    private static boolean isValidText(PrimitiveFrame frame, long text) {
        if (!StringObjects.isText(frame.mutator(), text)) {
            return false;
        }
        if (!Texts.isWide(text)) {
            return true;
        }
        long size = StringObjects.size(text);
        for (long index = 0; index < size; index++) {
            if (!Character.isValidCodePoint(Texts.codePoint(text, true, index))) {
                return false;
            }
        }
        return true;
    }

    private static long orNeedsRoom(long oop) {
        return oop == Allocation.NO_ROOM ? Primitive.NEEDS_ROOM : oop;
    }
}
