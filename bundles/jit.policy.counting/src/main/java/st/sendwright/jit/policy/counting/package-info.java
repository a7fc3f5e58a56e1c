/** Compiles methods that have run often. */
package st.sendwright.jit.policy.counting;
