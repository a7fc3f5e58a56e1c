/** A running VM, how to start one, and what the kernel offers to its tiers. */
@Export
@Version("1.0.0")
package st.sendwright.vm;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
