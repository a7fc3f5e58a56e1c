/** Reads chunk files. */
package st.sendwright.format.chunk;
