/** Interpreters: they run frames until something needs the driver. */
@Export
@Version("1.0.0")
package st.sendwright.interpreter;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
