/** Primitives of module {@code Objects}: elements and variables, instances, identity, compiled code. */
package st.sendwright.primitives.core.objects;
