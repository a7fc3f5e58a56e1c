/** Reads chunk files and load orders, and loads what is in them into a VM. */
package st.sendwright.format.chunk;
