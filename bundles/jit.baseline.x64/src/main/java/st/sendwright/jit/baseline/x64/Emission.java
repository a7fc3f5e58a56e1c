package st.sendwright.jit.baseline.x64;

import static st.sendwright.asm.x64.Address.at;
import static st.sendwright.asm.x64.Register.RAX;

import java.util.ArrayList;
import java.util.List;
import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Label;
import st.sendwright.jit.MachineCode;
import st.sendwright.jit.MachineCode.Relocation;
import st.sendwright.jit.MachineCode.ResumePoint;
import st.sendwright.jit.MachineCode.Send;
import st.sendwright.jit.Stub;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.MutatorBlock;

/**
 * One method's code while it is made: the assembler, the operands, and what the kernel will want to know. What is rarely
 * executed is put off and comes behind the rest.
 */
final class Emission {

    /** Where the code's header keeps the method. */
    final Label methodCell = new Label();
    final Assembler asm = new Assembler();
    final OperandStack stack = new OperandStack(asm);
    private final List<Send> sends = new ArrayList<>();
    private final List<ResumePoint> points = new ArrayList<>();
    private final List<Relocation> relocations = new ArrayList<>();
    private final List<Runnable> cold = new ArrayList<>();
    private int heapEntry;
    private int immediateEntry;
    private int uncheckedEntry;

    Emission() {
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

    /** Has code emitted behind everything else. */
    void later(Runnable code) {
        cold.add(code);
    }

    void call(Stub stub) {
        relocations.add(new Relocation(asm.callExternal(), stub, 0));
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
        asm.mov(Machine.mutator(MutatorBlock.PROGRAM_COUNTER), pc);
        call(Stub.SLOW_BYTECODE);
    }

    void poll(int pc) {
        asm.mov(Machine.mutator(MutatorBlock.PROGRAM_COUNTER), pc);
        call(Stub.POLL);
    }

    /** Sends with receiver and arguments in memory; the result is in the result register. */
    void send(int site, int arguments, int pc, int nextPc) {
        asm.mov(Machine.RECEIVER, at(Machine.STACK, arguments * 8));
        sendFrom(site, arguments, pc, nextPc);
    }

    /** The same with the receiver in its register too. */
    void sendFrom(int site, int arguments, int pc, int nextPc) {
        setPc(nextPc);
        asm.mov(Machine.EXPECTED_CLASS, 0);
        int classOffset = asm.position() - 4;
        call(Stub.SEND_MISS);
        returned(site, classOffset, pc, arguments, nextPc);
    }

    void superSend(int site, int arguments, int pc, int nextPc) {
        asm.mov(Machine.RECEIVER, at(Machine.STACK, arguments * 8));
        setPc(nextPc);
        call(Stub.SEND_MISS);
        returned(site, -1, pc, arguments, nextPc);
    }

    /** Before a call: the frame goes on at that bytecode when the callee has returned. */
    void setPc(int pc) {
        asm.mov32(Machine.frame(FrameLayout.INTERPRETER_WORD), pc);
    }

    private void returned(int site, int classOffset, int pc, int arguments, int nextPc) {
        sends.add(new Send(asm.position(), classOffset, site, pc, arguments));
        resultPoint(nextPc);
    }

    /** A frame can go on here with the top operand in the result register. */
    void resultPoint(int pc) {
        points.add(new ResumePoint(pc, asm.position(), true));
    }

    /** Has the interpreter execute a bytecode whose result it pushes, and takes that to the result register. */
    void interpretForResult(int pc, int nextPc, Label join) {
        interpret(pc);
        resumePoint(nextPc);
        asm.pop(RAX);
        asm.jmp(join);
    }

    MachineCode finish() {
        // Cold code may put off more cold code.
        for (int i = 0; i < cold.size(); i++) {
            cold.get(i).run();
        }
        sends.sort((a, b) -> Integer.compare(a.returnOffset(), b.returnOffset()));
        return new MachineCode(asm.code(), heapEntry, immediateEntry, uncheckedEntry, sends, points, relocations);
    }
}
