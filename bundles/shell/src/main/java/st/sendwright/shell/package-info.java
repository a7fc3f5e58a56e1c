/** The command line, the prompt and the benches: what a person at a terminal deals with. */
package st.sendwright.shell;
