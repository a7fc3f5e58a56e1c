package st.sendwright.runtime;

import java.util.function.LongToIntFunction;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;

/**
 * That machine code can go on with the top frame, and how. Whoever changes the top frame has it forgotten: frames say
 * all that an interpreter needs, so nothing is lost but time.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class MachineHint {

    /** No request of machine code waits to be served. */
    static final int NO_REQUEST = -1;
    private static final LongToIntFunction NO_PCS = returnIp -> -1;

    private final long mutator;
    private long discards = StackZone.RETURN_AND_DISCARD;
    private LongToIntFunction pcs = NO_PCS;
    private int request = NO_REQUEST;
    private boolean takesResult;

    MachineHint(long mutator) {
        this.mutator = mutator;
    }

    /** The top frame changes. */
    void forget() {
        Memory.putLong(mutator + MutatorBlock.MACHINE_PC, 0);
        request = NO_REQUEST;
        takesResult = false;
    }

    boolean isSet() {
        return pc() != 0;
    }

    /** Where machine code goes on, or where it has left; 0 for nowhere. */
    long pc() {
        return Memory.longAt(mutator + MutatorBlock.MACHINE_PC);
    }

    /** @param takesTop whether it expects the topmost operand in a register */
    void set(long pc, boolean takesTop) {
        Memory.putLong(mutator + MutatorBlock.MACHINE_PC, pc);
        takesResult = takesTop;
    }

    boolean takesResult() {
        return takesResult;
    }

    /** The topmost operand is in the register. */
    void clearResult() {
        takesResult = false;
    }

    /** What machine code has left for and waits to be served again, the number of a stub, or {@link #NO_REQUEST}. */
    int request() {
        return request;
    }

    void setRequest(int stub) {
        request = stub;
    }

    /**
     * Frames may be in machine code from now on.
     *
     * @param discardsIp which of its return IPs means {@link StackZone#RETURN_AND_DISCARD}
     * @param pcsOfReturnIps at which pc a sender goes on; negative for a return IP that is in no code
     */
    void useCode(long discardsIp, LongToIntFunction pcsOfReturnIps) {
        discards = discardsIp;
        pcs = pcsOfReturnIps;
    }

    /** No frame is in machine code any more. */
    void forgetCode() {
        useCode(StackZone.RETURN_AND_DISCARD, NO_PCS);
    }

    /**
     * At which pc a frame goes on that is not the top one.
     *
     * @param returnIp of the frame that it has called
     */
    int pc(long fp, long returnIp) {
        int pc = pcs.applyAsInt(returnIp);
        return pc < 0 ? FrameLayout.pc(fp) : pc;
    }

    /** Has a frame return elsewhere than into its caller's machine code; the caller remembers at which pc it goes on. */
    void redirect(long fp, long returnIp) {
        if (!FrameLayout.isBase(fp)) {
            savePcOfCaller(fp);
        }
        Memory.putLong(fp + FrameLayout.RETURN_IP, returnIp);
    }

    /** The frame's caller will not be found by its return IP any more: has it remember where it goes on. */
    void savePcOfCaller(long fp) {
        long caller = FrameLayout.savedFp(fp);
        FrameLayout.setPc(caller, pc(caller, Memory.longAt(fp + FrameLayout.RETURN_IP)));
    }

    /** Whether nobody wants the frame's answer. */
    boolean discards(long fp) {
        long returnIp = Memory.longAt(fp + FrameLayout.RETURN_IP);
        return returnIp == StackZone.RETURN_AND_DISCARD || returnIp == discards;
    }
}
