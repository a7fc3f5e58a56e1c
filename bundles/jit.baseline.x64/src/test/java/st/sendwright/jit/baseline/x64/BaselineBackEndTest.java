package st.sendwright.jit.baseline.x64;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static st.sendwright.jit.baseline.x64.Methods.FIRST_PC;
import static st.sendwright.jit.baseline.x64.Methods.op;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.jit.BackEnd.Case;
import st.sendwright.jit.BackEnd.Instruction;
import st.sendwright.jit.CodeRefusedException;
import st.sendwright.jit.MachineCode;
import st.sendwright.jit.MachineCode.Exit;
import st.sendwright.jit.MachineCode.Relocation;
import st.sendwright.jit.MachineCode.ResumePoint;
import st.sendwright.jit.MachineCode.Send;
import st.sendwright.jit.MethodView;
import st.sendwright.jit.Stub;
import st.sendwright.model.Bytecode;
import st.sendwright.model.MethodLayout;

/** What the machine code does is compared with the interpreter where there is one: in the runtime's tests. */
@DisplayName("The baseline back end")
class BaselineBackEndTest {

    private static final MethodView SENDING = Methods.of(
            op(Bytecode.PUSH_RECEIVER), op(Bytecode.PUSH_ONE), op(Bytecode.SEND_1), 0, 7,
            op(Bytecode.POP),
            op(Bytecode.PUSH_RECEIVER), op(Bytecode.SEND_SUPER), 1, 0, 9, 0, 0,
            op(Bytecode.RETURN_TOP));

    private final BaselineBackEnd backEnd = new BaselineBackEnd();

    @Test
    void makesNoFrameForAMethodThatOnlyAnswersSomething() throws CodeRefusedException {
        MachineCode code = backEnd.compile(Methods.of(op(Bytecode.PUSH_ONE), op(Bytecode.RETURN_TOP)));

        assertThat(code.sends()).isEmpty();
        assertThat(code.resumePoints()).as("points where a frame could go on").isEmpty();
        assertThat(code.relocations()).extracting(Relocation::stub).containsOnly(Stub.SEND_MISS);
    }

    @Test
    void hasThreeEntriesBehindTheHeader() throws CodeRefusedException {
        MachineCode code = backEnd.compile(SENDING);

        assertThat(code.immediateEntry()).isEqualTo(MachineCode.HEADER_BYTES);
        assertThat(code.heapEntry()).isGreaterThan(code.immediateEntry());
        assertThat(code.uncheckedEntry()).isBetween(code.heapEntry() + 1, code.bytes().length - 1);
    }

    @Test
    void hasNoEntryForImmediatesThatThereAreNone() throws CodeRefusedException {
        MachineCode code = backEnd.compile(Methods.forObjectsOnly(SENDING));

        assertThat(code.immediateEntry()).isEqualTo(MachineCode.NO_ENTRY);
        assertThat(code.heapEntry()).isGreaterThan(MachineCode.HEADER_BYTES);
        assertThat(code.bytes()).hasSizeLessThan(backEnd.compile(SENDING).bytes().length);
    }

    @Test
    void saysAtWhichBytecodeEachExitLeaves() throws CodeRefusedException {
        MachineCode loop = backEnd.compile(Methods.of(
                op(Bytecode.PUSH_RECEIVER), op(Bytecode.SEND_0), 0, 0,
                op(Bytecode.JUMP_TRUE), 3, 0,
                op(Bytecode.JUMP), 0xF6, 0xFF, op(Bytecode.RETURN_RECEIVER)));

        assertThat(loop.exits()).isSortedAccordingTo((a, b) -> a.returnOffset() - b.returnOffset());
        assertThat(loop.exits()).extracting(Exit::pc)
                .as("the poll before the loop's head, and the jump on what is no Boolean")
                .containsExactlyInAnyOrder(FIRST_PC, FIRST_PC + 4);
        assertThat(loop.sends().getFirst().nextPc()).isEqualTo(FIRST_PC + 4);
    }

