package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import st.sendwright.jit.JitMode;
import st.sendwright.runtime.InstalledProviders.Provider;
import st.sendwright.sends.SendPolicy;
import st.sendwright.vm.Vm;

@DisplayName("A VM that waits for its output to be read while a bundle stops")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StalledVmTest {

    /** Waits at the first byte. */
    private static final class Blocked extends OutputStream {

        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        @Override
        public void write(int b) {
            reached.countDown();
            try {
                released.await();
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {

        @Override
        public void publish(LogRecord message) {
            logged.add(message.getMessage());
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    /** It takes the ten seconds that a bundle waits. */
    @Test
    @Tag("long")
    void isLeftBehindAndFollowsAsSoonAsItCan() throws Exception {
        JitTier.Installed installed = TestVms.installed();
        Provider<SendPolicy> used = installed.sends().named("polymorphic").orElseThrow();
        Blocked out = new Blocked();
        Logger logger = Logger.getLogger("st.sendwright.runtime");
        logger.addHandler(handler);
        try (Vm vm = TestVms.factory(installed).start(TestVms.options().withJit(JitMode.EAGER)
                .withStreams(InputStream.nullInputStream(), out, out))) {
            CompletableFuture<String> program = CompletableFuture.supplyAsync(
                    () -> TestVms.print(vm, "Transcript showCr: 'waits'; flush. 3 + 4"));
            out.reached.await();

            installed.sends().remove(used.service());

            assertThat(logged).anyMatch(each -> each.startsWith(
                    "SW-SWAP-007 a VM has not come to a point where it can do without the inline-cache policy polymorphic"));
            out.released.countDown();
            assertThat(program.join()).isEqualTo("7");
            assertThat(vm.exchanges()).singleElement().satisfies(record ->
                    assertThat(record.from() + " -> " + record.to()).isEqualTo("polymorphic -> adaptive"));
        } finally {
            logger.removeHandler(handler);
        }
    }
}
