package st.sendwright.language;

import java.math.BigInteger;
import java.util.List;

/** A literal of a method, as a value outside any heap. */
public sealed interface Literal {

    /** An Integer of any size. */
    record Int(BigInteger value) implements Literal {
        public Int(long value) {
            this(BigInteger.valueOf(value));
        }
    }

    /** A Float. */
    record Real(double value) implements Literal {
    }

    /** A ScaledDecimal: {@code numerator / denominator}, with {@code scale} digits after the point, 0 or more. */
    record Scaled(BigInteger numerator, BigInteger denominator, int scale) implements Literal {
    }

    /** A Fraction in lowest terms, as a compile-time expression may give it. */
    record Ratio(BigInteger numerator, BigInteger denominator) implements Literal {
    }

    /** A Character, by code point. */
    record Char(int codePoint) implements Literal {
    }

    /** A String or WideString. Each occurrence in the source is an object of its own. */
    record Str(String value) implements Literal {
    }

    /** A Symbol. */
    record Sym(String value) implements Literal {
    }

    /** An Array. */
    record Arr(List<Literal> elements) implements Literal {
        public Arr {
            elements = List.copyOf(elements);
        }
    }

    /** A ByteArray. */
    record Bytes(byte[] value) implements Literal {
    }

    /** nil, true or false inside an Array. */
    enum Constant implements Literal {
        NIL, TRUE, FALSE
    }

    /** The Association of a shared variable; {@code binding} as in {@link Variable.Shared}. */
    record Binding(String name, Object binding) implements Literal {
    }

    /** The code of a block. */
    record Block(CodeDraft code) implements Literal {
    }
}
