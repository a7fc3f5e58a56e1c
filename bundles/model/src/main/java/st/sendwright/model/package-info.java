/**
 * Every in-memory format as code: tags, headers, frames, methods, send sites. Static methods over addresses.
 */
@Export
@Version("1.0.0")
package st.sendwright.model;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
