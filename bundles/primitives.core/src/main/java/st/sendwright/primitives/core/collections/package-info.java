/** The module {@code Collections}: bulk work on the elements of arrays, strings and bytes. */
package st.sendwright.primitives.core.collections;
