/** What authors of primitive plugins write against: primitives in plain Java, without addresses. docs/plugins.md. */
@Export
@Version("1.0.0")
package st.sendwright.plugin;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
