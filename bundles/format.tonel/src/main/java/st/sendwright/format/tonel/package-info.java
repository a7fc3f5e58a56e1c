/** Reads Tonel class files and FileTree directories. */
package st.sendwright.format.tonel;
