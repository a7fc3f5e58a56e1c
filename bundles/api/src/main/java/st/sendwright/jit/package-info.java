/** Machine code: back ends that make it, and what they and the kernel tell each other. */
@Export
@Version("1.0.0")
package st.sendwright.jit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
