/** Tests that every compile policy passes. */
package st.sendwright.jit.policy.contract;
