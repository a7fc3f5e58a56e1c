package st.sendwright.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import st.sendwright.it.HeardLog;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.VmHarness;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmOptions;

/** What is said in docs/plugins of each plugin under "Without the plugin". */
@DisplayName("A plugin of the distribution that is stopped while programs hold on to it")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StoppedPluginIT {

    private static VmHarness harness;

    @BeforeAll
    static void startFelix() throws Exception {
        harness = VmHarness.start();
    }

    @AfterAll
    static void stopFelix() throws Exception {
        harness.close();
    }

    private static Bundle install(String name) throws Exception {
        return harness.install("reference:" + SendwrightProcess.DIST.resolve("plugins/" + name + ".jar").toUri());
    }

    private static Vm start() throws Exception {
        return harness.vmFactory().start(VmOptions.defaults().withStreams(InputStream.nullInputStream(),
                OutputStream.nullOutputStream(), OutputStream.nullOutputStream()));
    }

    private static String print(Vm vm, String source) {
        return VmHarness.print(vm, source);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "archives | (GZipWriteStream compress: 'a') first | 31 | 'nothing can be compressed: no such primitive'",
        "crypto | (MD5 hashMessage: 'a') first | 12 | 'no MD5 can be computed: no such primitive'",
        "files | (FileWatcher on: '/') close; class | FileWatcher | '/: no such primitive'",
        "json | (Json readFrom: '[1]') first | 1 | 'this cannot be read as JSON: no such primitive'",
        "network | (ServerSocket port: 0) close; class | ServerSocket | "
            + "'no connections can be waited for at port 0: no such primitive'",
        "processes | (OSCommand program: 'true') run exitCode | 0 | 'true: no such primitive'",
        "regex | (RxMatcher on: 'a') search: 'a' | true | '''a'' asRegex does not understand #firstMatchIn:'"})
    void failsAsItsPageSaysAndComesBack(String name, String expression, String before, String after) throws Exception {
        HeardLog log = HeardLog.of("st.sendwright.plugins");
        Bundle bundle = install(name);
        try (Vm vm = start()) {
            bundle.start();
            print(vm, "Smalltalk at: #Held put: [[" + expression + "] on: Error do: [:error | error return: error messageText]]");
            String call = "(Smalltalk at: #Held) value";

            assertThat(print(vm, call)).isEqualTo(before);
            bundle.stop();
            assertThat(print(vm, call)).isEqualTo(after);
            bundle.start();
            assertThat(print(vm, call)).isEqualTo(before);
        } finally {
            bundle.uninstall();
            log.close();
        }
        assertThat(log.lines()).as("warnings, such as of sources that come before their primitives").isEmpty();
    }

    @Test
    void closesWhatIsOpenAndWakesWhoWaits() throws Exception {
        Bundle bundle = install("processes");
        try (Vm vm = start()) {
            bundle.start();
            long pid = Long.parseLong(print(vm,
                    "(Smalltalk at: #Cat put: (OSCommand program: 'cat') start) pid"));
            ProcessHandle cat = ProcessHandle.of(pid).orElseThrow();
            CompletableFuture<String> waits = CompletableFuture.supplyAsync(() -> print(vm,
                    "[Smalltalk at: #Waiter put: Processor activeProcess. (Smalltalk at: #Cat) wait] on: Error do: [:error | error return: error messageText]"));
            while (!print(vm, "(Smalltalk includesKey: #Waiter) and: [(Smalltalk at: #Waiter) isWaiting]").equals("true")) {
                Thread.yield();
            }

            bundle.stop();

            assertThat(waits.get()).isEqualTo("'this process cannot be waited for: interrupted'");
            cat.onExit().get();
        } finally {
            bundle.uninstall();
        }
    }
}
