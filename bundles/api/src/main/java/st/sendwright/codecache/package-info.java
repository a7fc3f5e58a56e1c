/** Policies of code caches: which machine code goes when there is no room for more. */
@Export
@Version("1.0.0")
package st.sendwright.codecache;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
