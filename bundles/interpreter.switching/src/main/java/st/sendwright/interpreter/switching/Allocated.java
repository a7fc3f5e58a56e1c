package st.sendwright.interpreter.switching;

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
    static long array(long mutator, long sp, int size) {
        long array = Allocation.allocatePointers(mutator, KnownClass.ARRAY.index(), ObjectFormat.VARIABLE, size);
        if (array == Allocation.NO_ROOM) {
            return SlowPaths.COLLECT;
        }
        copyDown(sp, array, 0, size);
        return array;
    }

    /**
     * The BlockClosure of a compiled block over the {@code copied} words on top of the stack, which stay there.
     *
     * @param fp the frame that runs {@link Bytecode#PUSH_CLOSURE}
     * @param outerContext its Context, or nil when the block needs none
     */
    static long closure(long mutator, long sp, long fp, long block, int copied, long outerContext) {
        long closure = Allocation.allocateRaw(mutator, KnownClass.BLOCK_CLOSURE.index(),
                ObjectFormat.FIXED_AND_VARIABLE, Closure.FIRST_COPIED + copied);
        if (closure == Allocation.NO_ROOM) {
            return SlowPaths.COLLECT;
        }
        ObjectHeader.rawPutSlot(closure, Closure.OUTER_CONTEXT, outerContext);
        ObjectHeader.rawPutSlot(closure, Closure.COMPILED_BLOCK, block);
        ObjectHeader.rawPutSlot(closure, Closure.NUM_ARGS,
                Oop.smallInteger(MethodLayout.arguments(MethodLayout.header(block))));
        ObjectHeader.rawPutSlot(closure, Closure.RECEIVER, FrameLayout.receiver(fp));
        copyDown(sp, closure, Closure.FIRST_COPIED, copied);
        return closure;
    }

    /**
     * PUSH_CLOSURE: the registers must be saved, because a Context may be made.
     *
     * @param pc address of the bytecode
     */
    static long closure(long mutator, SlowPaths slow, long pc, long sp, long fp, long method) {
        int flags = Memory.byteAt(pc + 4);
        long outerContext = MutatorBlock.nil(mutator);
        if ((flags & Bytecode.NEEDS_OUTER_CONTEXT) != 0) {
            outerContext = slow.contextOf(fp);
            if (SlowPaths.isCode(outerContext)) {
                return outerContext;
            }
        }
        long block = MethodLayout.literal(method, Memory.shortAt(pc + 1) & 0xFFFF);
        return closure(mutator, sp, fp, block, Memory.unsignedByteAt(pc + 3), outerContext);
    }

    /** Copies stack words, the deepest first, into fresh slots: the stack grows down and objects grow up. */
    private static void copyDown(long sp, long object, int firstSlot, int count) {
        for (int i = 0; i < count; i++) {
            ObjectHeader.rawPutSlot(object, firstSlot + i, Memory.longAt(sp + (count - 1 - i) * 8L));
        }
    }
}
