/** Loads source files and load orders into a VM. */
package st.sendwright.language.loader;
