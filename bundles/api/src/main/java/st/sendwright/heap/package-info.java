/** Object memory: classes, symbols, strings, images. */
@Export
@Version("1.0.0")
package st.sendwright.heap;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
