/** Tests that every inline-cache policy passes. */
package st.sendwright.sends.contract;
