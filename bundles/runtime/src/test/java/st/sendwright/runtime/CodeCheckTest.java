package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import st.sendwright.jit.BackEnd;
import st.sendwright.jit.CodeRefusedException;
import st.sendwright.jit.JitMode;
import st.sendwright.jit.MachineCode;
import st.sendwright.jit.MachineCode.Exit;
import st.sendwright.jit.MachineCode.Relocation;
import st.sendwright.jit.MachineCode.ResumePoint;
import st.sendwright.jit.MachineCode.Send;
import st.sendwright.jit.MethodView;
import st.sendwright.jit.Stub;
import st.sendwright.jit.StubCode;
import st.sendwright.jit.baseline.x64.BaselineBackEnd;
import st.sendwright.runtime.CodeCheck.BadCodeException;
import st.sendwright.vm.JitReport;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

@DisplayName("The check of machine code")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CodeCheckTest {

    private static final BackEnd BACK_END = new BaselineBackEnd();

    /** The real one, whose code somebody looks at. */
    private static final class Watched extends WrappedBackEnd {

        private final Consumer<Compiled> viewer;

        Watched(Consumer<Compiled> viewer) {
            super("watched");
            this.viewer = viewer;
        }

        @Override
        public MachineCode compile(MethodView method) throws CodeRefusedException {
            MachineCode code = super.compile(method);
            viewer.accept(new Compiled(method, code));
            return code;
        }
    }

    private record Compiled(MethodView method, MachineCode code) {

        void check() {
            CodeCheck.check(code, Optional.of(method), Set.of(), true);
        }
    }

    /** All methods of the kernel library and all their blocks. */
    private static final List<Compiled> KERNEL = new ArrayList<>();

    @BeforeAll
    static void compileKernel() throws VmStartException {
        try (Vm vm = TestVms.factory(List.of(), new Watched(KERNEL::add)).start(TestVms.options().withJit(JitMode.BASELINE))) {
            JitReport.Pass pass = vm.compileAll().orElseThrow();
            assertThat(pass.refused()).isLessThan(pass.methods() / 20);
        }
    }

    @Test
    void findsNothingWrongWithTheCodeOfTheKernelLibrary() {
        assertThat(KERNEL).hasSizeGreaterThan(3_000).allSatisfy(Compiled::check);
    }

    @Test
    void findsNothingWrongWithStubsAndTheCodeOfSends() {
        CodeCheck.check(BACK_END.stubs(), true);
        CodeCheck.check(BACK_END.megamorphic(77), Optional.empty(), Set.of(), true);
        List<BackEnd.Case> cases = List.of(new BackEnd.Case(1, 4711, 0), new BackEnd.Case(40, 815, 4096),
                new BackEnd.Case(400, 99, 0));
        CodeCheck.check(BACK_END.polymorphic(cases), Optional.empty(), CodeCheck.entries(cases), true);
        CodeCheck.check(BACK_END.counting().polymorphic(cases), Optional.empty(), CodeCheck.entries(cases), true);
        for (int classIndex : new int[] {1, 2, 4, 8, 50, 100_000}) {
            assertThat(BACK_END.expectedClass(classIndex)).isEqualTo(CodeCheck.expectedClass(classIndex));
        }
    }

    /** It sees the beginnings of instructions where binutils do, in all code that can be reached. */
    @Test
    void decodesAsBinutilsDo() {
        List<Compiled> some = KERNEL.stream().filter(each -> each.code.bytes().length > 400).limit(25).toList();
        for (Compiled each : some) {
            List<BackEnd.Instruction> theirs = BACK_END.instructions(each.code.bytes());
            assumeTrue(theirs.stream().noneMatch(one -> one.text().isEmpty()),
                    "no objdump is installed");
            InstructionDecoder decoder = new InstructionDecoder(each.code.bytes(), each.code.bytes().length);
            for (BackEnd.Instruction one : theirs) {
                assertThat(decoder.at(one.offset()).length()).as("%s at %d: %s %s", each.method.name(), one.offset(),
                        one.bytes(), one.text()).isEqualTo(one.length());
            }
        }
    }

    /** What is done to good code, and what is said of it then. */
    private enum Damage {
        NO_CODE("there is none", code -> null),
        ONLY_A_HEADER("it has no instructions", code -> copy(code, new byte[MachineCode.HEADER_BYTES])),
        ENTRY_BEHIND_THE_END("the unchecked entry is not in the code", code -> new MachineCode(code.bytes(), code.heapEntry(),
                code.immediateEntry(), code.bytes().length, code.sends(), code.exits(), code.resumePoints(), code.relocations())),
        ENTRY_IN_THE_HEADER("the heap entry is not in the code", code -> new MachineCode(code.bytes(), 3, code.immediateEntry(),
                code.uncheckedEntry(), code.sends(), code.exits(), code.resumePoints(), code.relocations())),
        NO_RELOCATIONS("is no call that has a relocation", code -> new MachineCode(code.bytes(), code.heapEntry(),
                code.immediateEntry(), code.uncheckedEntry(), code.sends(), code.exits(), code.resumePoints(), List.of())),
        RELOCATION_BEHIND_THE_END("a relocation is not in the code", code -> relocated(code, each -> new Relocation(
                code.bytes().length - 3, each.stub(), each.target()))),
        RELOCATION_TO_NOWHERE("which nobody has named", code -> relocated(code, each -> new Relocation(each.offset(), null, 4711))),
        RELOCATION_TWICE("there are two relocations", code -> {
            List<Relocation> twice = new ArrayList<>(code.relocations());
            twice.add(twice.getFirst());
            return copy(code, twice);
        }),
        RELOCATION_OF_NO_JUMP("is not the distance of a jump or call", code -> {
            List<Relocation> more = new ArrayList<>(code.relocations());
            more.add(new Relocation(code.uncheckedEntry(), Stub.POLL, 0));
            return copy(code, more);
        }),
        SEND_ELSEWHERE("a send is no call", code -> sent(code, each -> new Send(each.returnOffset() - 1, each.classOffset(),
                each.site(), each.pc(), each.nextPc(), each.arguments(), each.unlinked()))),
        SEND_WITHOUT_A_CLASS("a send says no class", code -> sent(code, each -> new Send(each.returnOffset(),
                each.classOffset() - 1, each.site(), each.pc(), each.nextPc(), each.arguments(), each.unlinked()))),
        SEND_AT_NO_BYTECODE("a send belongs to no bytecode", code -> sent(code, each -> new Send(each.returnOffset(),
                each.classOffset(), each.site(), 10_000, each.nextPc(), each.arguments(), each.unlinked()))),
        SENDS_IN_DISORDER("sends are not in the order", code -> new MachineCode(code.bytes(), code.heapEntry(),
                code.immediateEntry(), code.uncheckedEntry(), code.sends().reversed(), code.exits(), code.resumePoints(),
                code.relocations())),
        EXIT_ELSEWHERE("an exit is no call", code -> new MachineCode(code.bytes(), code.heapEntry(), code.immediateEntry(),
                code.uncheckedEntry(), code.sends(), List.of(new Exit(code.bytes().length + 1, 0)), code.resumePoints(),
                code.relocations())),
        RESUME_POINT_IN_AN_INSTRUCTION("instruction", code -> resumed(code, each -> new ResumePoint(each.pc(),
                each.offset() + 1, each.wantsResult()))),
        RESUME_POINT_BEHIND_THE_END("a frame goes on outside of the code", code -> resumed(code, each -> new ResumePoint(
                each.pc(), code.bytes().length, each.wantsResult()))),
        RESUME_POINT_AT_NO_BYTECODE("a frame goes on at no bytecode", code -> resumed(code, each -> new ResumePoint(
                7, each.offset(), each.wantsResult()))),
        SYSCALL("a forbidden instruction (0f)", code -> patched(code, 0x0F, 0x05)),
        INTERRUPT("a forbidden instruction (cd)", code -> patched(code, 0xCD, 0x80)),
        HALT("a forbidden instruction (f4)", code -> patched(code, 0xF4)),
        JUMP_OUT("it leads out of the code", code -> patched(code, 0xE9, 0, 0, 0, 0x40)),
        COMPUTED_JUMP("a jump to what was computed", code -> patched(code, 0xFF, 0xE0)),
        COMPUTED_CALL("a call of what was computed", code -> patched(code, 0xFF, 0xD0)),
        JUMP_INTO_ITSELF("it leads into the midst of an instruction", code -> patched(code, 0xEB, 0xFF));

        private final String says;
        private final UnaryOperator<MachineCode> change;

        Damage(String says, UnaryOperator<MachineCode> change) {
            this.says = says;
            this.change = change;
        }

        private static MachineCode copy(MachineCode code, byte[] bytes) {
            return new MachineCode(bytes, code.heapEntry(), code.immediateEntry(), code.uncheckedEntry(), code.sends(),
                    code.exits(), code.resumePoints(), code.relocations());
        }

        private static MachineCode copy(MachineCode code, List<Relocation> relocations) {
            return new MachineCode(code.bytes(), code.heapEntry(), code.immediateEntry(), code.uncheckedEntry(), code.sends(),
                    code.exits(), code.resumePoints(), relocations);
        }

        private static MachineCode relocated(MachineCode code, UnaryOperator<Relocation> change) {
            return copy(code, code.relocations().stream().map(change).toList());
        }

        private static MachineCode sent(MachineCode code, UnaryOperator<Send> change) {
            return new MachineCode(code.bytes(), code.heapEntry(), code.immediateEntry(), code.uncheckedEntry(),
                    code.sends().stream().map(change).toList(), code.exits(), code.resumePoints(), code.relocations());
        }

        private static MachineCode resumed(MachineCode code, UnaryOperator<ResumePoint> change) {
            return new MachineCode(code.bytes(), code.heapEntry(), code.immediateEntry(), code.uncheckedEntry(), code.sends(),
                    code.exits(), code.resumePoints().stream().map(change).toList(), code.relocations());
        }

        /** Other instructions at the unchecked entry. */
        private static MachineCode patched(MachineCode code, int... instructions) {
            byte[] bytes = code.bytes().clone();
            for (int i = 0; i < instructions.length; i++) {
                bytes[code.uncheckedEntry() + i] = (byte) instructions[i];
            }
            return copy(code, bytes);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refuses(Damage damage) {
        Compiled good = KERNEL.stream().filter(each -> each.code.sends().size() > 3 && !each.code.exits().isEmpty()
                && each.code.sends().stream().noneMatch(Send::isSuper) && each.method.primitive().isEmpty()).findFirst()
                .orElseThrow();
        good.check();
        Compiled bad = new Compiled(good.method, damage.change.apply(good.code));

        assertThatThrownBy(bad::check).isInstanceOf(BadCodeException.class).hasMessageStartingWith("SW-SWAP-013 malformed machine"
                + " code: ").hasMessageContaining(damage.says);
    }

    @Test
    void refusesStubsThatLackOneOrLeadElsewhere() {
        StubCode good = BACK_END.stubs();
        Map<Stub, Integer> lacking = new EnumMap<>(good.offsets());
        lacking.remove(Stub.CLOSURE);
        Map<Stub, Integer> elsewhere = new EnumMap<>(good.offsets());
        elsewhere.put(Stub.POLL, good.bytes().length);
        byte[] bytes = good.bytes().clone();
        bytes[good.offsets().get(Stub.SIZE)] = (byte) 0xF4;

        assertThatThrownBy(() -> CodeCheck.check((StubCode) null, false)).hasMessageContaining("there are no stubs");
        assertThatThrownBy(() -> CodeCheck.check(new StubCode(good.bytes(), lacking), false))
                .hasMessageContaining("the stub CLOSURE is not in the code");
        assertThatThrownBy(() -> CodeCheck.check(new StubCode(good.bytes(), elsewhere), false))
                .hasMessageContaining("the stub POLL is not in the code");
        assertThatThrownBy(() -> CodeCheck.check(new StubCode(bytes, good.offsets()), true))
                .hasMessageContaining("a forbidden instruction (f4)");
    }
}
