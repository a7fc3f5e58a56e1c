/**
 * Memory for machine code: where the system permits it, never writable and executable at the same address.
 */
@Export
@Version("1.0.0")
package st.sendwright.memory.executable;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
