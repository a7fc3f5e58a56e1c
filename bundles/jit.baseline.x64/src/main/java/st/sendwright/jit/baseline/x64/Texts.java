package st.sendwright.jit.baseline.x64;

import static st.sendwright.asm.x64.Address.at;
import static st.sendwright.asm.x64.Register.R8;
import static st.sendwright.asm.x64.Register.R9;
import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RCX;
import static st.sendwright.asm.x64.Register.RDX;
import static st.sendwright.asm.x64.Register.RSI;

import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.Label;
import st.sendwright.asm.x64.Register;
import st.sendwright.model.KnownClass;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.SymbolTable;

/**
 * Hash and equality of Strings of fewer than 255 slots, in the place of the primitives of the same names: the receiver
 * in its register, the return IP on top of the stack, the argument below. All others go to {@code kernel}.
 */
final class Texts {

    private static final int ARGUMENT = 8;
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
        size(Machine.RECEIVER);
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
        asm.mov(RSI, at(Machine.STACK, ARGUMENT));
        asm.cmp(RSI, Machine.RECEIVER);
        asm.j(Condition.EQUAL, same);
        size(Machine.RECEIVER);
        asm.mov(RCX, RAX);
        size(RSI);
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

    /** The number of bytes of a String in RAX; RDX is lost. */
    private void size(Register text) {
        asm.test8(text, Machine.TAGS);
        asm.j(Condition.NOT_EQUAL, kernel);
        asm.mov32(RDX, at(text, 0));
        asm.and32(RDX, ObjectHeader.CLASS_INDEX_MASK);
        asm.cmp32(RDX, KnownClass.STRING.index());
        asm.j(Condition.NOT_EQUAL, kernel);
        asm.movzx8(RAX, at(text, SLOTS_BYTE));
        asm.cmp32(RAX, ObjectHeader.OVERFLOW_SLOTS);
        asm.j(Condition.EQUAL, kernel);
        asm.movzx8(RDX, at(text, FORMAT_BYTE));
        asm.and32(RDX, UNUSED_BYTES);
        asm.shl32(RAX, Machine.TAG_BITS);
        asm.sub(RAX, RDX);
    }
}
