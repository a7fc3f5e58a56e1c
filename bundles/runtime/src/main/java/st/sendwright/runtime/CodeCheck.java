package st.sendwright.runtime;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import st.sendwright.jit.BackEnd;
import st.sendwright.jit.MachineCode;
import st.sendwright.jit.MachineCode.Exit;
import st.sendwright.jit.MachineCode.Relocation;
import st.sendwright.jit.MachineCode.ResumePoint;
import st.sendwright.jit.MachineCode.Send;
import st.sendwright.jit.MethodView;
import st.sendwright.jit.Stub;
import st.sendwright.jit.StubCode;
import st.sendwright.model.Bytecode;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.Oop;
import st.sendwright.runtime.InstructionDecoder.Flow;
import st.sendwright.runtime.InstructionDecoder.Instruction;

/**
 * Looks whether machine code is what a back end says that it is. {@link #layout} compares the offsets and pcs that it states with each
 * other, which takes no time to speak of and is done with all code. {@link #instructions} decodes what can be reached: every place that is
 * named is the beginning or end of an instruction, no two overlap, none is forbidden, and none leads out of the code
 * but through a relocation. What code computes is not looked at.
 *
 * <p><b>Thread</b>: any.
 */
final class CodeCheck {

    private static final int CALL = 0xE8;
    private static final int CALL_BYTES = 5;
    /** {@code mov ecx, imm32}. */
    private static final int EXPECT_CLASS = 0xB9;
    private static final int CLASS_SHIFT = 10;
    private static final int TAG_SHIFT = 29;

    private final MachineCode code;
    private final byte[] bytes;

    private CodeCheck(MachineCode code) {
        this.code = code;
        this.bytes = code.bytes();
    }

    /** Code that is not what its back end says. */
    static final class BadCodeException extends RuntimeException {

        private static final long serialVersionUID = 1;

        BadCodeException(String what) {
            super("SW-SWAP-013 malformed machine code: " + what);
        }
    }

    /** What the four bytes have to be that say which class a send expects, see {@code docs/formats/machine-code.md}. */
    static int expectedClass(int classIndex) {
        return classIndex <= Oop.TAG_MASK ? classIndex << TAG_SHIFT : classIndex << CLASS_SHIFT;
    }

    /**
     * Looks at code of a method or of a send.
     *
     * @param method what it is the code of; empty for the code of a send
     * @param targets addresses that it may lead to beside stubs
     * @param decodes whether its instructions are looked at, too
     * @throws BadCodeException when something is wrong with it
     */
    static void check(MachineCode code, Optional<MethodView> method, Set<Long> targets, boolean decodes) {
        if (code == null) {
            throw new BadCodeException("there is none");
        }
        CodeCheck check = new CodeCheck(code);
        check.layout(targets);
        method.ifPresent(check::pcs);
        if (decodes) {
            check.instructions(method.isEmpty() || !method.get().primitive().isEmpty());
        }
    }

    private static void require(boolean holds, String what, int offset) {
        if (!holds) {
            throw new BadCodeException(what + " at offset " + offset);
        }
    }

    private boolean isInside(int offset) {
        return offset >= MachineCode.HEADER_BYTES && offset < bytes.length;
    }

    // Offsets

