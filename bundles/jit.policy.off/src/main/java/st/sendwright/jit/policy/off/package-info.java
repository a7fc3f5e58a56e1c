/** Compiles nothing more. */
package st.sendwright.jit.policy.off;
