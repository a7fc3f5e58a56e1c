/** The module {@code Strings}: Strings, Symbols and Characters. */
package st.sendwright.primitives.core.text;
