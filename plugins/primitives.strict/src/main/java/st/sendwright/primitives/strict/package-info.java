/** Looks at each call of a primitive, whatever set it is of, for what its contract forbids. */
package st.sendwright.primitives.strict;
