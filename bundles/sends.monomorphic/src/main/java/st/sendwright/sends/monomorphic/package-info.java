/** Links each send of machine code to the class that it has seen last. */
package st.sendwright.sends.monomorphic;
