/** Primitives of module {@code Float}: IEEE 754 binary64 numbers. */
package st.sendwright.primitives.core.floats;
