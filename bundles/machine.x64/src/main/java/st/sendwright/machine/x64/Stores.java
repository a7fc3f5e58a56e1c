package st.sendwright.machine.x64;

import static st.sendwright.asm.x64.Address.at;

import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.Label;
import st.sendwright.asm.x64.Register;
import st.sendwright.model.KernelLayout.Context;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.WriteBarrier;

/** The write barrier and the allocation pointer, inline. */
public final class Stores {

    private Stores() {
    }

    /**
     * Makes a Context dead: its frame is left. What is stored is nil, which is never young, so no card is marked.
     */
    public static void kill(Assembler asm, Register context) {
        asm.mov(Machine.slot(context, Context.SENDER), Machine.NIL);
        asm.mov(Machine.slot(context, Context.PC), Machine.NIL);
    }

    /**
     * Takes room for an object with so many words behind its header: its address is in RAX then, that of its end in
     * {@code end}.
     */
    public static void takeRoom(Assembler asm, Register words, Register end, Label noRoom) {
        asm.mov(Register.RAX, Machine.mutator(MutatorBlock.ALLOCATION_POINTER));
        asm.lea(end, at(Register.RAX, words, 8, ObjectHeader.BYTES));
        asm.cmp(end, Machine.mutator(MutatorBlock.ALLOCATION_LIMIT));
        asm.j(Condition.ABOVE, noRoom);
        asm.mov(Machine.mutator(MutatorBlock.ALLOCATION_POINTER), end);
    }

    /**
     * Marks the card of the address after {@code value} was stored there; immediates need no card. The address
     * register is lost.
     */
    public static void markCard(Assembler asm, Register address, Register value) {
        Label done = new Label();
        asm.test8(value, Machine.TAGS);
        asm.jShort(Condition.NOT_EQUAL, done);
        asm.shr(address, WriteBarrier.CARD_SHIFT);
        asm.cmp(Machine.mutator(MutatorBlock.CARD_TABLE), 0);
        asm.jShort(Condition.EQUAL, done);
        asm.add(address, Machine.mutator(MutatorBlock.CARD_TABLE));
        asm.mov8(at(address, 0), 1);
        asm.bind(done);
    }
}
