package st.sendwright.asm.x64;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Bytes of code as they grow, with the labels, constants and relocations in them. */
abstract sealed class CodeBuffer permits Encoder {

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The forms that the manual recommends under NOP, by length. */
    private static final byte[][] NOPS = {
            {},
            {(byte) 0x90},
            {0x66, (byte) 0x90},
            {0x0F, 0x1F, 0x00},
            {0x0F, 0x1F, 0x40, 0x00},
            {0x0F, 0x1F, 0x44, 0x00, 0x00},
            {0x66, 0x0F, 0x1F, 0x44, 0x00, 0x00},
            {0x0F, 0x1F, (byte) 0x80, 0x00, 0x00, 0x00, 0x00},
            {0x0F, 0x1F, (byte) 0x84, 0x00, 0x00, 0x00, 0x00, 0x00},
            {0x66, 0x0F, 0x1F, (byte) 0x84, 0x00, 0x00, 0x00, 0x00, 0x00}};

    private byte[] bytes = new byte[512];
    private int size;
    private final List<Label> awaited = new ArrayList<>();
    private final Displacements displacements = new Displacements();
    private final List<Relocation> relocations = new ArrayList<>();
    private final Map<Long, Label> constants = new LinkedHashMap<>();

    /** Where the next byte goes, from the start of the code. */
    public final int position() {
        return size;
    }

    /**
     * The code so far, in a new array.
     *
     * @throws IllegalStateException when a label is referred to and not bound, or a constant is not emitted
     */
    public final byte[] code() {
        if (!constants.isEmpty()) {
            throw new IllegalStateException(constants.size() + " constants are asked for and not emitted");
        }
        for (Label label : awaited) {
            if (!label.isBound()) {
                throw new IllegalStateException(label + " is referred to and never bound");
            }
        }
        return Arrays.copyOf(bytes, size);
    }

    /**
     * The code so far with short jumps where they reach. Nothing in it is aligned, and what was recorded about it, such
     * as {@link #relocations}, is at other places: {@link ShortenedCode#position}.
     *
     * @throws IllegalStateException as {@link #code} does
     */
    public final ShortenedCode shortened() {
        return new Shortening(code(), displacements).shortened();
    }

    /** What must be filled in once addresses are known, in the order of positions. */
    public final List<Relocation> relocations() {
        return List.copyOf(relocations);
    }

    /**
     * Says that a label is here, and fills in all that refer to it.
     *
     * @throws IllegalStateException when it is bound already, or too far from a short jump to it
     */
    public final void bind(Label label) {
        label.claim(this);
        label.bindAt(size);
        for (int index = 0; index < label.useCount(); index++) {
            int use = label.use(index);
            if (use >= 0) {
                INT.set(bytes, use, (int) INT.get(bytes, use) + size);
            } else {
                bytes[~use] = (byte) shortDisplacement(label, ~use + 1);
            }
        }
    }

    /**
     * Fills with instructions that do nothing up to a multiple of so many bytes.
     *
     * @param multiple a power of two
     */
    public final void align(int multiple) {
        if (Integer.bitCount(multiple) != 1) {
            throw new IllegalArgumentException("code is aligned to a power of two, not to " + multiple);
        }
        nop(-size & (multiple - 1));
    }

    /** So many bytes that do nothing, in as few instructions as possible. */
    public final void nop(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("nothing has " + count + " bytes");
        }
        for (int left = count; left > 0; left -= NOPS.length - 1) {
            for (byte one : NOPS[Math.min(left, NOPS.length - 1)]) {
                emit8(one);
            }
        }
    }

    /** One byte of data. */
    public final void data8(int value) {
        emit8(byteImmediate(value));
    }

    /** Four bytes of data, lowest first. */
    public final void data32(int value) {
        emit32(value);
    }

    /** Eight bytes of data, lowest first. */
    public final void data64(long value) {
        emit64(value);
    }

    /** The label of eight bytes that {@link #emitConstants} will lay down; the same for the same value. */
    public final Label constant(long value) {
        return constants.computeIfAbsent(value, bits -> new Label("constant 0x" + Long.toHexString(bits)));
    }

    /**
     * Lays the constants asked for since the last time down, aligned to eight bytes, where no code may run.
     */
    public final void emitConstants() {
        if (constants.isEmpty()) {
            return;
        }
        align(Long.BYTES);
        constants.forEach((value, label) -> {
            bind(label);
            emit64(value);
        });
        constants.clear();
    }

    final void relocate(Relocation.Kind kind, int target) {
        relocations.add(new Relocation(size, kind, target));
    }

    final void emit8(int value) {
        if (size == bytes.length) {
            grow(1);
        }
        bytes[size++] = (byte) value;
    }

    final void emit32(int value) {
        if (size + Integer.BYTES > bytes.length) {
            grow(Integer.BYTES);
        }
        INT.set(bytes, size, value);
        size += Integer.BYTES;
    }

    final void emit64(long value) {
        if (size + Long.BYTES > bytes.length) {
            grow(Long.BYTES);
        }
        LONG.set(bytes, size, value);
        size += Long.BYTES;
    }

    /**
     * Four bytes saying how far a label is from the end of the instruction.
     *
     * @param following how many bytes of the instruction follow these four
     */
    final void emitDisplacement(Label label, int following) {
        emitDisplacement(label, following, 0);
    }

    /**
     * The four bytes of a jump.
     *
     * @param opcodeBytes how many come before
     */
    final void emitJumpDisplacement(Label label, int opcodeBytes) {
        emitDisplacement(label, 0, opcodeBytes);
    }

    private void emitDisplacement(Label label, int following, int opcodeBytes) {
        label.claim(this);
        int toEnd = size + Integer.BYTES + following;
        displacements.add(size, toEnd, label, opcodeBytes);
        if (label.isBound()) {
            emit32(label.position() - toEnd);
        } else {
            await(label, size);
            emit32(-toEnd);
        }
    }

    /** One byte saying how far a label is from the end of the instruction, which is the end of this byte. */
    final void emitShortDisplacement(Label label) {
        label.claim(this);
        displacements.add(size, size + 1, label, 0);
        if (label.isBound()) {
            emit8(shortDisplacement(label, size + 1));
        } else {
            await(label, ~size);
            emit8(0);
        }
    }

    private void await(Label label, int use) {
        if (label.addUse(use)) {
            awaited.add(label);
        }
    }

    private static int shortDisplacement(Label label, int end) {
        int distance = label.position() - end;
        if (distance != (byte) distance) {
            throw new IllegalStateException("a short jump that ends at " + end + " cannot reach " + label
                    + " at " + label.position() + ": " + distance + " bytes, and -128 to 127 is its range");
        }
        return distance;
    }

    /** Checks that a value fits eight bits, with or without sign. */
    static int byteImmediate(int value) {
        if (value < Byte.MIN_VALUE || value > 255) {
            throw new IllegalArgumentException(value + " does not fit in a byte");
        }
        return value;
    }

    private void grow(int room) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + room));
    }
}
