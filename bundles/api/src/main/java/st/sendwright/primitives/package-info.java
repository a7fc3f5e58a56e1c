/** Primitives: Java code that a Smalltalk method may run in place of its body. */
@Export
@Version("1.0.0")
package st.sendwright.primitives;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
