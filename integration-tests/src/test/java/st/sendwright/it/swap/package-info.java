/** Tiers are exchanged while programs run on them. */
package st.sendwright.it.swap;
