/** Policies of inline caches: how sends of machine code are linked. */
@Export
@Version("1.0.0")
package st.sendwright.sends;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
