package st.sendwright.runtime;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import st.sendwright.jit.MachineCode;
import st.sendwright.jit.MachineCode.Exit;
import st.sendwright.jit.MachineCode.ResumePoint;
import st.sendwright.jit.MachineCode.Send;

/**
 * Machine code in its place: of a method, or what polymorphic sends call.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class CodeBlock {

    private final String name;
    private final int number;
    private final long order;
    private long start;
    private final MachineCode code;
    private final int[] resumePcs;
    private final ResumePoint[] resumePoints;
    private final SendState[] sendStates;
    /** The sends that call it, or whose code does. */
    private final Set<SendState> callers = new LinkedHashSet<>();
    /** Entries of the cache of all classes that were made for it; others may have taken their place since. */
    private final Set<Long> cacheEntries = new HashSet<>();
    private final boolean isMethod;
    private long uses;
    private int sweeps;

    /**
     * @param number how it is called in the {@link st.sendwright.model.SiteTable}
     * @param order how many were placed before it
     * @param isMethod whether it is the code of a method, not what sends call
     */
    CodeBlock(String name, int number, long order, boolean isMethod, long start, MachineCode code) {
        this.name = name;
        this.number = number;
        this.order = order;
        this.isMethod = isMethod;
        this.start = start;
        this.code = code;
        List<ResumePoint> points = code.resumePoints().stream()
                .sorted(Comparator.comparingInt(ResumePoint::pc)).toList();
        this.resumePoints = points.toArray(ResumePoint[]::new);
        this.resumePcs = points.stream().mapToInt(ResumePoint::pc).toArray();
        this.sendStates = new SendState[code.sends().size()];
    }

    String name() {
        return name;
    }

    int number() {
        return number;
    }

    boolean isMethod() {
        return isMethod;
    }

    long order() {
        return order;
    }

    long start() {
        return start;
    }

    int bytes() {
        return code.bytes().length;
    }

    long end() {
        return start + code.bytes().length;
    }

    MachineCode code() {
        return code;
    }

    long heapEntry() {
        return start + code.heapEntry();
    }

    /** Whether a send can go to it that has checked nothing of an immediate. */
    boolean takesImmediates() {
        return code.immediateEntry() != MachineCode.NO_ENTRY;
    }

    long immediateEntry() {
        return start + code.immediateEntry();
    }

    long uncheckedEntry() {
        return start + code.uncheckedEntry();
    }

    /** Where a frame goes on at a bytecode pc, or null. */
    ResumePoint resumePoint(int pc) {
        int index = Arrays.binarySearch(resumePcs, pc);
        return index < 0 ? null : resumePoints[index];
    }

    /** Which of its sends returns to an address; negative when none does. */
    int sendReturningTo(long address) {
        int offset = (int) (address - start);
        int low = 0;
        int high = code.sends().size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int at = code.sends().get(middle).returnOffset();
            if (at == offset) {
                return middle;
            }
            if (at < offset) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** The bytecode pc of the exit whose call returns to an address. */
    int exitPc(long address) {
        Exit wanted = new Exit((int) (address - start), 0);
        return code.exits().get(Collections.binarySearch(code.exits(), wanted,
                Comparator.comparingInt(Exit::returnOffset))).pc();
    }

    Send send(int index) {
        return code.sends().get(index);
    }

    /** Where a send of it returns to. */
    long returnAddress(int index) {
        return start + send(index).returnOffset();
    }

    /** What its sends have seen, of those that were ever linked. */
    List<SendState> states() {
        return Arrays.stream(sendStates).filter(Objects::nonNull).toList();
    }

    Set<SendState> callers() {
        return callers;
    }

    Set<Long> cacheEntries() {
        return cacheEntries;
    }

    long uses() {
        return uses;
    }

    /** A send was linked to it, or it was entered from elsewhere. */
    void used() {
        uses++;
    }

    /** It has outlived a sweep: what was long ago counts less. */
    void age() {
        uses /= 2;
        sweeps++;
    }

    /** How many sweeps it has outlived. */
    int sweeps() {
        return sweeps;
    }

    /** It lies elsewhere now. */
    void moveTo(long newStart) {
        start = newStart;
    }

    /** What a send of it has seen. */
    SendState state(int index) {
        if (sendStates[index] == null) {
            sendStates[index] = new SendState(this, index);
        }
        return sendStates[index];
    }
}