    @Test
    void describesEachSend() throws CodeRefusedException {
        List<Send> sends = backEnd.compile(SENDING).sends();

        assertThat(sends).hasSize(2).isSortedAccordingTo((a, b) -> a.returnOffset() - b.returnOffset());
        assertThat(sends.getFirst()).satisfies(send -> {
            assertThat(send.pc()).isEqualTo(FIRST_PC + 2);
            assertThat(send.site()).isEqualTo(7);
            assertThat(send.arguments()).isEqualTo(1);
            assertThat(send.isSuper()).isFalse();
            assertThat(send.classOffset()).isBetween(0, send.returnOffset() - 8);
            assertThat(send.unlinked()).isEqualTo(Stub.SEND_MISS);
        });
        assertThat(sends.getLast()).satisfies(send -> {
            assertThat(send.site()).isEqualTo(9);
            assertThat(send.isSuper()).isTrue();
        });
    }

    @Test
    void canGoOnAfterEachSendAndAtTheHeadsOfLoops() throws CodeRefusedException {
        MachineCode loop = backEnd.compile(Methods.of(
                op(Bytecode.PUSH_RECEIVER), op(Bytecode.SEND_0), 0, 0, op(Bytecode.POP),
                op(Bytecode.JUMP), 0xF8, 0xFF));

        assertThat(loop.resumePoints()).contains(
                new ResumePoint(FIRST_PC + 4, loop.sends().getFirst().returnOffset(), true));
        assertThat(loop.resumePoints()).filteredOn(each -> !each.wantsResult()).extracting(ResumePoint::pc)
                .as("the start, and the head of the loop").contains(FIRST_PC);
    }

    @Test
    void makesTheSameOfTheSame() throws CodeRefusedException {
        byte[] other = new BaselineBackEnd().compile(SENDING).bytes();

        assertThat(backEnd.compile(SENDING).bytes()).isEqualTo(other);
    }

    @Test
    void countsSendsOnlyWhenAskedTo() throws CodeRefusedException {
        int counting = backEnd.counting().compile(SENDING).bytes().length;

        assertThat(counting).isGreaterThan(backEnd.compile(SENDING).bytes().length);
    }

    @Test
    void refusesAFrameThatIsLargerThanAStackPageTakes() {
        MethodView large = Methods.withFrame(MethodLayout.MAX_TEMPORARIES, MethodLayout.MAX_OPERANDS,
                op(Bytecode.RETURN_RECEIVER));

        assertThatThrownBy(() -> backEnd.compile(large)).isInstanceOf(CodeRefusedException.class)
                .hasMessage("its frame has 4606 words, more than 4096");
    }

    @Test
    void jumpsToTheEntryOfEachCaseAndElseMisses() {
        MachineCode code = backEnd.polymorphic(List.of(new Case(20, 0x1000, 0), new Case(1, 0x2000, 0)));

        assertThat(code.relocations()).extracting(Relocation::target).containsExactly(0x1000L, 0x2000L, 0L);
        assertThat(code.relocations().getLast().stub()).isEqualTo(Stub.SEND_MISS);
        assertThat(code.sends()).isEmpty();
    }

    @Test
    void missesWhereTheCacheHasNothing() {
        assertThat(backEnd.megamorphic(5).relocations()).extracting(Relocation::stub)
                .containsExactly(Stub.SEND_MISS);
        assertThat(backEnd.megamorphic(5).bytes()).isNotEqualTo(backEnd.megamorphic(6).bytes());
    }

    @Test
    void showsEveryByteBehindTheHeader() throws CodeRefusedException {
        byte[] bytes = backEnd.compile(SENDING).bytes();

        List<Instruction> instructions = backEnd.instructions(bytes);

        assertThat(instructions.getFirst().offset()).isEqualTo(MachineCode.HEADER_BYTES);
        assertThat(instructions.stream().mapToInt(Instruction::length).sum())
                .isEqualTo(bytes.length - MachineCode.HEADER_BYTES);
    }
}
