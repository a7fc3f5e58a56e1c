/** Primitives of module {@code Files}: files and folders of the operating system. */
package st.sendwright.primitives.core.files;
