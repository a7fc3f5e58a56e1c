package st.sendwright.machine.x64;

import static st.sendwright.asm.x64.Address.at;

import st.sendwright.asm.x64.Address;
import st.sendwright.asm.x64.Register;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.ObjectHeader;

/** What the registers hold in all machine code, of methods and of interpreters, and where things lie. */
public final class Machine {

    /** The result of a send, and the receiver's class index where one is computed. */
    public static final Register RESULT = Register.RAX;
    /** The receiver on entry of a method, the closure on entry of a block. */
    public static final Register RECEIVER = Register.RDI;
    /** What a send expects, see {@link #expectedClass}. */
    public static final Register EXPECTED_CLASS = Register.RCX;
    /** The stack pointer of the program, too. */
    public static final Register STACK = Register.RSP;
    /** The frame pointer, see {@link FrameLayout}. */
    public static final Register FRAME = Register.RBP;
    /** Address of the {@code MutatorBlock}. */
    public static final Register MUTATOR = Register.R15;
    /** Of those three the one that is pushed most takes a byte less to push. */
    public static final Register NIL = Register.RBX;
    public static final Register TRUE = Register.R13;
    public static final Register FALSE = Register.R12;

    /** Tag bits of a SmallInteger whose value is 1, and the shift from value to oop. */
    public static final int TAG_BITS = 3;
    public static final int ONE = 1 << TAG_BITS;
    public static final int TAGS = ONE - 1;

    /** How far class indices, and the tags of immediates, are from the left end of 32 bits in {@link #EXPECTED_CLASS}. */
    public static final int CLASS_SHIFT = Integer.SIZE - Integer.bitCount(ObjectHeader.CLASS_INDEX_MASK);
    public static final int TAG_SHIFT = Integer.SIZE - TAG_BITS;

    private Machine() {
    }

    /** The index so that one shift is enough to compare it with what is in a header or in an immediate's lowest bits. */
    public static int expectedClass(int classIndex) {
        return classIndex <= TAGS ? classIndex << TAG_SHIFT : classIndex << CLASS_SHIFT;
    }

    /** A field of the mutator block. */
    public static Address mutator(int field) {
        return at(MUTATOR, field);
    }

    /** A word of the frame. */
    public static Address frame(int offset) {
        return at(FRAME, offset);
    }

    /** A temporary of the frame, from 0. */
    public static Address temporary(int index) {
        return frame(FrameLayout.FIRST_TEMPORARY - index * 8);
    }

    /** The argument so many places before the last. */
    public static Address argument(int index) {
        return frame(FrameLayout.LAST_ARGUMENT + index * 8);
    }

    /** A slot of an object, from 0. */
    public static Address slot(Register object, int index) {
        return at(object, ObjectHeader.BYTES + index * 8);
    }
}
