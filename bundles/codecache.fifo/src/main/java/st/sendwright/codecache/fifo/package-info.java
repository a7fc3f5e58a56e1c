/** Drops the oldest machine code when there is no room for more. */
package st.sendwright.codecache.fifo;
