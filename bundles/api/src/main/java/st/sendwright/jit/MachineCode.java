package st.sendwright.jit;

import java.util.List;

/**
 * Code that is not in its place yet. Offsets count from its start, where a header of {@link #HEADER_BYTES} bytes lies;
 * the header's first word will hold the method, which a collection may move.
 *
 * @param bytes header and code
 * @param heapEntry entry that compares the class index of an object with the one that the caller expects
 * @param immediateEntry the same for the tag of an immediate; {@link #NO_ENTRY} where there is none
 * @param uncheckedEntry entry without a comparison
 * @param sends its send sites, by rising {@link Send#returnOffset}
 * @param exits where else it may leave at a bytecode, by rising {@link Exit#returnOffset}
 * @param resumePoints where it can go on with a frame that is complete in memory
 * @param relocations displacements that depend on where the code lies
 */
public record MachineCode(byte[] bytes, int heapEntry, int immediateEntry, int uncheckedEntry, List<Send> sends,
        List<Exit> exits, List<ResumePoint> resumePoints, List<Relocation> relocations) {

    public static final int HEADER_BYTES = 8;
    /** Instead of an entry that there is none. */
    public static final int NO_ENTRY = -1;

    public MachineCode {
        sends = List.copyOf(sends);
        exits = List.copyOf(exits);
        resumePoints = List.copyOf(resumePoints);
        relocations = List.copyOf(relocations);
    }

    /**
     * A send site. While a method is called from there, where it returns to is all that says at which pc the sender
     * goes on: the pc in the sender's frame is an earlier one.
     *
     * @param returnOffset where the callee returns to; the 4 bytes before are the call's displacement
     * @param classOffset of the 4 bytes that say which class is expected; -1 in a send to super
     * @param site the site's number in its method
     * @param pc of the sending bytecode
     * @param nextPc at which the sender goes on
     * @param arguments how many
     * @param unlinked what it calls while it is linked to no method: {@link Stub#SEND_MISS}, or a stub that ends there
     */
    public record Send(int returnOffset, int classOffset, int site, int pc, int nextPc, int arguments, Stub unlinked) {

        public boolean isSuper() {
            return classOffset < 0;
        }
    }

    /**
     * A call of a stub that leaves, or may leave.
     *
     * @param returnOffset behind the call
     * @param pc of the bytecode that is in work then, or that the frame goes on at
     */
    public record Exit(int returnOffset, int pc) {
    }

    /**
     * Where a frame can go on.
     *
     * @param pc bytecode pc
     * @param wantsResult whether the topmost operand is expected in the result register, not on the stack
     */
    public record ResumePoint(int pc, int offset, boolean wantsResult) {
    }

    /**
     * Four bytes to be filled with a distance from behind them.
     *
     * @param stub the target, or null when {@code target} is its address
     */
    public record Relocation(int offset, Stub stub, long target) {
    }
}
