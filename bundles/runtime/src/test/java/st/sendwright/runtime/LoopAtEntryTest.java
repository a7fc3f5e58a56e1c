package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;

/**
 * Machine code looks for polls where a method begins, and so does a frame that has come back to a loop whose head is the
 * first bytecode. It was last interpreted elsewhere.
 */
@DisplayName("A method that begins with a loop")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LoopAtEntryTest {

    private static final int EXCHANGES = 400;

    private static void compile(Vm vm, String source) {
        assertThat(vm.compileMethod("Looping", Optional.of("test"), Optional.empty(), SourceText.of(source, "test"))
                .selector()).as(source).isPresent();
    }

    @Test
    void goesOnAtItsHeadWhenItIsPolledThere() throws Exception {
        try (Vm vm = TestVms.factory(TestVms.installed()).start(TestVms.options().withJit(JitMode.EAGER))) {
            TestVms.print(vm, "Object subclass: #Looping instanceVariableNames: 'left'"
                    + " classVariableNames: '' poolDictionaries: '' category: 'Test'");
            compile(vm, "next left := left - 1. ^left > 0 ifTrue: [self] ifFalse: [nil]");
            compile(vm, "work 1 to: 3 do: [:i | i printString]");
            compile(vm, "loop | each | [(each := self next) isNil] whileFalse: [each work]");
            compile(vm, "run: count left := count. self loop. ^left");
            AtomicReference<String> wrong = new AtomicReference<>("");
            boolean[] enough = new boolean[1];
            Thread programs = Thread.ofPlatform().start(() -> {
                try {
                    while (!enough[0]) {
                        assertThat(TestVms.print(vm, "Looping new run: 200")).isEqualTo("0");
                    }
                } catch (VirtualMachineError | AssertionError | Exception fault) {
                    wrong.set(fault.toString());
                }
            });
            for (int i = 0; i < EXCHANGES && wrong.get().isEmpty(); i++) {
                assertThat(vm.exchange("jit", "baseline", "a test").isDone()).isTrue();
            }
            enough[0] = true;
            programs.join();

            assertThat(wrong.get()).isEmpty();
        }
    }
}
