package st.sendwright.vm;

import org.osgi.annotation.versioning.ProviderType;

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

    /** Builds the kernel from its sources and writes it as an image, for packaging. */
    void buildKernelImage(java.nio.file.Path file) throws VmStartException, java.io.IOException;
}
