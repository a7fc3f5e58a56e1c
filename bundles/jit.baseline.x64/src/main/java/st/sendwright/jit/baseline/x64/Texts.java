package st.sendwright.jit.baseline.x64;

import static st.sendwright.asm.x64.Address.at;
import static st.sendwright.asm.x64.Register.R10;
import static st.sendwright.asm.x64.Register.R11;
import static st.sendwright.asm.x64.Register.R8;
import static st.sendwright.asm.x64.Register.R9;
import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RCX;
import static st.sendwright.asm.x64.Register.RDX;
import static st.sendwright.asm.x64.Register.RSI;

import st.sendwright.asm.x64.Address;
import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.Label;
import st.sendwright.asm.x64.Register;
import st.sendwright.machine.x64.Machine;
import st.sendwright.machine.x64.Stores;
import st.sendwright.model.KnownClass;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.SymbolTable;

/**
 * Hash, order and copying of Strings and Symbols of fewer than 255 slots, in the place of the primitives of the same
 * names: the receiver in its register, the return IP on top of the stack, the arguments below. All others go to
 * {@code kernel}.
 */
final class Texts {

    private static final int LAST_ARGUMENT = 8;
    /** Longer ones are left to the kernel. */
    private static final int MOST_SLOTS = 64;
    private static final int SLOTS_BYTE = ObjectHeader.SLOTS_SHIFT / Byte.SIZE;
    private static final int FORMAT_BYTE = ObjectHeader.FORMAT_SHIFT / Byte.SIZE;
    /** In the format of an object of bytes: how many of its last slot are none. */
    private static final int UNUSED_BYTES = 7;

    private final Assembler asm;
    private final Label kernel;

    Texts(Assembler asm, Label kernel) {
        this.asm = asm;
        this.kernel = kernel;
    }

    /** As {@link SymbolTable#hash(String)} has it. Products of 64 bits have the same lowest 32 as those of 32 bits. */
    void hash() {
        Label next = new Label();
        Label mix = new Label();
        Label notZero = new Label();
        size(Machine.RECEIVER, KnownClass.STRING);
        asm.lea(RSI, at(Machine.RECEIVER, ObjectHeader.BYTES));
        asm.lea(RCX, at(RSI, RAX, 1, 0));
        asm.bind(next);
        asm.cmp(RSI, RCX);
        asm.jShort(Condition.EQUAL, mix);
        asm.imul(RAX, RAX, SymbolTable.hashFactor());
        asm.movzx8(RDX, at(RSI, 0));
        asm.add(RAX, RDX);
        asm.inc(RSI);
        asm.jmp(next);
        asm.bind(mix);
        asm.mov32(RDX, RAX);
        asm.shr32(RDX, SymbolTable.firstHashShift());
        asm.xor32(RAX, RDX);
        asm.imul(RAX, RAX, SymbolTable.hashMixer());
        asm.mov32(RDX, RAX);
        asm.shr32(RDX, SymbolTable.secondHashShift());
        asm.xor32(RAX, RDX);
        asm.and32(RAX, ObjectHeader.HASH_MASK);
        asm.jShort(Condition.NOT_EQUAL, notZero);
        asm.inc(RAX);
        asm.bind(notZero);
        asm.shl32(RAX, Machine.TAG_BITS);
        asm.inc(RAX);
        asm.ret(8);
    }

    void equal() {
        Label same = new Label();
        Label different = new Label();
        Label words = new Label();
        Label bytes = new Label();
        asm.mov(RSI, argument(0));
        asm.cmp(RSI, Machine.RECEIVER);
        asm.j(Condition.EQUAL, same);
        size(Machine.RECEIVER, KnownClass.SYMBOL);
        asm.mov(RCX, RAX);
        size(RSI, KnownClass.SYMBOL);
        asm.cmp(RCX, RAX);
        asm.j(Condition.NOT_EQUAL, different);
        asm.lea(R8, at(Machine.RECEIVER, ObjectHeader.BYTES));
        asm.lea(R9, at(RSI, ObjectHeader.BYTES));
        asm.bind(words);
        asm.sub(RCX, 8);
        asm.jShort(Condition.LESS, bytes);
        asm.mov(RAX, at(R8, RCX, 1, 0));
        asm.cmp(RAX, at(R9, RCX, 1, 0));
        asm.jShort(Condition.NOT_EQUAL, different);
        asm.jmp(words);
        // Fewer than 8 are left, at the beginning.
        asm.bind(bytes);
        asm.add(RCX, 7);
        asm.jShort(Condition.SIGN, same);
        Label each = new Label();
        asm.bind(each);
        asm.movzx8(RAX, at(R8, RCX, 1, 0));
        asm.movzx8(RDX, at(R9, RCX, 1, 0));
        asm.cmp32(RAX, RDX);
        asm.jShort(Condition.NOT_EQUAL, different);
        asm.dec(RCX);
        asm.jShort(Condition.NOT_SIGN, each);
        asm.bind(same);
        asm.mov(RAX, Machine.TRUE);
        asm.ret(2 * 8);
        asm.bind(different);
        asm.mov(RAX, Machine.FALSE);
        asm.ret(2 * 8);
    }

