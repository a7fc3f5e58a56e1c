/** Compiles every method before it first runs. */
package st.sendwright.jit.policy.eager;
