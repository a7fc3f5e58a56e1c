package st.sendwright.interpreter.threaded;

import static st.sendwright.asm.x64.Address.at;
import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RCX;
import static st.sendwright.asm.x64.Register.RDX;

import st.sendwright.asm.x64.Assembler;
import st.sendwright.interpreter.bytecodes.Opcode;
import st.sendwright.machine.x64.Machine;
import st.sendwright.model.Bytecode;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.KernelLayout.Association;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;

/** The bytecodes that push, store and drop. */
final class Simple {

    private final Emission out;
    private final Assembler asm;

    Simple(Emission out) {
        this.out = out;
        this.asm = out.asm;
    }

    void emit() {
        implied(Bytecode.PUSH_RECEIVER_VARIABLE, this::pushReceiverVariable);
        implied(Bytecode.PUSH_TEMPORARY, index -> asm.push(Machine.temporary(index)));
        implied(Bytecode.PUSH_ARGUMENT, index -> asm.push(Machine.argument(index)));
        implied(Bytecode.PUSH_LITERAL, this::pushLiteral);
        implied(Bytecode.PUSH_LITERAL_VARIABLE, this::pushLiteralVariable);
        implied(Bytecode.POP_STORE_RECEIVER_VARIABLE, this::popIntoReceiverVariable);
        implied(Bytecode.POP_STORE_TEMPORARY, index -> asm.pop(Machine.temporary(index)));
        simple(Opcode.PUSH_RECEIVER, () -> asm.push(Machine.frame(FrameLayout.RECEIVER)));
        simple(Opcode.PUSH_TRUE, () -> asm.push(Machine.TRUE));
        simple(Opcode.PUSH_FALSE, () -> asm.push(Machine.FALSE));
        simple(Opcode.PUSH_NIL, () -> asm.push(Machine.NIL));
        for (int value = -1; value <= 2; value++) {
            int oop = value << Machine.TAG_BITS | 1;
            simple(Opcode.PUSH_ZERO + value, () -> asm.push(oop));
        }
        simple(Opcode.DUPLICATE, () -> asm.push(at(Machine.STACK, 0)));
        simple(Opcode.POP, () -> asm.add(Machine.STACK, Long.BYTES));
        simple(Opcode.CLASS, this::classOf);
        withOperands();
    }

    private void withOperands() {
        spelled(Bytecode.PUSH_RECEIVER_VARIABLE_LONG, this::pushReceiverVariable);
        spelled(Bytecode.PUSH_TEMPORARY_LONG, () -> {
            temporary();
            asm.push(at(RDX, FrameLayout.FIRST_TEMPORARY));
        });
        spelled(Bytecode.PUSH_ARGUMENT_LONG, () -> {
            asm.movzx8(RCX, Emission.operand(1));
            asm.push(at(Machine.FRAME, RCX, Long.BYTES, FrameLayout.LAST_ARGUMENT));
        });
        spelled(Bytecode.PUSH_LITERAL_LONG, () -> {
            asm.movzx16(RCX, Emission.operand(1));
            out.method(RDX);
            asm.push(at(RDX, RCX, Long.BYTES, Emission.LITERALS));
        });
        spelled(Bytecode.PUSH_LITERAL_VARIABLE_LONG, () -> {
            association();
            asm.push(Machine.slot(RDX, Association.VALUE));
        });
        spelled(Bytecode.PUSH_SMALL_INTEGER, () -> {
            asm.movsx8(RAX, Emission.operand(1));
            asm.shl(RAX, Machine.TAG_BITS);
            asm.inc(RAX);
            asm.push(RAX);
        });
        spelled(Bytecode.STORE_RECEIVER_VARIABLE, () -> intoReceiverVariable(false));
        spelled(Bytecode.POP_STORE_RECEIVER_VARIABLE_LONG, () -> intoReceiverVariable(true));
        spelled(Bytecode.STORE_TEMPORARY, () -> {
            temporary();
            asm.mov(RAX, at(Machine.STACK, 0));
            asm.mov(at(RDX, FrameLayout.FIRST_TEMPORARY), RAX);
        });
        spelled(Bytecode.POP_STORE_TEMPORARY_LONG, () -> {
            temporary();
            asm.pop(at(RDX, FrameLayout.FIRST_TEMPORARY));
        });
        spelled(Bytecode.STORE_LITERAL_VARIABLE, () -> intoLiteralVariable(false));
        spelled(Bytecode.POP_STORE_LITERAL_VARIABLE, () -> intoLiteralVariable(true));
        spelled(Bytecode.PUSH_REMOTE, () -> {
            vector();
            asm.push(at(RDX, RCX, Long.BYTES, ObjectHeader.BYTES));
        });
        spelled(Bytecode.STORE_REMOTE, () -> intoVector(false));
        spelled(Bytecode.POP_STORE_REMOTE, () -> intoVector(true));
    }