    /** -1, 0 or 1. */
    void compare() {
        Label next = new Label();
        Label sizes = new Label();
        Label decided = new Label();
        asm.mov(RSI, argument(0));
        size(Machine.RECEIVER, KnownClass.SYMBOL);
        asm.mov(R8, RAX);
        size(RSI, KnownClass.SYMBOL);
        asm.mov(RCX, R8);
        asm.cmp(RCX, RAX);
        asm.cmov(Condition.GREATER, RCX, RAX);
        asm.mov(R9, 0);
        asm.bind(next);
        asm.cmp(R9, RCX);
        asm.jShort(Condition.EQUAL, sizes);
        asm.movzx8(RDX, at(Machine.RECEIVER, R9, 1, ObjectHeader.BYTES));
        asm.movzx8(R10, at(RSI, R9, 1, ObjectHeader.BYTES));
        asm.inc(R9);
        asm.cmp(RDX, R10);
        asm.jShort(Condition.EQUAL, next);
        asm.jmpShort(decided);
        asm.bind(sizes);
        asm.cmp(R8, RAX);
        asm.bind(decided);
        asm.mov(RAX, 1);
        asm.mov(RCX, 1 + Machine.ONE);
        asm.cmov(Condition.ABOVE, RAX, RCX);
        asm.mov(RCX, 1 - Machine.ONE);
        asm.cmov(Condition.BELOW, RAX, RCX);
        asm.ret(2 * 8);
    }

    /** A new String. What is behind its last byte is 0. */
    void concatenate() {
        asm.mov(RSI, argument(0));
        size(Machine.RECEIVER, KnownClass.SYMBOL);
        asm.mov(R8, RAX);
        size(RSI, KnownClass.SYMBOL);
        asm.mov(R11, RAX);
        asm.lea(RCX, at(RAX, R8, 1, 7));
        asm.shr(RCX, Machine.TAG_BITS);
        asm.cmp(RCX, MOST_SLOTS);
        asm.j(Condition.ABOVE, kernel);
        asm.mov(R9, 1);
        asm.cmp(RCX, R9);
        asm.cmov(Condition.ABOVE, R9, RCX);
        asm.lea(RDX, at(RAX, R8, 1, 0));
        asm.neg(RDX);
        asm.and32(RDX, UNUSED_BYTES);
        asm.shl(RDX, ObjectHeader.FORMAT_SHIFT);
        asm.add(RDX, (int) ObjectHeader.of(0, ObjectFormat.BYTES, KnownClass.STRING.index()));
        asm.shl(RCX, ObjectHeader.SLOTS_SHIFT);
        asm.or(RDX, RCX);
        Stores.takeRoom(asm, R9, R10, kernel);
        asm.mov(at(RAX, 0), RDX);
        asm.mov(at(RAX, R9, 8, 0), 0);
        asm.mov(R10, RSI);
        asm.lea(RSI, at(Machine.RECEIVER, ObjectHeader.BYTES));
        asm.lea(R9, at(RAX, ObjectHeader.BYTES));
        asm.mov(RCX, R8);
        copyBytes();
        asm.lea(RSI, at(R10, ObjectHeader.BYTES));
        asm.mov(RCX, R11);
        copyBytes();
        asm.ret(2 * 8);
    }

