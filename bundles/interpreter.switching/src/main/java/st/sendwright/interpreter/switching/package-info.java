/** T0, the reference interpreter: one loop in Java over the canonical frames of the stack zone. */
package st.sendwright.interpreter.switching;
