package st.sendwright.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;

@DisplayName("A stop of the framework")
@Timeout(60)
class PutOffStopTest {

    @TempDir
    Path storage;

    private final CompletableFuture<Thread> stopping = new CompletableFuture<>();
    private Framework framework;
    private BundleContext context;

    @BeforeEach
    void start() throws BundleException {
        framework = new FrameworkFactory().newFramework(Map.of(Constants.FRAMEWORK_STORAGE, storage.toString(),
                "felix.log.level", "0"));
        framework.start();
        context = framework.getBundleContext();
        context.addBundleListener((SynchronousBundleListener) event -> {
            if (event.getType() == BundleEvent.STOPPING) {
                stopping.complete(Thread.currentThread());
            }
        });
    }

    @AfterEach
    void stop() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(0);
    }

    @Test
    void waitsUntilItMayBe() throws Exception {
        PutOffStop stop = PutOffStop.of(context);

        framework.stop();
        while (framework.getBundleContext() != null && !isPutOff(stopping.join())) {
            Thread.yield();
        }
        assertThat(framework.getBundleContext()).as("the context of a framework that has not stopped").isNotNull();

        stop.end();
        assertThat(framework.waitForStop(0).getType()).isEqualTo(FrameworkEvent.STOPPED);
    }

    @Test
    void doesNotWaitWhenItMayBe() throws Exception {
        PutOffStop.of(context).end();

        framework.stop();

        assertThat(framework.waitForStop(0).getType()).isEqualTo(FrameworkEvent.STOPPED);
    }

    private static boolean isPutOff(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(PutOffStop.class.getName()));
    }
}