    private void layout(Set<Long> targets) {
        require(bytes.length > MachineCode.HEADER_BYTES, "it has no instructions", bytes.length);
        require(isInside(code.uncheckedEntry()), "the unchecked entry is not in the code", code.uncheckedEntry());
        require(isInside(code.heapEntry()), "the heap entry is not in the code", code.heapEntry());
        require(code.immediateEntry() == MachineCode.NO_ENTRY || isInside(code.immediateEntry()),
                "the immediate entry is not in the code", code.immediateEntry());
        Set<Integer> distances = new HashSet<>();
        for (Relocation each : code.relocations()) {
            require(isInside(each.offset()) && each.offset() + Integer.BYTES <= bytes.length,
                    "a relocation is not in the code", each.offset());
            require(distances.add(each.offset()), "there are two relocations", each.offset());
            require(each.stub() != null || targets.contains(each.target()),
                    "a relocation leads to 0x" + Long.toHexString(each.target()) + ", which nobody has named", each.offset());
        }
        int last = 0;
        for (Send each : code.sends()) {
            isCall(each.returnOffset(), distances, "a send");
            require(each.returnOffset() > last, "sends are not in the order of where they return to", each.returnOffset());
            require(each.isSuper() || each.classOffset() > MachineCode.HEADER_BYTES
                    && each.classOffset() + Integer.BYTES <= each.returnOffset() - CALL_BYTES
                    && (bytes[each.classOffset() - 1] & 0xFF) == EXPECT_CLASS, "a send says no class that it expects",
                    each.classOffset());
            require(each.unlinked() != null, "a send calls nothing while it is unlinked", each.returnOffset());
            last = each.returnOffset();
        }
        last = 0;
        for (Exit each : code.exits()) {
            isCall(each.returnOffset(), distances, "an exit");
            require(each.returnOffset() > last, "exits are not in the order of where they return to", each.returnOffset());
            last = each.returnOffset();
        }
        for (ResumePoint each : code.resumePoints()) {
            require(isInside(each.offset()), "a frame goes on outside of the code", each.offset());
        }
    }

    private void isCall(int returnOffset, Set<Integer> distances, String what) {
        require(returnOffset >= MachineCode.HEADER_BYTES + CALL_BYTES && returnOffset <= bytes.length
                && (bytes[returnOffset - CALL_BYTES] & 0xFF) == CALL && distances.contains(returnOffset - Integer.BYTES),
                what + " is no call that has a relocation", returnOffset);
    }

    /** Whether all pcs are those of bytecodes. */
    private void pcs(MethodView method) {
        int first = MethodLayout.firstPc(method.header());
        int end = first + method.bytecodes().length;
        BitSet pcs = new BitSet();
        int sites = 0;
        for (int pc = first; pc < end; ) {
            pcs.set(pc);
            Bytecode bytecode = Bytecode.of(method.bytecodes()[pc - first] & 0xFF);
            pc += bytecode.length();
            sites++;
        }
        for (Send each : code.sends()) {
            require(pcs.get(each.pc()) && pcs.get(each.nextPc()) && each.site() >= 0 && each.site() < sites,
                    "a send belongs to no bytecode", each.returnOffset());
        }
        for (Exit each : code.exits()) {
            require(pcs.get(each.pc()), "an exit belongs to no bytecode", each.returnOffset());
        }
        for (ResumePoint each : code.resumePoints()) {
            require(pcs.get(each.pc()), "a frame goes on at no bytecode", each.offset());
        }
    }

    // Instructions

    /** @param mayComputeJumps whether it may jump to what it has computed, as code of sends and of primitives does */
    private void instructions(boolean mayComputeJumps) {
        Map<Integer, Stub> stubs = new HashMap<>();
        Set<Integer> relocated = new HashSet<>();
        for (Relocation each : code.relocations()) {
            relocated.add(each.offset());
            stubs.put(each.offset(), each.stub());
        }
        Walk walk = new Walk(bytes, MachineCode.HEADER_BYTES, mayComputeJumps, relocated, stubs);
        walk.begin(code.uncheckedEntry());
        walk.begin(code.heapEntry());
        if (code.immediateEntry() != MachineCode.NO_ENTRY) {
            walk.begin(code.immediateEntry());
        }
        code.resumePoints().forEach(each -> walk.begin(each.offset()));
        for (Send each : code.sends()) {
            walk.begin(each.returnOffset() - CALL_BYTES);
            if (!each.isSuper()) {
                walk.begin(each.classOffset() - 1);
            }
        }
        code.exits().forEach(each -> walk.begin(each.returnOffset() - CALL_BYTES));
        walk.run();
        for (Relocation each : code.relocations()) {
            // What nothing leads to is never run.
            require(!walk.isReached(each.offset()) || walk.isDistance(each.offset()),
                    "a relocation is not the distance of a jump or call", each.offset());
        }
    }

