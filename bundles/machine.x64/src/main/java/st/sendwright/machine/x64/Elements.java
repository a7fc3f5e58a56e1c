package st.sendwright.machine.x64;

import static st.sendwright.asm.x64.Address.at;
import static st.sendwright.asm.x64.Register.R10;
import static st.sendwright.asm.x64.Register.R9;
import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RCX;
import static st.sendwright.asm.x64.Register.RDX;
import static st.sendwright.asm.x64.Register.RSI;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import st.sendwright.asm.x64.Address;
import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.Label;
import st.sendwright.asm.x64.Register;
import st.sendwright.model.KnownClass;
import st.sendwright.model.ObjectHeader;

/**
 * {@code at:}, {@code at:put:} and {@code size} of Arrays, Strings and ByteArrays, called like methods: the receiver in
 * its register, the return IP on top of the stack, the arguments below. All other receivers, and indexes that there are
 * not, go to {@code refuse} with the stack as it was.
 */
public final class Elements {

    /** In an Array's header, the class index and what tells that it is read-only. */
    public static final int WRITABLE_BITS = ObjectHeader.CLASS_INDEX_MASK | (int) ObjectHeader.IMMUTABLE;
    /** The oop of the smallest index. */
    public static final int FIRST_INDEX = Machine.ONE + 1;
    /** All but the value bits of a SmallInteger or Character from 0 to 255. */
    private static final int NOT_A_BYTE = ~0x7F8;
    private static final int INTEGER_TAG = 1;
    private static final int CHARACTER_TAG = KnownClass.CHARACTER.index();
    private static final int LAST_ARGUMENT = 8;
    /** In the format of an object of bytes: how many of its last slot are none. */
    private static final int UNUSED_BYTES = 7;

    private final Assembler asm;
    private final Label refuse;
    private final List<Runnable> later = new ArrayList<>();

    /** @param refuse where it goes on with what it does not serve */
    public Elements(Assembler asm, Label refuse) {
        this.asm = asm;
        this.refuse = refuse;
    }

    /** {@code at:}. */
    public void elementAt() {
        Label bytes = new Label();
        Label character = new Label();
        asm.mov(RCX, argument(0));
        header(ObjectHeader.CLASS_INDEX_MASK);
        asm.cmp32(RDX, KnownClass.ARRAY.index());
        asm.jShort(Condition.NOT_EQUAL, bytes);
        checkArrayIndex();
        asm.mov(RAX, at(Machine.RECEIVER, RCX, 1, -1));
        asm.ret(2 * 8);
        asm.bind(bytes);
        checkBytes();
        asm.movzx8(RAX, at(Machine.RECEIVER, R9, 1, ObjectHeader.BYTES));
        asm.shl32(RAX, Machine.TAG_BITS);
        asm.cmp32(RDX, KnownClass.STRING.index());
        asm.jShort(Condition.EQUAL, character);
        asm.add32(RAX, INTEGER_TAG);
        asm.ret(2 * 8);
        asm.bind(character);
        asm.add32(RAX, CHARACTER_TAG);
        asm.ret(2 * 8);
        end();
    }

    /** {@code at:put:}. */
    public void elementAtPut() {
        Label bytes = new Label();
        Label character = new Label();
        Label store = new Label();
        asm.mov(RCX, argument(1));
        header(WRITABLE_BITS);
        asm.mov(RSI, argument(0));
        asm.cmp32(RDX, KnownClass.ARRAY.index());
        asm.jShort(Condition.NOT_EQUAL, bytes);
        checkArrayIndex();
        asm.lea(RDX, at(Machine.RECEIVER, RCX, 1, -1));
        asm.mov(at(RDX, 0), RSI);
        asm.mov(RAX, RSI);
        Stores.markCard(asm, RDX, RSI);
        asm.ret(3 * 8);
        asm.bind(bytes);
        checkBytes();
        asm.mov(RAX, RSI);
        asm.and(RSI, NOT_A_BYTE);
        asm.cmp32(RDX, KnownClass.STRING.index());
        asm.jShort(Condition.EQUAL, character);
        asm.cmp(RSI, INTEGER_TAG);
        asm.j(Condition.NOT_EQUAL, refuse);
        asm.jmpShort(store);
        asm.bind(character);
        asm.cmp(RSI, CHARACTER_TAG);
        asm.j(Condition.NOT_EQUAL, refuse);
        asm.bind(store);
        asm.mov32(RSI, RAX);
        asm.shr32(RSI, Machine.TAG_BITS);
        asm.mov8(at(Machine.RECEIVER, R9, 1, ObjectHeader.BYTES), RSI);
        asm.ret(3 * 8);
        end();
    }

