package st.sendwright.jit.baseline.x64;

import static st.sendwright.asm.x64.Address.at;
import static st.sendwright.asm.x64.Register.RAX;

import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.Label;
import st.sendwright.machine.x64.Machine;
import st.sendwright.model.KernelLayout.Closure;
import st.sendwright.model.KnownClass;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.SiteTable;

/** From a closure to the machine code of its block. */
final class ClosureCode {

    /** In a method's word for its sites: there are none. */
    private static final int NO_SITES = 1;

    private ClosureCode() {
    }

    /**
     * The entry of the code of the closure in the receiver's register in RAX.
     *
     * @param otherwise where to go when it is no closure or its block has no code
     * @param wrongCount where to go when it takes another number of arguments
     */
    static void load(Assembler asm, int arguments, Label otherwise, Label wrongCount) {
        asm.test32(Machine.RECEIVER, 7);
        asm.j(Condition.NOT_EQUAL, otherwise);
        asm.mov32(RAX, at(Machine.RECEIVER, 0));
        asm.and32(RAX, ObjectHeader.CLASS_INDEX_MASK);
        asm.cmp32(RAX, KnownClass.BLOCK_CLOSURE.index());
        asm.j(Condition.NOT_EQUAL, otherwise);
        asm.cmp(Machine.slot(Machine.RECEIVER, Closure.NUM_ARGS), arguments << Machine.TAG_BITS | 1);
        asm.j(Condition.NOT_EQUAL, wrongCount);
        asm.mov(RAX, Machine.slot(Machine.RECEIVER, Closure.COMPILED_BLOCK));
        asm.mov(RAX, Machine.slot(RAX, MethodLayout.SITES));
        asm.cmp(RAX, NO_SITES);
        asm.j(Condition.EQUAL, otherwise);
        asm.mov(RAX, at(RAX, SiteTable.CODE - SiteTable.BYTES - 1));
        asm.test(RAX, RAX);
        asm.j(Condition.EQUAL, otherwise);
    }
}
