package st.sendwright.shell;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

@DisplayName("The commands for Gogo")
class GogoCommandsTest {

    @SuppressWarnings("unchecked") // a mock has no type arguments
    private final ServiceRegistration<GogoCommands> registration = mock(ServiceRegistration.class);
    private final BundleContext context = mock(BundleContext.class);

    @Test
    void areTakenBackWhenTheVmEnds() {
        offer().close();

        verify(registration).unregister();
    }

    @Test
    void canBeTakenBackAfterTheFrameworkHasDoneSo() {
        doThrow(new IllegalStateException("Service already unregistered.")).when(registration).unregister();

        assertThatCode(offer()::close).doesNotThrowAnyException();
    }

    private GogoCommands offer() {
        when(context.registerService(eq(GogoCommands.class), any(GogoCommands.class), any())).thenReturn(registration);
        return GogoCommands.offer(context, null, null, null);
    }
}