    /** Looks at the code that all methods share; offsets always, instructions where that is wanted. */
    static void check(StubCode stubs, boolean decodes) {
        if (stubs == null) {
            throw new BadCodeException("there are no stubs");
        }
        for (Stub each : Stub.values()) {
            Integer offset = stubs.offsets().get(each);
            if (offset == null || offset < 0 || offset >= stubs.bytes().length) {
                throw new BadCodeException("the stub " + each + " is not in the code");
            }
        }
        if (decodes) {
            Walk walk = new Walk(stubs.bytes(), 0, true, Set.of(), Map.of());
            stubs.offsets().values().forEach(walk::begin);
            walk.run();
        }
    }

    /** Follows code wherever it leads. */
    private static final class Walk {

        private final byte[] bytes;
        private final int start;
        private final boolean mayComputeJumps;
        private final Set<Integer> relocated;
        private final Map<Integer, Stub> stubs;
        private final InstructionDecoder decoder;
        private final Deque<Integer> open = new ArrayDeque<>();
        private final BitSet starts = new BitSet();
        private final BitSet reached = new BitSet();
        private final BitSet distances = new BitSet();

        Walk(byte[] bytes, int start, boolean mayComputeJumps, Set<Integer> relocated, Map<Integer, Stub> stubs) {
            this.bytes = bytes;
            this.start = start;
            this.mayComputeJumps = mayComputeJumps;
            this.relocated = relocated;
            this.stubs = stubs;
            this.decoder = new InstructionDecoder(bytes, bytes.length);
        }

        void begin(int offset) {
            open.push(offset);
        }

        boolean isReached(int offset) {
            return reached.get(offset);
        }

        boolean isDistance(int offset) {
            return distances.get(offset);
        }

        void run() {
            while (!open.isEmpty()) {
                follow(open.pop());
            }
        }

        private void follow(int from) {
            int offset = from;
            for (;;) {
                require(offset >= start && offset < bytes.length, "it leads out of the code", offset);
                if (starts.get(offset)) {
                    return;
                }
                require(!reached.get(offset), "it leads into the midst of an instruction", offset);
                Instruction found = decoder.at(offset);
                require(found.flow() != Flow.FORBIDDEN, "a forbidden instruction "
                        + "(%02x)".formatted(bytes[offset] & 0xFF), offset);
                int next = reached.nextSetBit(offset);
                require(next < 0 || next >= found.end(), "two instructions overlap", offset);
                starts.set(offset);
                reached.set(offset, found.end());
                if (!goesOn(found)) {
                    return;
                }
                offset = found.end();
            }
        }

        /** Looks where an instruction leads; answers whether to the one behind it, too. */
        private boolean goesOn(Instruction found) {
            int distance = found.end() - found.distanceBytes();
            boolean leaves = found.distanceBytes() == Integer.BYTES && relocated.contains(distance);
            if (leaves) {
                distances.set(distance);
            } else if (found.distanceBytes() != 0) {
                open.push(found.target());
            }
            return switch (found.flow()) {
                case NEXT, BRANCH -> true;
                case CALL -> !leaves || comesBack(stubs.get(distance));
                case JUMP, RETURN -> false;
                case COMPUTED_JUMP -> {
                    require(mayComputeJumps, "a jump to what was computed", found.offset());
                    yield false;
                }
                default -> throw new BadCodeException("a call of what was computed at offset " + found.offset());
            };
        }

        /** What leaves goes on at a resume point, not behind the call. */
        private static boolean comesBack(Stub stub) {
            return stub == null || stub == Stub.SEND_MISS || stub == Stub.PRIMITIVE
                    || !stub.isExit() && stub != Stub.SLOW_BYTECODE_PUSHING;
        }
    }

    /** Addresses that the code of a polymorphic send leads to. */
    static Set<Long> entries(List<BackEnd.Case> cases) {
        Set<Long> entries = new HashSet<>();
        cases.forEach(each -> entries.add(each.entry()));
        return entries;
    }
}
