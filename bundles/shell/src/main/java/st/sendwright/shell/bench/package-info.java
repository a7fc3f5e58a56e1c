/** The benchmarks of the command line: Smalltalk programs with known answers, timed from outside. */
package st.sendwright.shell.bench;
