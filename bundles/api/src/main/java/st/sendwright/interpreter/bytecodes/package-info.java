/** What all interpreters have in common: each bytecode in full, out of line. */
@Export
@Version("1.0.0")
package st.sendwright.interpreter.bytecodes;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
