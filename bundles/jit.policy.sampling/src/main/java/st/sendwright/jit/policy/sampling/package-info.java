/** Compiles what is found at work when one looks from time to time. */
package st.sendwright.jit.policy.sampling;
