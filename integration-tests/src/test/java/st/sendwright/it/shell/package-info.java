/** That the command line does what its documentation says, observed from outside. */
package st.sendwright.it.shell;
