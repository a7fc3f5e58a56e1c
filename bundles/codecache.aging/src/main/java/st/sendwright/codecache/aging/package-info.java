/** Drops the machine code that is used least, and moves the rest together. */
package st.sendwright.codecache.aging;
