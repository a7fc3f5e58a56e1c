package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import st.sendwright.jit.JitMode;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

@DisplayName("Where a policy of machine code is missing")
class MissingPolicyTest {

    @ParameterizedTest
    @CsvSource({"SW-CODE-002, code-cache policy", "SW-SEND-002, inline-cache policy", "SW-JIT-005, compile policy"})
    void methodsStayInterpretedAndExchangesSayWhy(String code, String missing) throws VmStartException {
        JitTier.Installed all = TestVms.installed();
        JitTier.Installed some = new JitTier.Installed(all.backEnds(),
                code.equals("SW-SEND-002")
                        ? new InstalledSendPolicies(List.of(), Optional.empty()).providers() : all.sends(),
                code.equals("SW-CODE-002")
                        ? new InstalledCodeCaches(List.of(), Optional.empty()).providers() : all.caches(),
                code.equals("SW-JIT-005")
                        ? new InstalledCompilePolicies(List.of(), Optional.empty()).providers() : all.policies());

        try (Vm vm = TestVms.factory(some).start(TestVms.options().withJit(JitMode.EAGER))) {
            assertThat(TestVms.print(vm, "(1 to: 10) inject: 0 into: [:a :b | a + b]")).isEqualTo("55");
            TierExchange record = vm.exchange("jit", "baseline", "a test");

            assertThat(record.refusal()).hasValueSatisfying(refusal -> assertThat(refusal)
                    .startsWith(code + " methods stay interpreted: ").contains(missing)
                    .endsWith("see docs/errors/" + code + ".md"));
            assertThat(TestVms.print(vm, "Smalltalk tiers at: #jit")).isEqualTo("'none'");
        }
    }
}
