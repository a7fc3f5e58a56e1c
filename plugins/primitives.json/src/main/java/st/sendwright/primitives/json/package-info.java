/** JSON: the module Json. */
@Header(name = "Sendwright-Smalltalk", value = "smalltalk")
package st.sendwright.primitives.json;

import org.osgi.annotation.bundle.Header;
