/** Digests of bytes: a template for plugins. The Smalltalk side is in the bundle, too. */
@Header(name = "Sendwright-Smalltalk", value = "smalltalk")
package st.sendwright.primitives.digest;

import org.osgi.annotation.bundle.Header;
