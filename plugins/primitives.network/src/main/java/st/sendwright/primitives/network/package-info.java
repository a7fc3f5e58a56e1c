/** Sockets and TLS: the module Network. */
@Header(name = "Sendwright-Smalltalk", value = "smalltalk")
package st.sendwright.primitives.network;

import org.osgi.annotation.bundle.Header;
