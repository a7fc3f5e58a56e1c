/** Smalltalk source to bytecodes, and source files to the items in them. Never on a hot path. */
@Export
@Version("1.0.0")
package st.sendwright.language;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
