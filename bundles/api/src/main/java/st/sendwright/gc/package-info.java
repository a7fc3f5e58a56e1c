/** Collectors: what one promises and when it is asked. */
@Export
@Version("1.0.0")
package st.sendwright.gc;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
