/** Primitives of module {@code Arithmetic}: exact Integers of any size. */
package st.sendwright.primitives.core.arithmetic;
