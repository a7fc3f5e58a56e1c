/** Machine code, as programs meet it that are started from outside. */
package st.sendwright.it.jit;
