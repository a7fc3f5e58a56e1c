package st.sendwright.laboratory;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Measures programs, memory and starts of VMs. <b>Called</b> F0. <b>Thread</b>: any but a VM's; one call at a time.
 * <b>State</b>: none between calls.
 */
@ProviderType
public interface Laboratory {

    /** Exit code when all went well. */
    int OK = 0;
    /** Exit code when a program answered something wrong or could not be measured. */
    int FAILED = 1;
    /** Exit code when what was asked for does not exist or makes no sense. */
    int USAGE = 2;
    /** Exit code when no VM could be started. */
    int CANNOT_START = 3;

    /** Does what the request says and answers the exit code. */
    int run(BenchRequest request, BenchOutput output);
}
