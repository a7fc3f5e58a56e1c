/** Compression and archives: the module Archives. */
@Header(name = "Sendwright-Smalltalk", value = "smalltalk")
package st.sendwright.primitives.archives;

import org.osgi.annotation.bundle.Header;