    /** {@code size}. */
    public void size() {
        Label array = new Label();
        header(ObjectHeader.CLASS_INDEX_MASK);
        asm.cmp32(RDX, KnownClass.ARRAY.index());
        asm.jShort(Condition.EQUAL, array);
        bytes();
        asm.shl(RAX, Machine.TAG_BITS);
        asm.inc(RAX);
        asm.ret(8);
        asm.bind(array);
        slots();
        asm.inc(RAX);
        asm.ret(8);
        end();
    }

    private static Address argument(int before) {
        return at(Machine.STACK, LAST_ARGUMENT + before * 8);
    }

    /** Some bits of the receiver's header in RDX. */
    private void header(int bits) {
        asm.test8(Machine.RECEIVER, Machine.TAGS);
        asm.j(Condition.NOT_EQUAL, refuse);
        asm.mov32(RDX, at(Machine.RECEIVER, 0));
        asm.and32(RDX, bits);
    }

    /** The index in RCX; where it is one of the Array's, 8 times of it plus 1. */
    private void checkArrayIndex() {
        asm.test8(RCX, 1);
        asm.j(Condition.EQUAL, refuse);
        slots();
        asm.lea(R9, at(RCX, -FIRST_INDEX));
        asm.cmp(R9, RAX);
        asm.j(Condition.ABOVE_OR_EQUAL, refuse);
    }

    private void slots() {
        slots(asm, Machine.RECEIVER, RAX, later::add);
    }

    /**
     * 8 times the number of an object's slots.
     *
     * @param later takes what is to be emitted where it is not in the way
     */
    public static void slots(Assembler asm, Register object, Register to, Consumer<Runnable> later) {
        Label many = new Label();
        Label counted = new Label();
        asm.movzx8(to, at(object, ObjectHeader.SLOTS_SHIFT / Byte.SIZE));
        asm.cmp8(to, ObjectHeader.OVERFLOW_SLOTS);
        asm.j(Condition.EQUAL, many);
        asm.shl32(to, Machine.TAG_BITS);
        asm.bind(counted);
        later.accept(() -> {
            asm.bind(many);
            asm.mov(to, at(object, -8));
            asm.shl(to, Byte.SIZE);
            asm.shr(to, Byte.SIZE - Machine.TAG_BITS);
            asm.jmp(counted);
        });
    }

    /** The index in RCX, from 0 in R9; where it is one of the String's or ByteArray's. */
    private void checkBytes() {
        asm.test8(RCX, 1);
        asm.j(Condition.EQUAL, refuse);
        bytes();
        asm.mov(R9, RCX);
        asm.sar(R9, Machine.TAG_BITS);
        asm.dec(R9);
        asm.cmp(R9, RAX);
        asm.j(Condition.ABOVE_OR_EQUAL, refuse);
    }

    /** The number of bytes in RAX, when the class index in RDX is that of a String or a ByteArray. */
    private void bytes() {
        Label known = new Label();
        asm.cmp32(RDX, KnownClass.STRING.index());
        asm.jShort(Condition.EQUAL, known);
        asm.cmp32(RDX, KnownClass.BYTE_ARRAY.index());
        asm.j(Condition.NOT_EQUAL, refuse);
        asm.bind(known);
        slots();
        asm.movzx8(R10, at(Machine.RECEIVER, ObjectHeader.FORMAT_SHIFT / Byte.SIZE));
        asm.and32(R10, UNUSED_BYTES);
        asm.sub(RAX, R10);
    }

    private void end() {
        later.forEach(Runnable::run);
    }
}
