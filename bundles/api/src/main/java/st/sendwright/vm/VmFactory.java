package st.sendwright.vm;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;
import st.sendwright.heap.ImageFormatException;
import st.sendwright.heap.ImageSummary;

/**
 * Starts VMs. It is there when every tier a VM needs is. <b>Called</b> F0. <b>Thread</b>: any.
 */
@ProviderType
public interface VmFactory {

    /**
     * Starts a VM with a thread of its own; {@link Vm#close} ends it.
     *
     * @throws VmStartException when it cannot start; the message says why and what to do
     */
    Vm start(VmOptions options) throws VmStartException;

    /**
     * Says what an image consists of, without starting a VM.
     *
     * @param whole whether to verify everything that loading it would; otherwise the header alone
     * @throws ImageFormatException when a VM could not load it; the message says why and what to do
     */
    ImageSummary inspectImage(Path file, boolean whole) throws IOException, ImageFormatException;

    /** Builds the kernel from its sources and writes it as an image, for packaging. */
    void buildKernelImage(Path file) throws VmStartException, IOException;
}
