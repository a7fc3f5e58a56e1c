/** Files and folders: the module FileSystem. */
@Header(name = "Sendwright-Smalltalk", value = "smalltalk")
package st.sendwright.primitives.files;

import org.osgi.annotation.bundle.Header;
