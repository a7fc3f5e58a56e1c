/** What the command line asks of the bench laboratory. */
@Export
@Version("1.0.0")
package st.sendwright.laboratory;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
