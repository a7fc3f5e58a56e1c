package st.sendwright.testing;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmFactory;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

/** A VM with the plugin that is tested. <b>Thread</b>: the test's. */
public final class PluginVm implements AutoCloseable {

    private final Bundle plugin;
    private final Vm vm;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    PluginVm(DistributionFramework framework, Bundle plugin) throws VmStartException {
        this.plugin = plugin;
        this.vm = framework.service(VmFactory.class).start(VmOptions.defaults()
                .withStreams(InputStream.nullInputStream(), output, output));
    }

    /** What an expression prints as; of one that fails, the walkback, which begins with the error's description. */
    public String print(String expression) {
        return switch (vm.evaluate(SourceText.of(expression, "test"))) {
            case Vm.Evaluation.Value value -> {
                try (var handle = value.handle()) {
                    yield vm.sendForString(handle, "printString");
                }
            }
            case Vm.Evaluation.Failed failed -> failed.walkback();
            case Vm.Evaluation.NotCompiled bad -> bad.diagnostics().toString();
            case Vm.Evaluation.Terminated ended -> "terminated: " + ended.reason();
            case Vm.Evaluation.Exited exited -> "exit " + exited.code();
        };
    }

    /** Takes the plugin away, with its primitives and its sources. */
    public void removePlugin() throws BundleException {
        plugin.stop();
    }

    /** Has it there again. */
    public void bringPlugin() throws BundleException {
        plugin.start();
    }

    /** What programs have written. */
    public String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    /** The VM itself, for whatever else a test wants to ask. */
    public Vm vm() {
        return vm;
    }

    @Override
    public void close() {
        List<String> faults = vm.verifyHeap();
        vm.close();
        if (!faults.isEmpty()) {
            throw new AssertionError("the heap is damaged: " + faults);
        }
    }
}
