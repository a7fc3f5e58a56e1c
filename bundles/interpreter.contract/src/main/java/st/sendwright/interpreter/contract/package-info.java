/** Tests that every interpreter passes, in a world made by hand. */
package st.sendwright.interpreter.contract;
