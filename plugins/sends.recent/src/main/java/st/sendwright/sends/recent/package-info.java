/** Compares the classes that a send has met last: a template for providers. */
package st.sendwright.sends.recent;
