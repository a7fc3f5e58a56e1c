/** Counts the calls of primitives, whatever set they are of. */
package st.sendwright.primitives.tracing;
