package st.sendwright.interpreter.bytecodes;

import st.sendwright.interpreter.SlowPaths;
import st.sendwright.model.Allocation;
import st.sendwright.model.Bytecode;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.KernelLayout.Closure;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;

/**
 * The objects that bytecodes make. Each method answers {@link SlowPaths#COLLECT} where there is no room and
 * has then changed nothing that the bytecode's second run would notice.
 */
final class Allocated {

    private Allocated() {
    }

    /** {@code oop}, or the slow paths' code where the allocation failed. */
    static long orCollect(long oop) {
        return oop == Allocation.NO_ROOM ? SlowPaths.COLLECT : oop;
    }

    /** An Array of {@code size} nils. */
    static long vector(long mutator, int size) {
        return orCollect(Allocation.allocatePointers(mutator, KnownClass.ARRAY.index(), ObjectFormat.VARIABLE,
                size));
    }

    /** An Array of the {@code size} words on top of the stack, which stay there; the top one is the last. */
    static long array(long mutator, int size) {
        long array = Allocation.allocatePointers(mutator, KnownClass.ARRAY.index(), ObjectFormat.VARIABLE,
                size);
        if (array == Allocation.NO_ROOM) {
            return SlowPaths.COLLECT;
        }
        copyDown(Registers.sp(mutator), array, 0, size);
        return array;
    }

    /**
     * The BlockClosure over the copied words on top of the stack, which stay there. First its outer Context
     * is made, when the block needs one: asking for it twice gives the same one, so a second run does no
     * harm.
     *
     * @param pc address of a {@link Bytecode#PUSH_CLOSURE}
     */
    static long closure(long mutator, SlowPaths slow, long pc) {
        long fp = Registers.fp(mutator);
        long outerContext = MutatorBlock.nil(mutator);
        if ((Memory.byteAt(pc + 4) & Bytecode.NEEDS_OUTER_CONTEXT) != 0) {
            outerContext = slow.contextOf(fp);
            if (SlowPaths.isCode(outerContext)) {
                return outerContext;
            }
        }
        int copied = Memory.unsignedByteAt(pc + 3);
        long closure = Allocation.allocateRaw(mutator, KnownClass.BLOCK_CLOSURE.index(),
                ObjectFormat.FIXED_AND_VARIABLE, Closure.FIRST_COPIED + copied);
        if (closure == Allocation.NO_ROOM) {
            return SlowPaths.COLLECT;
        }
        long block = MethodLayout.literal(FrameLayout.method(fp), Memory.shortAt(pc + 1) & 0xFFFF);
        ObjectHeader.rawPutSlot(closure, Closure.OUTER_CONTEXT, outerContext);
        ObjectHeader.rawPutSlot(closure, Closure.COMPILED_BLOCK, block);
        ObjectHeader.rawPutSlot(closure, Closure.NUM_ARGS,
                Oop.smallInteger(MethodLayout.arguments(MethodLayout.header(block))));
        ObjectHeader.rawPutSlot(closure, Closure.RECEIVER, FrameLayout.receiver(fp));
        copyDown(Registers.sp(mutator), closure, Closure.FIRST_COPIED, copied);
        return closure;
    }

    /** Copies stack words, the deepest first, into fresh slots: the stack grows down and objects grow up. */
    private static void copyDown(long sp, long object, int firstSlot, int count) {
        for (int i = 0; i < count; i++) {
            ObjectHeader.rawPutSlot(object, firstSlot + i, Memory.longAt(sp + (count - 1 - i) * 8L));
        }
    }
}
