/** The command line and the prompt: what a person at a terminal deals with. */
package st.sendwright.shell;
