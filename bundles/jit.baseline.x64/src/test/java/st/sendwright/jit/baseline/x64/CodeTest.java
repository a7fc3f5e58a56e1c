package st.sendwright.jit.baseline.x64;

import static org.assertj.core.api.Assertions.assertThat;
import static st.sendwright.jit.baseline.x64.Methods.FIRST_PC;
import static st.sendwright.jit.baseline.x64.Methods.op;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.model.Bytecode;

@DisplayName("A method's bytecodes, as the compiler reads them")
class CodeTest {

    @Test
    void findsWhereJumpsLead() {
        Code code = new Code(Methods.of(
                op(Bytecode.PUSH_TRUE),
                op(Bytecode.SHORT_JUMP_FALSE) + 2,
                op(Bytecode.JUMP), 0xFB, 0xFF,
                op(Bytecode.RETURN_RECEIVER)));

        assertThat(code.jumpTarget(FIRST_PC + 1)).as("three bytes beyond the jump").isEqualTo(FIRST_PC + 5);
        assertThat(code.jumpTarget(FIRST_PC + 2)).as("five bytes back from behind it").isEqualTo(FIRST_PC);
    }

    @Test
    void tellsHeadsOfLoopsFromOtherTargets() {
        Code code = new Code(Methods.of(
                op(Bytecode.PUSH_TRUE),
                op(Bytecode.SHORT_JUMP_FALSE) + 2,
                op(Bytecode.JUMP), 0xFB, 0xFF,
                op(Bytecode.RETURN_RECEIVER)));

        assertThat(code.isLoopHead(FIRST_PC)).isTrue();
        assertThat(code.isTarget(FIRST_PC)).isTrue();
        assertThat(code.isTarget(FIRST_PC + 5)).isTrue();
        assertThat(code.isLoopHead(FIRST_PC + 5)).isFalse();
        assertThat(code.isTarget(FIRST_PC + 1)).isFalse();
    }

    /** Such as the value of {@code a ifTrue: [^1] ifFalse: [2]}, with an operand below it. */
    @Test
    void knowsTheOperandsInFrontOfATargetThatIsReachedByJumpsOnly() {
        Code code = new Code(Methods.of(
                op(Bytecode.PUSH_RECEIVER),
                op(Bytecode.PUSH_TRUE),
                op(Bytecode.SHORT_JUMP_FALSE) + 1,
                op(Bytecode.PUSH_ONE),
                op(Bytecode.RETURN_TOP),
                op(Bytecode.PUSH_TWO),
                op(Bytecode.SEND_1), 0, 0,
                op(Bytecode.RETURN_TOP)));

        assertThat(code.depth(FIRST_PC)).isZero();
        assertThat(code.depth(FIRST_PC + 5)).as("only self").isEqualTo(1);
        assertThat(code.depth(FIRST_PC + 6)).isEqualTo(2);
        assertThat(code.depth(FIRST_PC + 9)).as("the result of the send").isEqualTo(1);
    }

    @Test
    void countsWhatBytecodesPopThatSaySo() {
        Code code = new Code(Methods.of(
                op(Bytecode.PUSH_ONE), op(Bytecode.PUSH_ONE), op(Bytecode.PUSH_ONE), op(Bytecode.PUSH_ONE),
                op(Bytecode.PUSH_ARRAY), 2, 0,
                op(Bytecode.SEND), 0, 0, 0, 0, 2,
                op(Bytecode.PUSH_CLOSURE), 0, 0, 1, 0,
                op(Bytecode.RETURN_TOP)));

        assertThat(code.depth(FIRST_PC + 4)).isEqualTo(4);
        assertThat(code.depth(FIRST_PC + 7)).isEqualTo(3);
        assertThat(code.depth(FIRST_PC + 13)).isEqualTo(1);
        assertThat(code.depth(FIRST_PC + 18)).as("a closure for the value that it copies").isEqualTo(1);
    }

    @Test
    void leavesOutABytecodeThatIsDone() {
        Code code = new Code(Methods.of(op(Bytecode.PUSH_ONE), op(Bytecode.JUMP_FALSE), 0, 0,
                op(Bytecode.RETURN_RECEIVER)));
        code.skip(FIRST_PC + 1);

        assertThat(code.length(FIRST_PC)).isEqualTo(4);
        assertThat(code.next(FIRST_PC)).isEqualTo(FIRST_PC + 1);
        assertThat(code.endPc()).isEqualTo(FIRST_PC + 5);
    }
}