    /** {@code replaceFrom:to:with:startingAt:} between different Strings, or from a Symbol. */
    void replace() {
        Label none = new Label();
        asm.mov32(RDX, argument(0));
        asm.and32(RDX, argument(2));
        asm.and32(RDX, argument(3));
        asm.test8(RDX, 1);
        asm.j(Condition.EQUAL, kernel);
        asm.mov(RSI, argument(1));
        asm.cmp(RSI, Machine.RECEIVER);
        asm.j(Condition.EQUAL, kernel);
        size(Machine.RECEIVER, KnownClass.STRING);
        asm.test32(at(Machine.RECEIVER, 0), (int) ObjectHeader.IMMUTABLE);
        asm.j(Condition.NOT_EQUAL, kernel);
        asm.mov(R8, RAX);
        size(RSI, KnownClass.SYMBOL);
        index(RCX, 2);
        asm.inc(RCX);
        asm.cmp(RCX, R8);
        asm.j(Condition.GREATER, kernel);
        index(R9, 3);
        asm.j(Condition.SIGN, kernel);
        asm.sub(RCX, R9);
        asm.j(Condition.LESS, kernel);
        asm.j(Condition.EQUAL, none);
        index(R10, 0);
        asm.j(Condition.SIGN, kernel);
        asm.lea(RDX, at(R10, RCX, 1, 0));
        asm.cmp(RDX, RAX);
        asm.j(Condition.GREATER, kernel);
        asm.lea(RSI, at(RSI, R10, 1, ObjectHeader.BYTES));
        asm.lea(R9, at(Machine.RECEIVER, R9, 1, ObjectHeader.BYTES));
        copyBytes();
        asm.bind(none);
        asm.mov(RAX, Machine.RECEIVER);
        asm.ret(5 * 8);
    }

    /** An argument's value less 1, and whether that is negative in the flags. */
    private void index(Register to, int before) {
        asm.mov(to, argument(before));
        asm.sar(to, Machine.TAG_BITS);
        asm.dec(to);
    }

    /** The argument so many places before the last. */
    private static Address argument(int before) {
        return at(Machine.STACK, LAST_ARGUMENT + before * 8);
    }

    /** Copies RCX bytes from RSI to R9, both of which are then behind what was copied; RDX is lost. */
    private void copyBytes() {
        Label words = new Label();
        Label bytes = new Label();
        Label each = new Label();
        Label done = new Label();
        asm.bind(words);
        asm.sub(RCX, 8);
        asm.jShort(Condition.LESS, bytes);
        asm.mov(RDX, at(RSI, 0));
        asm.mov(at(R9, 0), RDX);
        asm.add(RSI, 8);
        asm.add(R9, 8);
        asm.jmp(words);
        asm.bind(bytes);
        asm.add(RCX, 8);
        asm.jShort(Condition.EQUAL, done);
        asm.bind(each);
        asm.movzx8(RDX, at(RSI, 0));
        asm.mov8(at(R9, 0), RDX);
        asm.inc(RSI);
        asm.inc(R9);
        asm.dec(RCX);
        asm.jShort(Condition.NOT_EQUAL, each);
        asm.bind(done);
    }

    /** The number of bytes in RAX of a String or of an instance of another class; RDX is lost. */
    private void size(Register text, KnownClass other) {
        Label known = new Label();
        asm.test8(text, Machine.TAGS);
        asm.j(Condition.NOT_EQUAL, kernel);
        asm.mov32(RDX, at(text, 0));
        asm.and32(RDX, ObjectHeader.CLASS_INDEX_MASK);
        asm.cmp32(RDX, KnownClass.STRING.index());
        if (other != KnownClass.STRING) {
            asm.jShort(Condition.EQUAL, known);
            asm.cmp32(RDX, other.index());
        }
        asm.j(Condition.NOT_EQUAL, kernel);
        asm.bind(known);
        Label few = new Label();
        asm.movzx8(RAX, at(text, SLOTS_BYTE));
        asm.cmp32(RAX, ObjectHeader.OVERFLOW_SLOTS);
        asm.jShort(Condition.NOT_EQUAL, few);
        asm.mov(RAX, at(text, -8));
        asm.shl(RAX, Byte.SIZE);
        asm.shr(RAX, Byte.SIZE);
        asm.bind(few);
        asm.movzx8(RDX, at(text, FORMAT_BYTE));
        asm.and32(RDX, UNUSED_BYTES);
        asm.shl(RAX, Machine.TAG_BITS);
        asm.sub(RAX, RDX);
    }
}
