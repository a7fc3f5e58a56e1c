package st.sendwright.runtime;

import st.sendwright.model.FrameLayout;
import st.sendwright.model.KernelLayout.Closure;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;

/**
 * Builds frames on top of the active chain, as an interpreter does.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class Activations {

    private final long mutator;
    private final StackZone stacks;

    Activations(long mutator, StackZone stacks) {
        this.mutator = mutator;
        this.stacks = stacks;
    }

    /**
     * Builds the frame of a method whose receiver and arguments are on the stack, and makes it the top one.
     *
     * @param callerPc where the present top frame goes on
     * @param returnIp {@link FrameLayout#RETURN_TO_DRIVER}, {@link StackZone#RETURN_AND_DISCARD}, or where machine code
     *        goes on
     */
    void activate(long method, int callerPc, long returnIp) {
        long header = MethodLayout.header(method);
        int arguments = MethodLayout.arguments(header);
        long receiver = stacks.operand(arguments);
        enter(method, header, receiver, 0, 0, callerPc, returnIp);
    }

    /** Builds the frame of a closure that is on the stack with the right number of arguments. */
    void activateClosure(long closure, int callerPc, long returnIp) {
        long block = ObjectHeader.slot(closure, Closure.COMPILED_BLOCK);
        long copied = ObjectHeader.slots(closure) - Closure.FIRST_COPIED;
        long receiver = ObjectHeader.slot(closure, Closure.RECEIVER);
        enter(block, MethodLayout.header(block), receiver, closure, copied, callerPc, returnIp);
    }

    private void enter(long method, long header, long receiver, long closure, long copied, int callerPc,
            long returnIp) {
        stacks.machine.forget();
        long fp = stacks.fp();
        FrameLayout.setPc(fp, callerPc);
        stacks.push(returnIp);
        stacks.push(fp);
        long newFp = stacks.sp();
        int firstPc = MethodLayout.firstPc(header);
        stacks.push(method);
        stacks.push(MutatorBlock.nil(mutator));
        stacks.push(FrameLayout.interpreterWord(firstPc, MethodLayout.arguments(header), closure != 0));
        stacks.push(receiver);
        int temporaries = MethodLayout.temporaries(header);
        for (int i = 0; i < temporaries; i++) {
            stacks.push(i < copied
                    ? ObjectHeader.slot(closure, Closure.FIRST_COPIED + i)
                    : MutatorBlock.nil(mutator));
        }
        Memory.putLong(mutator + MutatorBlock.FRAME_POINTER, newFp);
        stacks.setPc(firstPc);
    }

    /** Begins the top frame's code anew: arguments stay, temporaries are nil (copied values stay in a block). */
    void restartTop() {
        stacks.machine.forget();
        long fp = stacks.fp();
        long header = MethodLayout.header(FrameLayout.method(fp));
        int temporaries = MethodLayout.temporaries(header);
        long copied = FrameLayout.isBlock(fp)
                ? ObjectHeader.slots(FrameLayout.closure(fp)) - Closure.FIRST_COPIED
                : 0;
        for (int i = (int) copied; i < temporaries; i++) {
            Memory.putLong(FrameLayout.temporaryAddress(fp, i), MutatorBlock.nil(mutator));
        }
        stacks.setSp(FrameLayout.emptySp(fp, header));
        stacks.setPc(MethodLayout.firstPc(header));
    }
}
