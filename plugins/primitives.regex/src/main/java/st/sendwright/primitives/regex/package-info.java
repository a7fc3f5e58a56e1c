/** Regular expressions: the module Regex. */
@Header(name = "Sendwright-Smalltalk", value = "smalltalk")
package st.sendwright.primitives.regex;

import org.osgi.annotation.bundle.Header;
