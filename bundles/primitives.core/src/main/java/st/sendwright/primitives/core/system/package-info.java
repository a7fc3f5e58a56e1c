/** Primitives of module {@code System}: clocks, environment, console. */
package st.sendwright.primitives.core.system;
