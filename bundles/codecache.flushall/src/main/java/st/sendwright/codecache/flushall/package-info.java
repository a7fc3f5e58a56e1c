/** Drops all machine code when there is no room for more. */
package st.sendwright.codecache.flushall;
