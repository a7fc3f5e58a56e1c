/** Keeps machine code that proved useful apart from new code. */
package st.sendwright.codecache.segmented;
