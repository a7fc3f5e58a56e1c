/** Digests of bytes: a template for plugins. */
package st.sendwright.primitives.digest;
