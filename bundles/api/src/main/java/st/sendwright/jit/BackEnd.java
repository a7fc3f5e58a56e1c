package st.sendwright.jit;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes machine code of methods, in the canonical frame and with the calling convention of
 * {@code docs/formats/machine-code.md}.
 *
 * <p><b>State</b>: none. <b>Thread</b>: any, {@link #compile} from several at once. It reads no object memory: what it
 * needs is in the {@link MethodView}.
 */
@ProviderType
public interface BackEnd {

    /** Such as {@code "baseline"}. */
    String name();

    /**
     * A back end that does the same, and whose code counts its sends in the mutator block: all of them in
     * {@code COMPILED_SENDS}, those that went through code for several classes in {@code POLYMORPHIC_SENDS} and
     * {@code MEGAMORPHIC_SENDS} (F0).
     */
    BackEnd counting();

    /** The code that all methods share (F0). */
    StubCode stubs();

    /**
     * The code of one method or block (F2).
     *
     * @throws CodeRefusedException when the method is more than the back end can do; it stays interpreted
     */
    MachineCode compile(MethodView method) throws CodeRefusedException;

    /** What is to be in the four bytes of a {@link MachineCode.Send} that say which class it expects (F0). */
    int expectedClass(int classIndex);

    /**
     * Code that a send site calls which has seen several classes (F3): compares the receiver's class with each case in
     * their order and jumps to its entry, to {@link Stub#SEND_MISS} when none fits.
     */
    MachineCode polymorphic(List<Case> cases);

    /** Code that a send site calls which has seen too many: looks into the {@link st.sendwright.model.SendCache} (F3). */
    MachineCode megamorphic(int selectorNumber);

    /**
     * Code in words, for people who look at it (F0). May start a program of the system and wait for it.
     *
     * @param code with its header, which is left out; addresses in the words are offsets in it
     */
    List<Instruction> instructions(byte[] code);

    /**
     * An instruction.
     *
     * @param bytes in hexadecimal, two digits and a space between each
     * @param text empty when nothing on this machine can say what the bytes mean
     */
    record Instruction(int offset, String bytes, String text) {

        /** How many bytes it has. */
        public int length() {
            return (bytes.length() + 1) / 3;
        }
    }

    /**
     * One case of a polymorphic send.
     *
     * @param entry address of the unchecked entry
     * @param counter address of a 32-bit word that each send to the case takes 1 from; the send at which it becomes 0
     *        goes to {@link Stub#SEND_MISS}. 0 for none.
     */
    record Case(int classIndex, long entry, long counter) {
    }
}
