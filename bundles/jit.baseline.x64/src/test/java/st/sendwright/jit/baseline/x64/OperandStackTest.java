package st.sendwright.jit.baseline.x64;

import static org.assertj.core.api.Assertions.assertThat;
import static st.sendwright.asm.x64.Address.at;

import java.util.BitSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Register;
import st.sendwright.jit.baseline.x64.OperandStack.Kind;
import st.sendwright.machine.x64.Machine;
import st.sendwright.model.FrameLayout;

@DisplayName("The operand stack of the compiler")
class OperandStackTest {

    private static final long THREE = 3 << Machine.TAG_BITS | 1;
    private static final long LARGE = 1L << 40 | 1;

    private final Assembler asm = new Assembler();
    private final OperandStack stack = new OperandStack(asm, new Facts(new BitSet()));

    private void assertEmitted(Consumer<Assembler> expected) {
        Assembler other = new Assembler();
        expected.accept(other);
        assertThat(asm.code()).isEqualTo(other.code());
    }

    @Test
    void pushesNothingUntilItMust() {
        stack.pushConstant(THREE);
        stack.push(Kind.SELF, 0);
        stack.push(Kind.TEMPORARY, 2);

        assertThat(stack.depth()).isEqualTo(3);
        assertThat(asm.code()).isEmpty();
    }

    @Test
    void pushesEachKindInOrderAndOnce() {
        stack.pushConstant(THREE);
        stack.pushConstant(LARGE);
        stack.push(Kind.NIL, 0);
        stack.push(Kind.TRUE, 0);
        stack.push(Kind.FALSE, 0);
        stack.push(Kind.SELF, 0);
        stack.push(Kind.TEMPORARY, 2);
        stack.push(Kind.ARGUMENT, 1);
        stack.pushResult();

        stack.flush();
        stack.flush();

        assertEmitted(code -> {
            code.push((int) THREE);
            code.mov(Register.R11, LARGE);
            code.push(Register.R11);
            code.push(Machine.NIL);
            code.push(Machine.TRUE);
            code.push(Machine.FALSE);
            code.push(Machine.frame(FrameLayout.RECEIVER));
            code.push(Machine.temporary(2));
            code.push(Machine.argument(1));
            code.push(Machine.RESULT);
        });
        assertThat(stack.depth()).isEqualTo(9);
        assertThat(stack.top(0).kind()).isEqualTo(Kind.MEMORY);
    }

    @Test
    void popsWhatWasNeverPushedFromWhereItIs() {
        stack.pushConstant(THREE);
        stack.push(Kind.ARGUMENT, 1);

        stack.pop(Register.RDX);
        stack.pop(Register.RCX);

        assertThat(stack.depth()).isZero();
        assertEmitted(code -> {
            code.mov(Register.RDX, Machine.argument(1));
            code.mov(Register.RCX, THREE);
        });
    }

    @Test
    void popsWhatIsInMemoryFromThere() {
        stack.pushedToMemory();

        stack.pop(Register.RDX);

        assertEmitted(code -> code.pop(Register.RDX));
    }

    @Test
    void dropsOnlyWhatIsInMemory() {
        stack.pushedToMemory();
        stack.pushConstant(THREE);

        stack.drop();
        stack.drop();

        assertThat(stack.depth()).isZero();
        assertEmitted(code -> code.lea(Machine.STACK, at(Machine.STACK, 8)));
    }

    /** Operands in memory lie below all others, so what is below the one in the register goes there first. */
    @Test
    void freesTheResultRegisterByPushingWhatIsBelowToo() {
        stack.push(Kind.SELF, 0);
        stack.pushResult();
        stack.pushConstant(THREE);

        stack.freeResult();
        stack.freeResult();

        assertEmitted(code -> {
            code.push(Machine.frame(FrameLayout.RECEIVER));
            code.push(Machine.RESULT);
        });
        assertThat(stack.top(0).kind()).isEqualTo(Kind.CONSTANT);
        assertThat(stack.top(1).kind()).isEqualTo(Kind.MEMORY);
        assertThat(stack.top(2).kind()).isEqualTo(Kind.MEMORY);
    }

    @Test
    void takesTheArgumentOfAPairOutOfTheResultRegisterBeforeTheReceiverGoesThere() {
        stack.push(Kind.TEMPORARY, 0);
        stack.pushResult();

        stack.popPair(Register.RDX);

        assertEmitted(code -> {
            code.mov(Register.RDX, Machine.RESULT);
            code.mov(Machine.RESULT, Machine.temporary(0));
        });
    }

    @Test
    void movesNoRegisterToItself() {
        stack.pushResult();

        stack.pop(Machine.RESULT);

        assertThat(asm.code()).isEmpty();
    }

    @Test
    void putsTheReceiverOfASendIntoItsRegisterToo() {
        stack.push(Kind.NIL, 0);
        stack.push(Kind.TEMPORARY, 4);
        stack.pushConstant(THREE);

        stack.flushForSend(1);

        assertEmitted(code -> {
            code.push(Machine.NIL);
            code.mov(Machine.RECEIVER, Machine.temporary(4));
            code.push(Machine.RECEIVER);
            code.push((int) THREE);
        });
    }

    @Test
    void readsTheReceiverOfASendThatIsInMemoryAlready() {
        stack.pushedToMemory();
        stack.pushedToMemory();
        stack.pushConstant(THREE);

        stack.flushForSend(2);

        assertEmitted(code -> {
            code.mov(Machine.RECEIVER, at(Machine.STACK, 8));
            code.push((int) THREE);
        });
    }

    @Test
    void hasAllInMemoryAfterACodeThatNeverGoesOn() {
        stack.pushResult();

        stack.restore(2);
        stack.pop(Register.RDX);

        assertThat(stack.depth()).isEqualTo(1);
        assertEmitted(code -> code.pop(Register.RDX));
    }

    @Test
    void knowsWhatAnInstructionCanHold() {
        stack.pushConstant(THREE);
        stack.pushConstant(LARGE);
        stack.push(Kind.SELF, 0);

        assertThat(stack.top(2).isShort()).isTrue();
        assertThat(stack.top(2).isSmallInteger()).isTrue();
        assertThat(stack.top(1).isShort()).isFalse();
        assertThat(stack.top(0).isShort()).isFalse();
    }
}