    private interface Implied {
        void emit(int operand);
    }

    /** One piece for each operand that an opcode implies. */
    private void implied(Bytecode bytecode, Implied work) {
        for (int operand = 0; operand < bytecode.count(); operand++) {
            int index = operand;
            simple(bytecode.opcode() + index, () -> work.emit(index));
        }
    }

    private void simple(int opcode, Runnable work) {
        out.begin(opcode);
        work.run();
        out.next(1);
    }

    /** One piece for an opcode whose operands follow it. */
    private void spelled(Bytecode bytecode, Runnable work) {
        out.begin(bytecode.opcode());
        work.run();
        out.next(bytecode.length());
    }

    private void pushReceiverVariable(int index) {
        asm.mov(RAX, Machine.frame(FrameLayout.RECEIVER));
        asm.push(Machine.slot(RAX, index));
    }

    private void pushReceiverVariable() {
        asm.mov(RAX, Machine.frame(FrameLayout.RECEIVER));
        asm.movzx8(RCX, Emission.operand(1));
        asm.push(at(RAX, RCX, Long.BYTES, ObjectHeader.BYTES));
    }

    private void pushLiteral(int index) {
        out.method(RAX);
        asm.push(at(RAX, Emission.LITERALS + index * 8));
    }

    private void pushLiteralVariable(int index) {
        out.method(RAX);
        asm.mov(RAX, at(RAX, Emission.LITERALS + index * 8));
        asm.push(Machine.slot(RAX, Association.VALUE));
    }

    private void popIntoReceiverVariable(int index) {
        asm.mov(RDX, Machine.frame(FrameLayout.RECEIVER));
        out.checkWritable(RDX);
        asm.pop(RAX);
        asm.add(RDX, ObjectHeader.BYTES + index * 8);
        out.store(RDX);
    }

    private void intoReceiverVariable(boolean pops) {
        asm.mov(RDX, Machine.frame(FrameLayout.RECEIVER));
        asm.movzx8(RCX, Emission.operand(1));
        out.checkWritable(RDX);
        into(pops);
    }

    private void intoLiteralVariable(boolean pops) {
        association();
        out.checkWritable(RDX);
        asm.mov32(RCX, Association.VALUE);
        into(pops);
    }

    private void intoVector(boolean pops) {
        vector();
        out.checkWritable(RDX);
        into(pops);
    }

    /** Stores the top into the slot of RDX whose number is in RCX. */
    private void into(boolean pops) {
        if (pops) {
            asm.pop(RAX);
        } else {
            asm.mov(RAX, at(Machine.STACK, 0));
        }
        asm.lea(RDX, at(RDX, RCX, Long.BYTES, ObjectHeader.BYTES));
        out.store(RDX);
    }

    /** In RDX what a temporary's place is {@link FrameLayout#FIRST_TEMPORARY} from. */
    private void temporary() {
        asm.movzx16(RCX, Emission.operand(1));
        temporaryOfRcx();
    }

    private void temporaryOfRcx() {
        asm.neg(RCX);
        asm.lea(RDX, at(Machine.FRAME, RCX, Long.BYTES, 0));
    }

    private void association() {
        asm.movzx16(RCX, Emission.operand(1));
        out.literal(RDX);
    }

    /** The vector in RDX, the number of its element in RCX. */
    private void vector() {
        asm.movzx16(RCX, Emission.operand(2));
        temporaryOfRcx();
        asm.mov(RDX, at(RDX, FrameLayout.FIRST_TEMPORARY));
        asm.movzx8(RCX, Emission.operand(1));
    }

    private void classOf() {
        asm.mov(RDX, at(Machine.STACK, 0));
        out.classIndex(RDX, RAX);
        asm.mov(RCX, Machine.mutator(MutatorBlock.CLASS_TABLE));
        asm.mov(RAX, at(RCX, RAX, Long.BYTES, 0));
        asm.mov(at(Machine.STACK, 0), RAX);
    }
}
