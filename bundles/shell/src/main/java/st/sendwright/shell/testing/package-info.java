/** Runs the SUnit tests of loaded programs and reports what came of them. */
package st.sendwright.shell.testing;
