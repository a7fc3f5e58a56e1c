/** Tests that every code-cache policy passes. */
package st.sendwright.codecache.contract;
