package st.sendwright.jit.baseline.x64;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.Label;
import st.sendwright.asm.x64.ShortenedCode;
import st.sendwright.jit.MachineCode;
import st.sendwright.jit.MachineCode.Exit;
import st.sendwright.jit.MachineCode.Relocation;
import st.sendwright.jit.MachineCode.ResumePoint;
import st.sendwright.jit.MachineCode.Send;
import st.sendwright.jit.Stub;
import st.sendwright.machine.x64.Machine;
import st.sendwright.model.MutatorBlock.Counter;

/**
 * One method's code while it is made: the assembler, the operands, and what the kernel will want to know. What is rarely
 * executed is put off and comes behind the rest.
 */
final class Emission {

    /** Where the code's header keeps the method. */
    final Label methodCell = new Label();
    final Assembler asm = new Assembler();
    final Facts facts;
    final OperandStack stack;
    private final List<Send> sends = new ArrayList<>();
    private final List<Exit> exits = new ArrayList<>();
    private final List<ResumePoint> points = new ArrayList<>();
    private final List<Relocation> relocations = new ArrayList<>();
    private final List<Runnable> cold = new ArrayList<>();
    private final boolean countsSends;
    private int heapEntry;
    private int immediateEntry = MachineCode.NO_ENTRY;
    private int uncheckedEntry;

    /** @param countsSends whether the code counts the sends that it makes */
    Emission(Facts facts, boolean countsSends) {
        this.facts = facts;
        this.stack = new OperandStack(asm, facts);
        this.countsSends = countsSends;
        asm.bind(methodCell);
        BaselineBackEnd.header(asm);
    }

    void heapEntry() {
        heapEntry = asm.position();
    }

    void immediateEntry() {
        immediateEntry = asm.position();
    }

    void uncheckedEntry() {
        uncheckedEntry = asm.position();
    }

    /** Nobody compares anything before this code is entered. */
    void onlyEntry() {
        heapEntry();
        immediateEntry();
        uncheckedEntry();
    }

    /** Has code emitted behind everything else. */
    void later(Runnable code) {
        cold.add(code);
    }

    void call(Stub stub) {
        relocations.add(new Relocation(asm.callExternal(), stub, 0));
    }

    /** Calls a stub that may leave at a bytecode. */
    void call(Stub stub, int pc) {
        call(stub);
        exits.add(new Exit(asm.position(), pc));
    }

    void jumpIf(Condition condition, Stub stub) {
        relocations.add(new Relocation(asm.jExternal(condition), stub, 0));
    }

    void jump(Stub stub) {
        relocations.add(new Relocation(asm.jmpExternal(), stub, 0));
    }

    /** A frame can go on here; all operands are in memory. */
    void resumePoint(int pc) {
        points.add(new ResumePoint(pc, asm.position(), false));
    }

    /** Leaves at a bytecode that the interpreter shall execute. Operands are as they were before it. */
    void interpret(int pc) {
        call(Stub.SLOW_BYTECODE, pc);
    }

    /** Has an interpreter go on at a bytecode. Operands are as they were before it. */
    void interpretFrom(int pc) {
        call(Stub.INTERPRETER, pc);
    }

    /** As {@link #interpret} where the top operand is in the result register. */
    void interpretResult(int pc) {
        call(Stub.SLOW_BYTECODE_PUSHING, pc);
    }

    /** Sends with receiver and arguments in memory and the receiver in its register; the result is in the result register. */
    void send(int site, int arguments, int pc, int nextPc, Stub unlinked) {
        if (unlinked == Stub.SEND_MISS) {
            countSend();
        }
        asm.mov(Machine.EXPECTED_CLASS, 0);
        int classOffset = asm.position() - 4;
        call(unlinked);
        returned(new Send(asm.position(), classOffset, site, pc, nextPc, arguments, unlinked));
    }

    void superSend(int site, int arguments, int pc, int nextPc) {
        countSend();
        call(Stub.SEND_MISS);
        returned(new Send(asm.position(), -1, site, pc, nextPc, arguments, Stub.SEND_MISS));
    }

    /**
     * Ends a slow path that has sent: its answer is in the result register.
     *
     * @param known what the code at {@code join} may rely on; where it does and it does not hold, an interpreter goes on
     * @param hasResult whether the answer is an operand there
     */
    void rejoin(Facts.Snapshot known, Label join, int nextPc, boolean hasResult) {
        Label other = new Label();
        boolean checked = Facts.check(asm, known, other);
        Facts.copy(asm, known);
        asm.jmp(join);
        if (checked) {
            asm.bind(other);
            if (hasResult) {
                asm.push(Machine.RESULT);
            }
            interpretFrom(nextPc);
        }
    }

    /** A call that is first to a stub which serves it counts as a send only when that stub does not. */
    private void countSend() {
        if (countsSends) {
            asm.add(Machine.mutator(Counter.COMPILED_SENDS.offset()), 1);
        }
    }

    private void returned(Send send) {
        sends.add(send);
        resultPoint(send.nextPc());
    }

    /** A frame can go on here with the top operand in the result register. */
    void resultPoint(int pc) {
        points.add(new ResumePoint(pc, asm.position(), true));
    }

    MachineCode finish() {
        // Cold code may put off more cold code.
        for (int i = 0; i < cold.size(); i++) {
            cold.get(i).run();
        }
        ShortenedCode code = asm.shortened();
        int forImmediates = immediateEntry == MachineCode.NO_ENTRY ? immediateEntry : code.position(immediateEntry);
        return new MachineCode(code.bytes(), code.position(heapEntry), forImmediates, code.position(uncheckedEntry),
                sends(code), exits(code), points(code), relocations(code));
    }

    private List<Send> sends(ShortenedCode code) {
        return sends.stream().sorted(Comparator.comparingInt(Send::returnOffset))
                .map(each -> new Send(code.position(each.returnOffset()),
                        each.isSuper() ? each.classOffset() : code.position(each.classOffset()), each.site(), each.pc(),
                        each.nextPc(), each.arguments(), each.unlinked()))
                .toList();
    }

    private List<Exit> exits(ShortenedCode code) {
        return exits.stream().sorted(Comparator.comparingInt(Exit::returnOffset))
                .map(each -> new Exit(code.position(each.returnOffset()), each.pc())).toList();
    }

    private List<ResumePoint> points(ShortenedCode code) {
        return points.stream()
                .map(each -> new ResumePoint(each.pc(), code.position(each.offset()), each.wantsResult())).toList();
    }

    private List<Relocation> relocations(ShortenedCode code) {
        return relocations.stream()
                .map(each -> new Relocation(code.position(each.offset()), each.stub(), each.target())).toList();
    }
}
