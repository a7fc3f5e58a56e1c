/** T1: one pass from bytecodes to x86-64 machine code. */
package st.sendwright.jit.baseline.x64;
