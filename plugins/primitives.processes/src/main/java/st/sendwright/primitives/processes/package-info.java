/** Processes of the operating system: the module OSProcesses. */
@Header(name = "Sendwright-Smalltalk", value = "smalltalk")
package st.sendwright.primitives.processes;

import org.osgi.annotation.bundle.Header;
