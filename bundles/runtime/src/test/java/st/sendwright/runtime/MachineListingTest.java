package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.jit.BackEnd;
import st.sendwright.jit.BackEnd.Instruction;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

@DisplayName("Listings of methods that have machine code")
class MachineListingTest {

    private static Vm start(JitMode mode) throws VmStartException {
        Vm vm = TestVms.factory().start(TestVms.options().withJit(mode));
        define(vm, "Object", "shout: x\n\t^[:y |\n\t\ty printString] value: x");
        define(vm, "Object class", "idle\n\t^super name");
        return vm;
    }

    private static void define(Vm vm, String className, String source) {
        assertThat(vm.compileMethod(className, Optional.empty(), Optional.empty(),
                SourceText.of(source, "a.st")).diagnostics()).isEmpty();
    }

    @Test
    void showSourceBytecodesAndCodeWithItsSends() throws VmStartException {
        try (Vm vm = start(JitMode.BASELINE)) {
            String text = vm.machineCode("Object", "shout:");

            assertThat(text).startsWith("Object>>shout:, a.st:1\n  shout: x\n").contains(
                    "[] in Object>>shout:: 1 arguments", "push closure", "machine code: ", "heap entry:",
                    "unchecked entry:", "goes on at pc ", " send #printString: SEND_MISS", "; POLL\n");
            assertThat(vm.machineCode("Object class", "idle")).contains("send #name to super: SEND_MISS");
        }
    }

    @Test
    void nameWhatSendsLeadTo() throws VmStartException {
        try (Vm vm = start(JitMode.EAGER)) {
            TestVms.print(vm, "nil shout: 3; shout: 4; shout: $a");

            assertThat(vm.machineCode("Object", "shout:"))
                    .contains(" send #printString: polymorphic send in [] in Object>>shout:\n");
        }
    }

    @Test
    void sayWhenTheJitIsOffOrTheMethodUnknown() throws VmStartException {
        try (Vm vm = start(JitMode.OFF)) {
            assertThat(vm.machineCode("Object", "shout:")).contains("no machine code: the JIT is off; start with --jit");
            assertThat(vm.machineCode("Object", "noSuch")).isEqualTo("Object has no method #noSuch");
        }
    }

    @Test
    void sayWhenNothingPutsTheBytesIntoWords() {
        BackEnd backEnd = mock(BackEnd.class);
        when(backEnd.instructions(any())).thenReturn(List.of(new Instruction(0, "c3 90", "")));
        MachineListing.Code code = new MachineListing.Code(new byte[2], Map.of(1, List.of("here:")), Map.of(1, "POLL"));

        assertThat(MachineListing.text(List.of(new MachineListing.Section("A>>b\n", Optional.of(code))),
                backEnd::instructions)).startsWith("A>>b\n  only bytes: no objdump").contains("        here:\n")
                .containsPattern(" 0  c3 90 +; POLL\n$");
    }

    @Test
    void showTheClassesThatSendsHaveSeen() throws VmStartException {
        try (Vm vm = start(JitMode.EAGER)) {
            TestVms.print(vm, "nil shout: 3; shout: 4; shout: $a");

            assertThat(vm.inlineCaches("Object", "shout:")).containsPattern("(?m)^\\[] in Object>>shout:, machine code")
                    .containsPattern("line 3 #printString polymorphic with 2 classes, [0-9]+ misses, 2 in machine code")
                    .contains("SmallInteger -> ", "Character -> ", " (machine code)\n");
        }
    }

    @Test
    void showMegamorphicSends() throws VmStartException {
        try (Vm vm = start(JitMode.EAGER)) {
            TestVms.print(vm, "{1. $a. 'a'. #a. 1.5. nil. true. 1/2. Object new} do: [:each | nil shout: each]");

            assertThat(vm.inlineCaches("Object", "shout:")).contains("#printString megamorphic");
        }
    }

    @Test
    void showWhatAnInterpreterHasSeen() throws VmStartException {
        try (Vm vm = start(JitMode.OFF)) {
            assertThat(vm.inlineCaches("Object", "shout:")).contains("Object>>shout:, interpreted\n  has not run yet");

            TestVms.print(vm, "nil shout: 3");

            assertThat(vm.inlineCaches("Object", "shout:")).contains("line 3 #printString monomorphic",
                    "      SmallInteger -> ").doesNotContain("machine code");
        }
    }
}
