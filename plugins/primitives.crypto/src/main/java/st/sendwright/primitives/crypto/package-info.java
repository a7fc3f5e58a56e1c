/** Digests, authentication codes and random bytes: the module Crypto. */
@Header(name = "Sendwright-Smalltalk", value = "smalltalk")
package st.sendwright.primitives.crypto;

import org.osgi.annotation.bundle.Header;
