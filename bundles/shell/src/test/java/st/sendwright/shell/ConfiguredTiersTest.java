package st.sendwright.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;

@DisplayName("The configuration of tiers")
class ConfiguredTiersTest {

    private static final String REASON = "the configuration st.sendwright.tiers";

    private final Vm vm = mock(Vm.class);
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ConfiguredTiers tiers = new ConfiguredTiers(vm, new Console(System.out,
            new PrintStream(err, true, StandardCharsets.UTF_8), Set.of(), false, Console.Level.WARNING));

    @BeforeEach
    void haveTwoTiers() {
        when(vm.tiers()).thenReturn(List.of(new Vm.Tier("code-cache", "flushall", List.of("aging", "flushall")),
                new Vm.Tier("jit", "none", List.of("baseline", "none"))));
        TierExchange refused = mock(TierExchange.class);
        when(refused.refusal()).thenReturn(Optional.of("SW-SWAP-002 not there"));
        TierExchange done = mock(TierExchange.class);
        when(done.refusal()).thenReturn(Optional.empty());
        when(vm.exchange(any(), any(), any())).thenReturn(refused);
        when(vm.exchange(any(), eq("aging"), any())).thenReturn(done);
        when(vm.exchange(any(), eq("baseline"), any())).thenReturn(done);
    }

    private void update(Map<String, String> entries) {
        Dictionary<String, Object> properties = new Hashtable<>(entries);
        properties.put("service.pid", ConfiguredTiers.PID);
        properties.put("felix.fileinstall.filename", "file:/x.cfg");
        tiers.updated(properties);
    }

    @Test
    void putsInForceWhatItNamesInTheOrderOfKinds() {
        update(Map.of("jit", "baseline", "code-cache", " aging "));

        InOrder order = inOrder(vm);
        order.verify(vm).exchange("code-cache", "aging", REASON);
        order.verify(vm).exchange("jit", "baseline", REASON);
        assertThat(err.size()).isZero();
    }

    @Test
    void leavesAloneWhatIsInForceAlreadyAndWhatItDoesNotName() {
        update(Map.of("code-cache", "flushall"));
        tiers.updated(null);

        verify(vm, never()).exchange(any(), any(), any());
    }

    @Test
    void saysWhatIsRefusedAndGoesOn() {
        update(Map.of("engine", "fast", "jit", "baseline"));

        verify(vm).exchange("engine", "fast", REASON);
        verify(vm).exchange("jit", "baseline", REASON);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("sendwright: SW-SWAP-002 not there\n");
    }

    @Test
    void comesTooLateForAVmThatHasEnded() {
        when(vm.tiers()).thenThrow(new IllegalStateException("the VM is closed"));

        update(Map.of("jit", "baseline"));

        verify(vm, never()).exchange(any(), any(), any());
        assertThat(err.size()).isZero();
    }
}
