/** Random programs whose results Java knows, run on the VM. */
package st.sendwright.it.differential;
